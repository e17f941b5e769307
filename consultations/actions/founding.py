"""A consultation is set up, known only to those who work for it; changed; and published."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.telling import one_at_a_time
from record.actor import Capacity
from record.models import Event, Verb

from ..models import Consultation, RoleKind
from . import copying
from .common import refuse, refuse_conflict
from .people import enter_role

FIELDS = [
    "title",
    "short_title",
    "mandate",
    "notice",
    "place",
    "time_zone",
    "opens_on",
    "expected_end",
    "contact",
    "paper",
    "president_letterhead",
    "president_name",
    "president_function",
    "rooms",
]


@transaction.atomic
def found(*, by, secretariat=None, source=None, parts=(), **facts):
    """Set up a consultation, unpublished. Its secretariat is who founds it; an administrator names somebody else.

    From ``source`` its ``parts`` are taken over, their dates moved by the days between the two opening days.
    """
    one_at_a_time("consultation", facts["slug"])
    person = by.user if by.capacity == Capacity.SECRETARIAT else secretariat
    refuse(_why_not_first(person, by), "found")
    taken = copying.facts_of(source, parts) if source else {}
    consultation = Consultation(published=False, **taken, **facts)
    consultation.full_clean()
    consultation.save(force_insert=True)
    copied = {"source": source.slug, "parts": sorted(parts)} if source else {}
    _record(consultation, Verb.CREATED, by, **copied)
    enter_role(consultation, by=by, user=person, kind=RoleKind.SECRETARIAT)
    if source:
        copying.take_over(source, consultation, parts, by=by)
    return consultation


@transaction.atomic
def change_consultation(consultation, *, by, revision, **facts):
    """Change what is said of a consultation. ``revision`` is the one the editor began with. Its slug stands for ever:
    the record and every link hang on it.
    """
    consultation = Consultation.objects.hold(consultation.pk)
    refuse_conflict(consultation, revision)
    changed = [name for name in FIELDS if name in facts and getattr(consultation, name) != facts[name]]
    for name in changed:
        setattr(consultation, name, facts[name])
    if changed:
        consultation.revision += 1
        consultation.full_clean()
        consultation.save(update_fields=[*changed, "revision"])
        _record(consultation, Verb.CHANGED, by, fields=changed)
    return consultation


@transaction.atomic
def publish(consultation, *, by):
    """Let everybody know of a consultation. There is no way back."""
    consultation = Consultation.objects.hold(consultation.pk)
    refuse(consultation.why_not_publish(), "publish")
    consultation.published = True
    consultation.save(update_fields=["published"])
    _record(consultation, Verb.RELEASED, by)
    return consultation


def _why_not_first(person, by):
    if person is None:
        return _("Name the account of the person who becomes its secretariat.")
    if person == by.user and by.capacity != Capacity.SECRETARIAT:
        return _("Nobody gives a part to themselves. Name somebody else as its secretariat.")
    return ""


def _record(consultation, verb, by, **facts):
    Event.objects.record(consultation, verb, by=by, consultation=consultation, **facts)
