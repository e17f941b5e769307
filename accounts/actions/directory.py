"""What is kept of a delegation: its dated names, its name on letters, its addresses. Nothing is ever taken out.

Each function holds the delegation first, so that two people never write about one at the same time.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record.models import Event, Verb

from ..models import Address, Delegation, DelegationName

CHANGED_MEANWHILE = "changed"  # the code of a refusal because somebody else has saved since the form was loaded
OPEN = date.max


def refuse_if_changed(row, based_on):
    """Refuse to save over what somebody else has written since the form was loaded."""
    if row.revision() != based_on:
        raise ValidationError(
            _("Somebody else has changed this since you opened it. Look at what stands now, then save again."),
            CHANGED_MEANWHILE,
        )


def changes_of(row, values):
    """Set ``values`` on ``row`` and return {field: [old, new]} of those that are other than before."""
    changed = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    for name, (_old, value) in changed.items():
        setattr(row, name, value)
    return changed


@transaction.atomic
def edit_delegation(delegation, *, by, based_on, formal_name, languages, admitted_under):
    """Change how letters name a delegation, in which languages one writes to it, and the rule that admitted it."""
    delegation = Delegation.objects.hold(delegation.pk)
    refuse_if_changed(delegation, based_on)
    values = {"formal_name": formal_name, "languages": languages, "admitted_under": admitted_under}
    if changed := changes_of(delegation, values):
        delegation.save(update_fields=list(changed))
        Event.objects.record(delegation, Verb.CHANGED, by=by, **changed)
    return delegation


@transaction.atomic
def add_name(delegation, *, by, language, name, valid_from, confirmed):
    """Give a delegation another name from a day on. The name it has in this language till then ends on that day."""
    delegation = Delegation.objects.hold(delegation.pk)
    row = give_name(delegation, language=language, name=name, valid_from=valid_from, confirmed=confirmed)
    Event.objects.record(
        delegation, Verb.CHANGED, by=by, language=language, name=name, valid_from=valid_from, confirmed=confirmed
    )
    return row


def give_name(delegation, *, language, name, valid_from, confirmed=True):
    """The same for who holds the delegation, and records it, already."""
    earlier = list(delegation.names.filter(language=language).select_for_update(no_key=True))
    begins = valid_from or date.min
    for row in earlier:
        starts, ends = row.valid_from or date.min, row.valid_to or OPEN
        if starts >= begins or begins < ends < OPEN:
            raise ValidationError(
                _("The name “%(name)s” holds on that day or later. Choose a day after it, or end it first."),
                "name",
                {"name": row.name},
            )
    for row in earlier:
        if row.valid_to is None:
            row.valid_to = valid_from
            row.save(update_fields=["valid_to"])
    return DelegationName.objects.create(
        delegation=delegation, language=language, name=name, valid_from=valid_from, confirmed=confirmed
    )


@transaction.atomic
def amend_name(row, *, by, valid_to, confirmed):
    """Say when a name ended, or whether its days were checked. What it was stands in the record; its text stays."""
    delegation = Delegation.objects.hold(row.delegation_id)
    row = DelegationName.objects.select_for_update(no_key=True).get(pk=row.pk)
    if valid_to and row.valid_from and valid_to <= row.valid_from:
        raise ValidationError(_("A name ends after the day on which it begins. Choose a later day."), "valid_to")
    later = delegation.names.filter(language=row.language, valid_from__gt=row.valid_from or date.min)
    following = later.exclude(pk=row.pk).order_by("valid_from").first()
    if following and (valid_to or OPEN) > following.valid_from:
        raise ValidationError(
            _("“%(name)s” begins before that day. Choose a day that is not later."),
            "valid_to",
            {"name": following.name},
        )
    if changed := changes_of(row, {"valid_to": valid_to, "confirmed": confirmed}):
        row.save(update_fields=list(changed))
        facts = {"language": row.language, "name": row.name, **changed}
        Event.objects.record(delegation, Verb.CHANGED, by=by, **facts)
    return row


@transaction.atomic
def add_address(delegation, *, by, email, label, note):
    """Give a delegation another official address; circulars go there from now on."""
    delegation = Delegation.objects.hold(delegation.pk)
    if delegation.addresses.filter(email__iexact=email).exists():
        raise ValidationError(
            _("This delegation has this address already. Switch it on in the list if it is off."), "email"
        )
    address = Address.objects.create(delegation=delegation, email=email, label=label, note=note)
    Event.objects.record(address, Verb.CREATED, by=by, delegation=delegation.code)
    return address


@transaction.atomic
def edit_address(address, *, by, based_on, label, note, active):
    """Change what is said of an address, or switch it off or on. The address itself stays what it was."""
    delegation = Delegation.objects.hold(address.delegation_id)
    address = Address.objects.select_for_update(no_key=True).get(pk=address.pk)
    refuse_if_changed(address, based_on)
    if changed := changes_of(address, {"label": label, "note": note, "active": active}):
        address.save(update_fields=list(changed))
        Event.objects.record(address, Verb.CHANGED, by=by, delegation=delegation.code, **changed)
    return address
