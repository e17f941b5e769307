"""The directory of who takes part, brought to what the files say: in one transaction, whenever they change."""

from typing import NamedTuple

from django.db import transaction

from . import mission_files
from .models import Delegation, DelegationGroup, DelegationName, GroupMembership
from .names import sort_key


class Count(NamedTuple):
    """How many rows of one kind were made, changed, found as they should be, and are in no file."""

    what: str
    created: int
    changed: int
    unchanged: int
    others: int


@transaction.atomic
def load(path, *, dry_run=False):
    """Bring the directory to the files around ``path`` and return a ``Count`` for each kind of row.

    Rows the files do not name stay as they are: other participants, and what the secretariat has added. A bad row
    raises ``FaultyFilesError`` before anything is written; a dry run takes back all it has written.
    """
    lists = mission_files.read(path)
    counts = [*_load_delegations(lists), *_load_groups(lists)]
    if dry_run:
        transaction.set_rollback(True)
    return counts


def _load_delegations(lists):
    missions = lists.missions.items()
    rows = [
        ({"iso3": iso3}, {"code": iso3, "kind": row["kind"], "iso2": row["iso2"], "formal_name": row["mission"]})
        for iso3, row in missions
    ]
    states = Delegation.objects.exclude(iso3="")
    yield _bring(Delegation, "delegations", rows, states)
    by_code = {delegation.iso3: delegation for delegation in states.all()}
    rows = [
        (
            {"delegation": by_code[iso3], "language": language, "valid_from": start},
            {"name": name, "valid_to": end, "confirmed": confirmed, "sort_key": sort_key(name, language)},
        )
        for iso3, language, name, start, end, confirmed in lists.names
    ]
    yield _bring(DelegationName, "names", rows, DelegationName.objects.filter(delegation__in=states))


def _load_groups(lists):
    rows = [({"code": code}, {"name": name, "kind": kind}) for code, (name, kind) in lists.groups.items()]
    yield _bring(DelegationGroup, "groups", rows, DelegationGroup.objects.all())
    groups, states = _by("code", DelegationGroup), _by("iso3", Delegation)
    rows = [
        ({"group": groups[code], "delegation": states[iso3], "valid_from": start}, {"valid_to": end})
        for code, iso3, start, end in lists.memberships
    ]
    yield _bring(GroupMembership, "memberships in groups", rows, GroupMembership.objects.all())


def _by(field, model):
    return {getattr(row, field): row for row in model.objects.all()}


def _bring(model, what, rows, found):
    """Make or change rows so that for each (key, values) of ``rows`` there is one: three queries for any number."""
    fields = list(rows[0][0]) if rows else []
    there = {_key(row, fields): row for row in found}
    new, changed = [], []
    for key, values in rows:
        row = there.pop(_key(model(**key), fields), None)
        if row is None:
            new.append(model(**key, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    model.objects.bulk_create(new, batch_size=2000)
    if changed:
        model.objects.bulk_update(changed, list(rows[0][1]), batch_size=500)
    return Count(what, len(new), len(changed), len(rows) - len(new) - len(changed), len(there))


def _key(row, fields):
    return tuple(getattr(row, model_field.attname) for model_field in map(row._meta.get_field, fields))
