"""Groups and lists of States: made, joined from a day, left from a day. Who belonged on a day can always be told."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from record.models import Event, Verb

from ..models import Delegation, DelegationGroup, GroupKind, GroupMembership


@transaction.atomic
def create_group(*, by, name, code, members, valid_from):
    """Make a list of States, with its first members from a day on."""
    if DelegationGroup.objects.filter(code__iexact=code).exists():
        raise ValidationError(_("There is a group with this code. Choose another."), "code")
    group, is_new = DelegationGroup.objects.get_or_create(code=code, defaults={"name": name, "kind": GroupKind.AD_HOC})
    if not is_new:  # the form was sent twice at once
        raise ValidationError(_("There is a group with this code. Choose another."), "code")
    joined = join(group, members, valid_from)
    Event.objects.record(group, Verb.CREATED, by=by, joined=joined, valid_from=valid_from)
    return group


@transaction.atomic
def add_members(group, *, by, members, valid_from, note=""):
    """Let delegations belong to a group from a day on; refused where one of them belongs to it then or later."""
    joined = join(group, members, valid_from, note)
    Event.objects.record(group, Verb.CHANGED, by=by, joined=joined, valid_from=valid_from)
    return group


def join(group, members, valid_from, note=""):
    """The same for who records it already: the codes of those who joined."""
    held = Delegation.objects.hold_many([member.pk for member in members])
    ends = Q() if valid_from is None else Q(valid_to=None) | Q(valid_to__gt=valid_from)
    there = group.memberships.filter(ends, delegation__in=held).order_by("delegation__code")
    if codes := list(there.values_list("delegation__code", flat=True)):
        raise ValidationError(
            ngettext(
                "%(codes)s belongs to this group on that day or later. Leave it out.",
                "%(codes)s belong to this group on that day or later. Leave them out.",
                len(codes),
            )
            % {"codes": ", ".join(codes)},
            "members",
        )
    GroupMembership.objects.bulk_create(
        GroupMembership(group=group, delegation=delegation, valid_from=valid_from, note=note) for delegation in held
    )
    return sorted(delegation.code for delegation in held)


@transaction.atomic
def end_group_memberships(group, *, by, memberships, valid_to):
    """Say from which day on delegations belong to a group no more."""
    Delegation.objects.hold_many([membership.delegation_id for membership in memberships])
    held = group.memberships.select_for_update(no_key=True, of=["self"]).select_related("delegation")
    held = held.filter(pk__in=[membership.pk for membership in memberships], valid_to=None)
    if len(held) != len(memberships):
        raise ValidationError(_("One of these memberships has an end already. Load the page again."), "valid_to")
    for membership in held:
        leave(membership, valid_to)
    left = sorted(membership.delegation.code for membership in held)
    Event.objects.record(group, Verb.CHANGED, by=by, left=left, valid_to=valid_to)
    return group


def leave(membership, valid_to):
    """The same for who holds and records it already."""
    if membership.valid_from and valid_to <= membership.valid_from:
        raise ValidationError(_("A membership ends after the day on which it begins. Choose a later day."), "valid_to")
    membership.valid_to = valid_to
    membership.save(update_fields=["valid_to"])
