"""The JSON form of inputs: what the reader may read, times in ISO 8601 with offset, each with its address."""

from django.conf import settings
from django.urls import reverse

from .models import SubmissionState


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
        "version": version.number,
        "state": "withdrawn" if withdrawn else "submitted",
        "submitted_at": version.submitted_at.astimezone(submission.consultation.zone).isoformat(),
        "late": version.late,
        "language": content["language"],
        "sha256": version.sha256,
        "answers": [] if withdrawn else [_answer(answer) for answer in content["answers"]],
    }


def _answer(answer):
    return {key: answer[key] for key in ("numeral", "question", "text", "html")}
