"""What others have done since a person last looked: of the record, as much as this reader may know."""

from datetime import timedelta

from consultations.models import Visit
from record.models import Event, Verb

from . import record_rows

SHOWN = 6
FIRST = timedelta(days=14)  # so far back goes who looks for the first time
QUIET = frozenset({Verb.REMINDED})  # what goes by itself is no news


def since(consultation, actor):
    """When this person last said that they have seen it; before that, two weeks ago."""
    visit = Visit.objects.filter(user=actor.user, consultation=consultation).values_list("at", flat=True).first()
    return visit or actor.at - FIRST


def of(consultation, actor):
    """The latest events that others caused since then, the newest first, and whether there are more. For a page."""
    start = since(consultation, actor)
    events = Event.objects.of_chain(consultation.slug).visible_to(actor).filter(at__gt=start, at__lte=actor.at)
    events = events.exclude(user=actor.user.pk).exclude(verb__in=QUIET).select_related("user", "target_type")
    found = list(events.order_by("-at", "-pk")[: SHOWN + 1])
    return {"news": record_rows.rows(found[:SHOWN], actor), "more": len(found) > SHOWN, "since": start}


def seen(consultation, *, by):
    """Remember that this person has seen what happened until now: a page that was opened earlier turns nothing back."""
    visit, created = Visit.objects.get_or_create(user=by.user, consultation=consultation, defaults={"at": by.at})
    if not created:
        Visit.objects.filter(pk=visit.pk, at__lt=by.at).update(at=by.at)
