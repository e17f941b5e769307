"""What the door asks of the secretariat: requests to take part that wait for an answer."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from record.actor import Capacity

from .models import Application


@dataclass(frozen=True)
class Item:
    """One line of the desk. ``verb`` is the word on its button."""

    title: str
    sentence: str
    url: str
    verb: str = ""


def items(consultation, actor):
    """The three lists of the desk; only the secretariat has anything to do here."""
    return {"needs": [_need(application) for application in awaiting(consultation, actor)], "progress": [], "done": []}


def counted(waiting):
    """How many rows there are in all of these querysets, in one query: the number stands on every page."""
    keys = [rows.order_by().values_list("pk") for rows in waiting]
    return Application.objects.none().union(*keys, all=True).count()


def waiting(consultation, actor):
    """What needs the actor, as querysets to be ``counted``."""
    return [awaiting(consultation, actor)]


def awaiting(consultation, actor):
    """The requests that were made for this consultation, or for none by name, the oldest first."""
    if not actor.holds(Capacity.SECRETARIAT, consultation):
        return Application.objects.none()
    concerned = Q(consultation=consultation.slug) | Q(consultation=None)
    return Application.objects.visible_to(actor).waiting().filter(concerned).order_by("asked_at", "pk")


def _need(application):
    words = {"kind": application.get_kind_display()}
    return Item(
        application.organization,
        _("It asks to take part, as %(kind)s.") % words,
        application.get_absolute_url(),
        _("Admit or decline"),
    )
