"""Is this file what was issued, and is it still the current one: the answer behind ``/verify/<sha256>/``."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from consultations import times
from consultations.models import REPLACING, Circular, CircularState
from drafts.models import DraftVersion, VersionState
from submissions import verification as inputs
from submissions.models import SubmissionState


@dataclass(frozen=True)
class Found:
    """What a hash belongs to. ``sentence`` says it to people, ``as_json`` to machines."""

    title: str
    kind: str
    sha256: str
    is_current: bool
    sentence: str
    url: str
    reference: str
    state: str

    def as_json(self):
        return {
            "sha256": self.sha256,
            "kind": self.kind,
            "reference": self.reference,
            "title": self.title,
            "state": self.state,
            "current": self.is_current,
            "url": settings.SITE_URL + self.url,
        }


def find(sha256, actor):
    """The issued thing whose content or file has this hash, if the actor may know of it; else ``None``.

    Circulars come last: a text that a letter encloses is what it is by itself, and has a later version of its own.
    """
    return _draft(sha256, actor) or _input(sha256, actor) or _circular(sha256, actor)


def _day(consultation, instant):
    return times.house_date(consultation.day(instant))


def _circular(sha256, actor):
    belongs = (
        Q(content_sha256=sha256) | Q(pdf__sha256=sha256) | Q(scan__sha256=sha256) | Q(enclosures__file__sha256=sha256)
    )
    circulars = Circular.objects.visible_to(actor).issued().filter(belongs)
    circular = circulars.select_related("consultation", "pdf", "scan").order_by("-issued_at").first()
    if circular is None:
        return None
    return Found(
        title=str(circular),
        kind=_part(circular, sha256),
        sha256=sha256,
        is_current=circular.state == CircularState.ISSUED,
        sentence=_sentence(circular) % _facts(circular),
        url=circular.get_absolute_url(),
        reference=circular.reference,
        state=circular.state,
    )


def _part(circular, sha256):
    if sha256 == circular.content_sha256:
        return _("Circular (its content)")
    if sha256 == circular.pdf.sha256:
        return _("Circular (PDF)")
    if circular.scan and sha256 == circular.scan.sha256:
        return _("Scan of the signed letter")
    return _("Enclosure of a circular")


def _sentence(circular):
    return {
        CircularState.ISSUED: _("It belongs to circular %(reference)s, issued on %(date)s, which stands."),
        CircularState.SUPERSEDED: _(
            "It belongs to circular %(reference)s, issued on %(date)s and superseded since by %(later)s."
        ),
        CircularState.WITHDRAWN: _("It belongs to circular %(reference)s, issued on %(date)s and withdrawn since."),
    }[circular.state]


def _facts(circular):
    later = circular.corrections.issued().filter(correction__in=REPLACING).order_by("issued_at").last()
    return {
        "reference": circular.reference,
        "date": _day(circular.consultation, circular.issued_at),
        "later": later.reference if later else "",
    }


def _draft(sha256, actor):
    versions = DraftVersion.objects.visible_to(actor).released().for_list()
    belongs = Q(content_sha256=sha256) | Q(pdf__sha256=sha256) | Q(files__file__sha256=sha256)
    version = versions.filter(belongs).first()
    if version is None:
        return None
    current = version.state == VersionState.RELEASED
    return Found(
        title=version.label,
        kind=_part_of_draft(version, sha256),
        sha256=sha256,
        is_current=current,
        sentence=_draft_sentence(version, current),
        url=version.get_absolute_url(),
        reference=str(version.number),
        state=version.state,
    )


def _part_of_draft(version, sha256):
    if sha256 == version.content_sha256:
        return _("Draft text (its content)")
    kept = version.files.filter(file__sha256=sha256).first()
    return _("Draft text (%(form)s)") % {"form": kept.get_kind_display()} if kept else _("Draft text (PDF)")


def _draft_sentence(version, current):
    words = {"label": version.label, "date": _day(version.consultation, version.released_at)}
    if current:
        return _("It belongs to %(label)s, released on %(date)s, which is the current text.") % words
    later = DraftVersion.objects.released().get(base=version)
    words |= {"later": later.label, "since": _day(version.consultation, later.released_at)}
    return _("It belongs to %(label)s, released on %(date)s and superseded on %(since)s by %(later)s.") % words


def _input(sha256, actor):
    version = inputs.with_hash(sha256, actor).first()
    if version is None:
        return None
    submission = version.submission
    withdrawn = submission.state == SubmissionState.WITHDRAWN
    later = submission.versions.filter(number__gt=version.number).order_by("number").first()
    current = not withdrawn and later is None
    own = f"?version={version.number}" if later and not withdrawn else ""
    words = {"number": version.number, "reference": submission.reference}
    return Found(
        title=_("%(reference)s, version %(number)s") % words,
        kind=_part_of_input(version, sha256),
        sha256=sha256,
        is_current=current,
        sentence=_input_sentence(version, later, withdrawn),
        url=submission.get_absolute_url() + own,
        reference=submission.reference,
        state="withdrawn" if withdrawn else "submitted" if current else "superseded",  # never the working copy's
    )


def _part_of_input(version, sha256):
    if sha256 == version.sha256:
        return _("Input (its content)")
    if version.receipt and sha256 == version.receipt.sha256:
        return _("Receipt of an input (PDF)")
    return _("File of an input")


def _input_sentence(version, later, withdrawn):
    consultation = version.submission.consultation
    words = {
        "number": version.number,
        "reference": version.submission.reference,
        "date": _day(consultation, version.submitted_at),
    }
    if withdrawn:
        return _("It is version %(number)s of input %(reference)s, submitted on %(date)s and withdrawn since.") % words
    if later is None:
        return _("It is version %(number)s of input %(reference)s, submitted on %(date)s, which stands.") % words
    words |= {"later": later.number, "since": _day(consultation, later.submitted_at)}
    return (
        _(
            "It is version %(number)s of input %(reference)s, submitted on %(date)s; "
            "version %(later)s took its place on %(since)s."
        )
        % words
    )
