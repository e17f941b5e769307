"""Is this file what was issued, and is it still the current one: the answer behind ``/verify/<sha256>/``."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from consultations import times
from consultations.models import Circular, CircularState


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
    """The issued thing whose content or file has this hash, if the actor may know of it; else ``None``."""
    belongs = (
        Q(content_sha256=sha256) | Q(pdf__sha256=sha256) | Q(scan__sha256=sha256) | Q(enclosures__file__sha256=sha256)
    )
    circulars = Circular.objects.visible_to(actor).issued().filter(belongs)
    circular = circulars.select_related("consultation", "pdf", "scan").order_by("-issued_at").first()
    return _found(circular, sha256) if circular else None


def _found(circular, sha256):
    current = circular.state == CircularState.ISSUED
    return Found(
        title=str(circular),
        kind=_part(circular, sha256),
        sha256=sha256,
        is_current=current,
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
    later = circular.corrections.issued().order_by("issued_at").last()
    return {
        "reference": circular.reference,
        "date": times.house_date(circular.consultation.day(circular.issued_at)),
        "later": later.reference if later else "",
    }
