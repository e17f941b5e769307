"""The directory brought in from a file: exactly what was previewed, or nothing."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record.models import Event, Verb

from .. import directory_file
from ..models import Address, Delegation, DelegationGroup
from .directory import give_name
from .groups import join, leave

FIELDS = ("formal_name", "languages", "admitted_under")


class OtherPlanError(ValidationError):
    """The file would do something else than was shown: ``plan`` is what it would do now."""

    def __init__(self, plan):
        self.plan = plan
        super().__init__(
            _("The directory has changed since this was shown. Nothing was written. Look at the changes again."), "plan"
        )


def plan_for(columns, rows, at):
    """What the rows of a file would change at ``at``, an aware instant."""
    day = at.date()
    groups = set(DelegationGroup.objects.values_list("code", flat=True))
    return directory_file.plan(columns, rows, directory_file.entries(day), groups, day)


@transaction.atomic
def import_directory(*, by, columns, rows, previewed, source):
    """Write what a file changes, if that is still what was previewed (the digest of its Plan) and nothing is wrong.

    ``source`` is the SHA-256 of the file. Returns the Plan.
    """
    held = {each.code: each for each in Delegation.objects.select_for_update(no_key=True).order_by("pk")}
    plan = plan_for(columns, rows, by.at)
    if plan.digest != previewed:
        raise OtherPlanError(plan)
    if plan.faulty:
        raise ValidationError(_("Some rows are faulty. Correct them in the file, then choose it again."), "faulty")
    groups = {group.code: group for group in DelegationGroup.objects.all()}
    for row in plan.writes:
        try:
            delegation = _write(row, held.get(row.after.code), plan.day, groups)
        except ValidationError as error:
            raise ValidationError(
                _("Line %(line)s: %(what)s"), "row", {"line": row.line, "what": " ".join(error.messages)}
            ) from error
        Event.objects.record(delegation, Verb.IMPORTED, by=by, source=source, changes=row.facts)
    return plan


def _write(row, delegation, day, groups):
    after, new = row.after, delegation is None
    delegation = delegation or Delegation(code=after.code, kind=after.kind, iso2=after.iso2, iso3=after.iso3)
    for name in FIELDS:
        setattr(delegation, name, getattr(after, name))
    delegation.save(force_insert=new, update_fields=None if new else FIELDS)
    before = row.before or directory_file.Entry(after.code)
    if after.name != before.name:
        give_name(delegation, language="en", name=after.name, valid_from=None if new else day)
    _write_addresses(delegation, before.addresses, after.addresses)
    _write_groups(delegation, before.groups, after.groups, day, groups)
    return delegation


def _write_addresses(delegation, before, after):
    known = {address.email.lower(): address for address in delegation.addresses.all()} if before != after else {}
    for email in set(before) - set(after):
        if email.lower() not in {kept.lower() for kept in after}:
            _switch(known[email.lower()], active=False)
    for email in [email for email in after if email not in before]:
        if address := known.get(email.lower()):
            _switch(address, active=True)
        else:
            Address.objects.create(delegation=delegation, email=email)


def _switch(address, *, active):
    address.active = active
    address.save(update_fields=["active"])


def _write_groups(delegation, before, after, day, groups):
    for code in [code for code in after if code not in before]:
        join(groups[code], [delegation], day)
    for membership in delegation.group_memberships.on(day).filter(group__code__in=set(before) - set(after)):
        leave(membership, day)
