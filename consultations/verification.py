"""Whether issued circulars are what was issued: the part of ``verify_record`` that this app knows."""

from django.utils.translation import gettext as _

from record.hashing import content_hash
from record.verification import Problem

from .models import Circular
from .models.circular import FROZEN


def problems(consultation=None):
    """Circulars whose frozen content no longer has its hash, and gaps in the references of a year."""
    circulars = Circular.objects.filter(state__in=FROZEN).select_related("consultation")
    if consultation:
        circulars = circulars.filter(consultation__slug=consultation)
    expected = {}
    for circular in circulars.order_by("consultation", "year", "serial").iterator():
        where = f"{circular.consultation.slug} circular {circular.reference}"
        if content_hash(circular.content) != circular.content_sha256:
            yield Problem(where, _("the content does not have its hash"))
        place = expected.get((circular.consultation_id, circular.year), 1)
        if circular.serial != place:
            yield Problem(where, _("the reference before it is missing"))
        expected[circular.consultation_id, circular.year] = circular.serial + 1
