"""What became of an answer of an input is noted in a version of the text: in which paragraph, how far, and why not."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from record import outbox
from record.models import Delivery, Verb

from .. import emails, tracing
from ..models import Disposition, DraftVersion, Trace
from .common import record, refuse


@transaction.atomic
def trace(draft, version, *, by, place, disposition, keys=(), reason=""):
    """Note what became of one answer of a submitted ``version``: one row for each paragraph, none without a paragraph.

    An answer is either in the text or it is not; and what is noted already is changed, not noted twice.
    """
    draft = DraftVersion.objects.hold(draft.pk)
    refuse(draft.why_not_trace(), "trace")
    refuse(tracing.why_not_answer(draft, version, place), "answer")
    noted = {each.key: each for each in draft.traces.filter(version=version, place=place)}
    _refuse_contradiction(noted, disposition)
    keys = list(dict.fromkeys(keys)) if disposition != Disposition.NOT_REFLECTED else [None]
    refuse("" if keys else _("Name the paragraph in which it is reflected, such as OP4."), "keys")
    if len(set(draft.paragraphs.filter(key__in=keys).values_list("key", flat=True))) != len(keys) and keys != [None]:
        raise ValidationError(_("One of these paragraphs is no longer in the text. Load the page again."), code="keys")
    if set(keys) & set(noted):
        raise ValidationError(
            _("This has been noted already, for one of these paragraphs. Change it where it stands."), code="noted"
        )
    made = [
        Trace(
            draft=draft,
            key=key,
            version=version,
            place=place,
            disposition=disposition,
            reason=reason,
            by=by.user,
            at=by.at,
        )
        for key in keys
    ]
    _refuse_without_reason(disposition, reason)
    Trace.objects.bulk_create(made)
    for each in made:
        _record(draft, each, by)
    return made


@transaction.atomic
def change_trace(trace, *, by, was, disposition, reason=""):
    """Say otherwise how far, or why. ``was`` is the fingerprint of what was noted when the page was opened.

    It stays with its paragraph: what is in another, or in none, is taken back and noted anew.
    """
    draft, trace = _held(trace)
    if was != tracing.fingerprint(trace):
        raise ValidationError(
            _("Someone else has changed this since you opened the page. Read what stands now, then decide."),
            code="conflict",
        )
    if (disposition == Disposition.NOT_REFLECTED) != (trace.key is None):
        raise ValidationError(
            _("An answer is in a paragraph, or it is not reflected. Take this back, then note it anew."), code="kind"
        )
    _refuse_without_reason(disposition, reason)
    if (trace.disposition, trace.reason) == (disposition, reason):
        return trace
    trace.disposition, trace.reason, trace.by, trace.at = disposition, reason, by.user, by.at
    trace.save(update_fields=["disposition", "reason", "by", "at"])
    _record(draft, trace, by)
    return trace


@transaction.atomic
def untrace(trace, *, by):
    """Take back what was noted of an answer. The record keeps that it was."""
    draft, trace = _held(trace)
    trace.delete()
    _record(draft, trace, by, removed=True)


def carry_over(base, version):
    """Let a new version begin with what was noted in the one it is made from, for its writers to set right."""
    Trace.objects.bulk_create(
        Trace(
            draft=version,
            key=each.key,
            version_id=each.version_id,
            place=each.place,
            disposition=each.disposition,
            reason=each.reason,
            by_id=each.by_id,
            at=each.at,
        )
        for each in base.traces.all()
    )


def tell(draft, by):
    """Mail the people of each delegation what became of its inputs in a version that is released: once for each input.

    In the transaction that releases it; nobody is mailed of a consultation that is not published.
    """
    if not draft.consultation.published:
        return
    found = tracing.by_input(draft)
    people = _people({version.submission.delegation_id for version, _outcomes in found}, by.at)
    for version, outcomes in found:
        if members := people.get(version.submission.delegation_id):
            subject, text = emails.traced(draft, version, outcomes)
            Delivery.objects.queue(
                version,
                kind=f"{emails.TRACED}{draft.number}",
                subject=subject,
                text=text,
                addresses=[(person.email, person) for person in members],
                at=by.at,
                consultation=draft.consultation,
            )
            transaction.on_commit(outbox.wake, robust=True)


def _people(delegations, at):
    """Who speaks for each of these delegations and can be written to."""
    found = {}
    members = Membership.objects.reachable(at).filter(delegation__in=delegations).select_related("user")
    for member in members.order_by("pk"):
        people = found.setdefault(member.delegation_id, [])
        if member.user not in people:
            people.append(member.user)
    return found


def _held(trace):
    """The version that it is noted in, held, and what is noted now, if it can be changed."""
    draft = DraftVersion.objects.hold(trace.draft_id)
    refuse(draft.why_not_trace(), "trace")
    found = draft.traces.select_related("version").filter(pk=trace.pk).first()
    refuse("" if found else _("This has been taken back already. Load the page again."), "gone")
    return draft, found


def _refuse_contradiction(noted, disposition):
    if None in noted and disposition != Disposition.NOT_REFLECTED:
        raise ValidationError(
            _("It is noted that this answer is not reflected. Take that back before you name a paragraph."),
            code="contradiction",
        )
    if disposition == Disposition.NOT_REFLECTED and set(noted) - {None}:
        raise ValidationError(
            _("It is noted in which paragraphs this answer is reflected. Take that back before saying that it is not."),
            code="contradiction",
        )


def _refuse_without_reason(disposition, reason):
    if disposition == Disposition.NOT_REFLECTED and not reason.strip():
        raise ValidationError(_("Say why it is not reflected: its delegation reads the reason."), code="reason")


def _record(draft, trace, by, **facts):
    record(
        draft,
        Verb.TRACED,
        by,
        reference=trace.version.reference,
        place=trace.place,
        disposition=trace.disposition,
        key=str(trace.key or ""),
        **facts,
    )
