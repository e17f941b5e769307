"""The JSON form of inputs: what the reader may read, times in ISO 8601 with offset, each with its address."""

from django.conf import settings
from django.urls import reverse

from . import associating
from .models import SubmissionState


def whole(row):
    """One input with what was said of its name since: who joined it, and who says that it was listed wrongly."""
    return version(row) | {"since": [_said(entry) for entry in associating.since(row.submission)]}


def _said(entry):
    name, iso3 = entry.delegation.name_on(entry.day), entry.delegation.iso3 or None
    return {"kind": entry.kind, "delegation": {"name": name, "iso3": iso3}, "date": entry.day.isoformat()}


def version(version):
    """One input as it stands, or as it stood in that version. A withdrawn one gives no text."""
    content, submission = version.content, version.submission
    withdrawn = submission.state == SubmissionState.WITHDRAWN
    said_by = content["delegation"]
    address = reverse("submissions:submission", args=[submission.consultation.slug, submission.reference])
    return {
        "url": f"{settings.SITE_URL}{address}",
        "reference": content["reference"],
        "delegation": {key: said_by[key] for key in ("name", "iso3", "kind")},
        "capacity": content["capacity"],
        "on_behalf_of": content["wording"] or None,
        "in_the_name_of": content.get("in_the_name_of", []),
        "aligned_with": [] if withdrawn else content.get("alignments", []),
        "version": version.number,
        "state": "withdrawn" if withdrawn else "submitted",
        "submitted_at": version.submitted_at.astimezone(submission.consultation.zone).isoformat(),
        "late": version.late,
        "paper": content.get("paper"),
        "language": content["language"],
        "sha256": version.sha256,
        "answers": [] if withdrawn else [_answer(answer) for answer in content["answers"]],
        "files": [] if withdrawn else [_file(version, file) for file in content.get("files", [])],
    }


def _answer(answer):
    return {key: answer[key] for key in ("numeral", "question", "text", "html")}


def _file(version, file):
    submission = version.submission
    where = [submission.consultation.slug, submission.reference, file["number"]]
    address = reverse("submissions:input_file", args=where)
    return {**file, "url": f"{settings.SITE_URL}{address}?version={version.number}"}


def statement(row):
    """One statement as delivered, of ``statements.gather``. Of one that was taken back only that it was there."""
    delegation, standing = row.delegation, not row.withdrawn_at
    told = {
        "url": settings.SITE_URL + row.get_absolute_url(),
        "number": row.number,
        "delegation": {"name": row.name, "iso3": delegation.iso3 or None, "kind": delegation.kind},
        "state": "standing" if standing else "withdrawn",
        "added_at": row.added_at.astimezone(row.meeting.zone).isoformat(),
    }
    return told | (_delivered(row) if standing else {})


def _delivered(row):
    address = row.input and reverse(
        "submissions:submission", args=[row.meeting.consultation.slug, row.input.submission.reference]
    )
    return {
        "on_behalf_of": row.behalf or None,
        "language": row.language,
        "content_type": row.file.content_type,
        "size": row.file.size,
        "sha256": row.file.sha256,
        "input": f"{settings.SITE_URL}{address}?version={row.input.number}" if row.input else None,
    }


COLUMNS = [
    *("reference", "delegation", "iso3", "kind", "capacity", "on_behalf_of", "call", "version", "submitted_at", "late"),
    *("language", "visibility", "numeral", "question", "answer", "url", "sha256"),
]


def lines(row):
    """The lines of a table that an input makes, one for each answer, in the order of ``COLUMNS``."""
    given = version(row)
    given |= given["delegation"] | {
        "delegation": given["delegation"]["name"],
        "call": row.content["call"]["subject"] or row.content["call"]["number"],
        "late": "late" if row.late else "",
        "visibility": row.visibility,
        "url": f"{given['url']}?version={row.number}",
    }
    for place, answer in enumerate(given["answers"], start=1):
        told = given | answer | {"answer": answer["text"], "url": f"{given['url']}#answer-{place}"}
        yield ["" if told[column] is None else told[column] for column in COLUMNS]
