"""What one person may know of the calendar, in all the capacities they hold together: for what reaches them by
itself, where nobody has chosen a capacity.
"""

from record.actor import Actor

from .capacities import actor_for, choices_for
from .models import Meeting


def actors_of(user, at):
    """The person in each of their capacities."""
    return [actor_for(user, at=at, choices=[choice]) for choice in choices_for(user, at)]


def together(user, actors, at):
    """An Actor who sees what any of ``actors`` sees."""
    return Actor(user, at=at, consultations=frozenset().union(*(actor.consultations for actor in actors)))


def joinable(meetings, actors):
    """The keys of those of ``meetings`` that one of ``actors`` may join by their link."""
    return {
        meeting.pk for meeting in meetings if any(actor.may("consultations.join_meeting", meeting) for actor in actors)
    }


def may_know(user, consultation, at):
    """Whether the person may know of ``consultation``: one that is not published, only while they work for it."""
    return consultation.published or consultation.pk in together(user, actors_of(user, at), at).consultations


def meetings_for(user, consultation, at):
    """The meetings the person may know of, and the keys of those they may join by their link."""
    actors = actors_of(user, at)
    visible = Meeting.objects.visible_to(together(user, actors, at))
    meetings = list(visible.filter(consultation=consultation).for_list())
    return meetings, joinable(meetings, actors)
