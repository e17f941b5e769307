"""Whether issued circulars are what was issued: the part of ``verify_record`` that this app knows."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from record.hashing import content_hash
from record.models import Event, Verb
from record.models.generic import type_of
from record.verification import Problem

from .models import Circular
from .models.circular import FROZEN


def problems(consultation=None):
    """Circulars whose frozen content no longer has the hash it was issued under, and gaps in a year's references."""
    issuing = Event.objects.filter(target_type=type_of(Circular), target_id=OuterRef("pk"), verb=Verb.ISSUING)
    recorded = Subquery(issuing.values("facts__sha256")[:1])
    circulars = Circular.objects.filter(state__in=FROZEN).select_related("consultation").annotate(recorded=recorded)
    if consultation:
        circulars = circulars.filter(consultation__slug=consultation)
    expected = {}
    for circular in circulars.order_by("consultation", "year", "serial").iterator():
        where = f"{circular.consultation.slug} circular {circular.reference}"
        if content_hash(circular.content) != circular.content_sha256:
            yield Problem(where, _("the content does not have its hash"))
        if circular.recorded != circular.content_sha256:
            yield Problem(where, _("the record of its issue has another hash"))
        place = expected.get((circular.consultation_id, circular.year), 1)
        if circular.serial != place:
            yield Problem(where, _("the reference before it is missing"))
        expected[circular.consultation_id, circular.year] = circular.serial + 1
