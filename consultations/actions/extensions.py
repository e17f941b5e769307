"""More time for one delegation: what it sends until then is taken, also where the call is closed, and is not late.

The delegation is held first, as it is by those who begin and submit for it: who ends its time while it submits waits,
or is waited for.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Address, Delegation, Membership
from record import outbox
from record.models import Delivery, Verb

from .. import emails
from ..models import Call, CallExtension
from .common import record, refuse


@transaction.atomic
def give_time(call, *, by, delegation, until):
    """Give one delegation more time, or another date than it was given before. Mails it once committed."""
    delegation, call = _hold(delegation, call)
    refuse(call.why_not_give_time(by.at), "give_time")
    if delegation.kind not in call.audience:
        raise ValidationError({"delegation": _("This call does not ask this delegation. Choose one that is asked.")})
    if until <= max(filter(None, [call.due_at, by.at])):
        raise ValidationError(
            {"until_on": _("More time ends after the date for all, and after now. Choose a later one.")}
        )
    given = {"until": until, "given_by": by.user, "given_at": by.at}
    extension, _created = CallExtension.objects.update_or_create(call=call, delegation=delegation, defaults=given)
    _write(extension, emails.more_time(extension), by)
    record(call, Verb.EXTENDED, by, delegation=delegation.code, until=until)
    return extension


@transaction.atomic
def end_time(call, *, by, delegation):
    """Let the date for all hold for this delegation again. Mails it once committed."""
    delegation, call = _hold(delegation, call)
    extension = CallExtension.objects.filter(call=call, delegation=delegation).first()
    if extension is None:
        raise ValidationError(_("This delegation has no more time than the others. Load the page again."), "end_time")
    extension.call, extension.delegation = call, delegation
    _write(extension, emails.no_more_time(extension), by)
    extension.delete()
    record(call, Verb.ENDED, by, delegation=delegation.code, until=extension.until)
    return call


def _hold(delegation, call):
    delegation = Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    return delegation, Call.objects.hold(call.pk)


def _write(extension, mail, by):
    """Put one message into the outbox to everyone of the delegation, people and official addresses, each deed anew."""
    subject, text = mail
    call, delegation = extension.call, extension.delegation
    Delivery.objects.queue(
        call,
        kind=f"time-{delegation.pk}-{int(by.at.timestamp() * 1000)}",
        subject=subject,
        text=text,
        addresses=_addresses(delegation, by.at),
        at=by.at,
        consultation=call.consultation,
        reply_to=call.consultation.contact,
    )
    transaction.on_commit(outbox.wake, robust=True)


def _addresses(delegation, at):
    """Everyone of the delegation once, as a person where an address is both."""
    members = Membership.objects.reachable(at).filter(delegation=delegation.pk).select_related("user")
    addresses = Address.objects.in_use().filter(delegation=delegation.pk)
    found = {address.email.lower(): (address.email, delegation) for address in addresses}
    found |= {member.user.email: (member.user.email, member.user) for member in members}
    return list(found.values())
