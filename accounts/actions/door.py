"""The door: somebody asks to take part, and the secretariat admits or declines with a sentence."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record import outbox
from record.models import Delivery, Event, Verb

from .. import door_emails
from ..models import Address, Application, ApplicationState, Delegation, DelegationKind, DelegationName, MembershipRole
from .inviting import invite
from .telling import one_at_a_time


@transaction.atomic
def apply(*, by, organization, kind, rule, about, contact_name, email, consultation):
    """Ask to take part. Asked twice by the same address for the same organization, it is one request and one mail."""
    one_at_a_time("apply", email, organization)
    waiting = Application.objects.waiting().filter(email__iexact=email, organization__iexact=organization)
    if asked := waiting.first():
        return asked
    application = Application.objects.create(
        organization=organization,
        kind=kind,
        rule=rule,
        about=about,
        contact_name=contact_name,
        email=email,
        consultation=consultation or None,
        asked_at=by.at,
    )
    _mail(application, "application", door_emails.received(application), by)
    Event.objects.record(application, Verb.APPLIED, by=by, kind=kind, for_consultation=consultation)
    return application


@transaction.atomic
def admit(application, *, by, answer, delegation=None, kind="", code="", formal_name="", admitted_under=""):
    """Let the applicant take part as ``delegation``, or as a new one, and invite the contact as its head."""
    application = _held_to_decide(application)
    if delegation is None:
        delegation = _new_delegation(by, kind=kind, code=code, formal_name=formal_name, admitted_under=admitted_under)
        Address.objects.create(delegation=delegation, email=application.email)  # till it names another
    _decide(application, ApplicationState.ADMITTED, by, answer, delegation)
    invite(by=by, email=application.email, delegation=delegation, role=MembershipRole.HEAD)
    _mail(application, "admission", door_emails.admitted(application), by)
    Event.objects.record(application, Verb.ADMITTED, by=by, delegation=delegation.code)
    return application


@transaction.atomic
def decline(application, *, by, answer):
    """Tell the applicant in a sentence why they do not take part."""
    application = _held_to_decide(application)
    _decide(application, ApplicationState.DECLINED, by, answer, None)
    _mail(application, "refusal", door_emails.declined(application), by)
    Event.objects.record(application, Verb.DECLINED, by=by)
    return application


def _held_to_decide(application):
    application = Application.objects.hold(application.pk)
    if reason := application.why_not_decide():
        raise ValidationError(reason, code="decide")
    return application


def _decide(application, state, by, answer, delegation):
    application.state, application.answer = state, answer
    application.decided_by, application.decided_at, application.delegation = by.user, by.at, delegation
    application.save(update_fields=["state", "answer", "decided_by", "decided_at", "delegation"])


def _new_delegation(by, *, kind, code, formal_name, admitted_under):
    if Delegation.objects.filter(code__iexact=code).exists():
        raise ValidationError(_taken(), "code")
    if kind in (DelegationKind.MEMBER_STATE, DelegationKind.OBSERVER_STATE):
        raise ValidationError(
            _("States are in the directory already: choose the delegation in the list, or bring it in from a file."),
            "kind",
        )
    named = {"kind": kind, "formal_name": formal_name, "admitted_under": admitted_under}
    delegation, is_new = Delegation.objects.get_or_create(code=code, defaults=named)
    if not is_new:  # somebody else took the code at this instant
        raise ValidationError(_taken(), "code")
    DelegationName.objects.create(delegation=delegation, language="en", name=formal_name)
    Event.objects.record(delegation, Verb.CREATED, by=by, kind=kind)
    return delegation


def _taken():
    return _("There is a delegation with this code. Choose it in the list, or another code.")


def _mail(application, kind, message, by):
    subject, text = message
    Delivery.objects.queue(
        application, kind=kind, subject=subject, text=text, addresses=[(application.email, None)], at=by.at
    )
    transaction.on_commit(outbox.wake, robust=True)
