"""Who works for a consultation: those who lead it, its staff and its secretariat. Terms are ended, never deleted.

All of it is written under the row of the consultation, so that places and the last of the secretariat are counted one
deed at a time; and only by someone who has not meanwhile stopped working for it.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from record.models import Event, Verb

from ..models import CoFacilitator, Consultation, Role, RoleKind
from .common import refuse, refuse_conflict

PRINTED = ["printed_name", "printed_function"]
BETWEEN = 32_767  # a place that nobody can choose, on the way of two who change theirs


def facts_of(term):
    """What the record keeps of a Role or a CoFacilitator: whose it is, and of what kind."""
    return {"user": term.user_id, **({"role": term.kind} if isinstance(term, Role) else {})}


@transaction.atomic
def give_role(consultation, *, by, user, kind):
    """Let a person work for a consultation from now on."""
    _hold(consultation, by)
    refuse(_why_not_oneself(user, by), "oneself")
    return enter_role(consultation, by=by, user=user, kind=kind)


def enter_role(consultation, *, by, user, kind):
    """The role, for actions that hold the consultation already."""
    refuse(_why_not_give(consultation, user, kind), "give_role")
    role = Role(consultation=consultation, user=user, kind=kind, starts_at=by.at)
    role.full_clean()
    role.save(force_insert=True)
    _record(role, Verb.CREATED, by)
    return role


@transaction.atomic
def end_role(role, *, by):
    """End a role now. Somebody of the secretariat is always left."""
    consultation = _hold(role.consultation, by)
    role = Role.objects.select_related("user", "consultation").get(pk=role.pk)
    refuse(role.why_not_end(by.at) or _why_not_spare(consultation, role), "end_role")
    return _end(role, None, by)


@transaction.atomic
def add_cofacilitator(consultation, *, by, user, order, **fields):
    """Let a person lead a consultation from now on: with their delegation's letterhead and their printed name."""
    _hold(consultation, by)
    refuse(_why_not_oneself(user, by), "oneself")
    return enter_cofacilitator(consultation, by=by, user=user, order=order, **fields)


def enter_cofacilitator(consultation, *, by, user, order, **fields):
    """The co-facilitator, for actions that hold the consultation already."""
    refuse(_why_not_lead(consultation, user, order), "add_cofacilitator")
    term = CoFacilitator(consultation=consultation, user=user, order=order, starts_at=by.at, **fields)
    term.full_clean()
    term.save(force_insert=True)
    _record(term, Verb.CREATED, by, order=order, delegation=term.delegation.code)
    return term


@transaction.atomic
def change_cofacilitator(term, *, by, revision, order, **printed):
    """Change what is printed of a co-facilitator, and at which place. Two change places where the new one is taken.

    Letters that wait for approval with the old signature are refused by their hash when they are approved.
    """
    _hold(term.consultation, by)
    term = _term(term)
    refuse(term.why_not_change(by.at), "change_cofacilitator")
    refuse_conflict(term, revision)
    changed = [name for name in PRINTED if name in printed and getattr(term, name) != printed[name]]
    for name in changed:
        setattr(term, name, printed[name])
    moved = order != term.order
    if not changed and not moved:
        return term
    term.full_clean()
    term.save(update_fields=PRINTED)
    if moved:
        _take_place(term, order, by)
    _record(term, Verb.CHANGED, by, fields=[*changed, *(["order"] if moved else [])])
    return term


@transaction.atomic
def end_cofacilitator(term, *, by, ends_at=None):
    """End that a person leads, now or at a later instant."""
    _hold(term.consultation, by)
    term = _term(term)
    refuse(term.why_not_end(by.at) or _why_not_then(ends_at, by.at), "end_cofacilitator")
    return _end(term, ends_at, by)


def _hold(consultation, by):
    """The consultation, for someone who has not meanwhile lost the say over its people."""
    held = Consultation.objects.hold(consultation.pk)
    own = Role.objects.at(by.at).filter(consultation=held, user=by.user, kind=RoleKind.SECRETARIAT)
    if not own.exists():
        refuse(_("You no longer work for this consultation as its secretariat. Ask those who do."), "capacity")
    return held


def _term(term):
    return CoFacilitator.objects.select_related("user", "consultation", "delegation").get(pk=term.pk)


def _why_not_oneself(user, by):
    """The secretariat does not read what is for the co-facilitators only: nobody lets themselves in there."""
    return _("Nobody gives a part to themselves. Ask somebody else of the secretariat.") if user == by.user else ""


def _why_not_give(consultation, user, kind):
    held = Role.objects.filter(consultation=consultation, user=user, kind=kind, ends_at=None)
    if held.exists():
        return _("%(person)s holds this role already. Choose another person or role.") % {"person": user}
    return ""


def _why_not_spare(consultation, role):
    if role.kind != RoleKind.SECRETARIAT:
        return ""
    others = Role.objects.filter(consultation=consultation, kind=RoleKind.SECRETARIAT, ends_at=None)
    if others.filter(user__is_active=True).exclude(pk=role.pk).exists():
        return ""
    return _("Nobody else of the secretariat would be left for this consultation. Enter another person first.")


def _why_not_lead(consultation, user, order):
    standing = CoFacilitator.objects.filter(consultation=consultation, ends_at=None)
    if standing.filter(user=user).exists():
        return _("%(person)s co-facilitates already. Change that entry instead.") % {"person": user}
    if holder := standing.filter(order=order).first():
        words = {"order": order, "name": holder.printed_name}
        return _("Place %(order)s is that of %(name)s. Choose another, or end that entry first.") % words
    return ""


def _why_not_then(ends_at, at):
    if ends_at is not None and ends_at <= at:
        return _("This day is over already. Choose a later one, or none to end it now.")
    return ""


def _take_place(term, order, by):
    """Give a co-facilitator the place ``order``; whoever has it now gets theirs."""
    left = term.order
    standing = CoFacilitator.objects.filter(consultation=term.consultation_id, ends_at=None, order=order)
    if other := standing.exclude(pk=term.pk).first():
        _put(other, BETWEEN)
    _put(term, order)
    if other:
        _put(other, left)
        _record(other, Verb.CHANGED, by, fields=["order"])


def _put(term, order):
    term.order = order
    term.save(update_fields=["order"])


def _end(term, ends_at, by):
    """What ends later is entered now, and ends by the clock."""
    term.ends_at = max(ends_at or by.at, term.starts_at)
    term.save(update_fields=["ends_at"])
    if ends_at is None:
        _record(term, Verb.ENDED, by, ends_at=term.ends_at)
    else:
        _record(term, Verb.CHANGED, by, fields=["ends_at"], ends_at=term.ends_at)
    return term


def _record(term, verb, by, **facts):
    Event.objects.record(term, verb, by=by, consultation=term.consultation, **facts_of(term), **facts)
