"""The directory as a table, out and in: what a file would change is worked out before anything is written."""

import re
from dataclasses import asdict, dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from record.hashing import content_hash

from .lines import refuse_hidden_signs
from .models import Address, Delegation, DelegationKind, DelegationName, GroupMembership
from .models.delegation import STATES

COLUMNS = (
    "code",
    "kind",
    "iso2",
    "iso3",
    "name",
    "formal_name",
    "languages",
    "admitted_under",
    "addresses",
    "groups",
)
FIXED = ("kind", "iso2", "iso3")  # of who is in the directory already: they decide what it may do
LISTS = {"addresses", "groups"}
LONGEST = {"name": 200, "formal_name": 200, "languages": 60, "admitted_under": 200}
LABELS = {
    "kind": gettext_lazy("kind"),
    "iso2": gettext_lazy("ISO code of two letters"),
    "iso3": gettext_lazy("ISO code of three letters"),
    "name": gettext_lazy("name in English"),
    "formal_name": gettext_lazy("name on letters"),
    "languages": gettext_lazy("languages of correspondence"),
    "admitted_under": gettext_lazy("admitted under"),
    "addresses": gettext_lazy("addresses in use"),
    "groups": gettext_lazy("groups"),
}


@dataclass(frozen=True)
class Entry:
    """One delegation as a row of the table: ``addresses`` and ``groups`` as sorted tuples."""

    code: str
    kind: str = ""
    iso2: str = ""
    iso3: str = ""
    name: str = ""
    formal_name: str = ""
    languages: str = "en"
    admitted_under: str = ""
    addresses: tuple = ()
    groups: tuple = ()

    def cells(self):
        return [" ".join(value) if column in LISTS else value for column, value in asdict(self).items()]


@dataclass
class Planned:
    """What one line of a file would do: ``before`` is ``None`` for a delegation that is new."""

    line: int
    after: Entry
    before: Entry | None = None
    faults: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    @property
    def changes(self):
        """(field, label, old, new) for whatever would be other than it is."""
        before, after = asdict(self.before or Entry(self.after.code, languages="")), asdict(self.after)
        return [
            (name, label, _shown(name, before[name]), _shown(name, after[name]))
            for name, label in LABELS.items()
            if before[name] != after[name]
        ]

    @property
    def facts(self):
        """The changes as the record keeps them: [old, new] by the name of the field."""
        return {name: [old, new] for name, _label, old, new in self.changes}

    @property
    def outcome(self):
        if self.faults:
            return "faulty"
        if self.before is None:
            return "new"
        return "changed" if self.before != self.after else "unchanged"


@dataclass
class Plan:
    """What a whole file would do on one day."""

    day: object
    rows: list

    def of(self, outcome):
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def digest(self):
        """Another as soon as any change would be another than was shown."""
        return content_hash([self.day, [[row.line, row.after.code, row.outcome, row.facts] for row in self.rows]])

    @property
    def faulty(self):
        return self.of("faulty")

    @property
    def writes(self):
        return [row for row in self.rows if row.outcome in {"new", "changed"}]


def entries(day):
    """Everyone who takes part, by code, in four queries, as the table has it on ``day``."""
    names = dict(_pairs(DelegationName.objects.on(day).filter(language="en").order_by("-pk"), "name"))
    addresses = _lists(Address.objects.in_use().order_by("email"), "email")
    groups = _lists(GroupMembership.objects.on(day).order_by("group__code"), "group__code")
    return {
        each.code: Entry(
            each.code,
            each.kind,
            each.iso2,
            each.iso3,
            names.get(each.pk, ""),
            each.formal_name,
            each.languages,
            each.admitted_under,
            tuple(sorted(addresses.get(each.pk, []))),
            tuple(sorted(set(groups.get(each.pk, [])))),
        )
        for each in Delegation.objects.in_order(day)
    }


def plan(columns, rows, there, groups, day):
    """The Plan for the rows of a file, given the entries that are ``there`` and the codes of the ``groups``."""
    owners = {email.lower(): entry.code for entry in there.values() for email in entry.addresses}
    taken = {entry.iso3 for entry in there.values() if entry.iso3}
    seen, planned = set(), []
    for line, row in rows:
        made = _planned(line, row, columns, there)
        made.faults += _faults(made, row, groups, seen, taken)
        made.warnings += _doubled(made.after, owners)
        seen.add(made.after.code)
        taken |= {made.after.iso3} if made.before is None and made.after.iso3 else set()
        planned.append(made)
    return Plan(day, planned)


def _planned(line, row, columns, there):
    before = there.get(row.get("code", ""))
    given = {name: _value(name, row.get(name, "")) for name in columns if name in LABELS}
    if before and "addresses" in given:
        given["addresses"] = _spelled(given["addresses"], before.addresses)
    base = before or Entry(row.get("code", ""))
    return Planned(line, replace(base, **given), before)


def _spelled(addresses, known):
    """The addresses in the capitals in which we have them, so that these alone are no change."""
    ours = {email.lower(): email for email in known}
    return tuple(sorted(ours.get(email.lower(), email) for email in addresses))


def _value(name, cell):
    if name not in LISTS:
        return " ".join(cell.split())
    return tuple(sorted(dict.fromkeys(re.split(r"[\s,;]+", cell.strip())) if cell.strip() else ()))


def _faults(made, row, groups, seen, taken):
    """All that is wrong with a row, each in a sentence."""
    after = made.after
    if None in row:
        return [_("The row has more or fewer cells than the first line. Compare it with its neighbours.")]
    if after.code in seen:
        return [_("%(code)s stands in a line above. Join the two lines.") % {"code": after.code}]
    found = [*_code_faults(made, taken), *_text_faults(made), *_address_faults(after)]
    found += [
        _("There is no group with the code %(code)s. Make it first, or correct the code.") % {"code": code}
        for code in after.groups
        if code not in groups
    ]
    return found


def _code_faults(made, taken):
    after, before = made.after, made.before
    if not re.fullmatch(r"[-\w]{1,40}", after.code, re.ASCII):
        yield _("“%(code)s” is no code: up to 40 letters, digits and hyphens.") % {"code": after.code}
    if before is None and after.kind not in DelegationKind.values:
        yield _("“%(kind)s” is no kind. Write one of: %(known)s.") % {
            "kind": after.kind,
            "known": ", ".join(DelegationKind.values),
        }
    if before is None:
        yield from _iso_faults(after, taken)
    elif any(getattr(before, name) != getattr(after, name) for name in FIXED):
        yield _(
            "Kind and ISO codes of who is in the directory already are not changed by a file. Leave them as they are."
        )


def _iso_faults(after, taken):
    if after.kind in STATES and not re.fullmatch(r"[A-Z]{3}", after.iso3):
        yield _("A State needs its ISO code of three capital letters in “iso3”.")
    elif after.iso3 in taken:
        yield _("Another delegation has the ISO code %(code)s.") % {"code": after.iso3}
    if not re.fullmatch(r"([A-Z]{2})?", after.iso2) or not re.fullmatch(r"([A-Z]{3})?", after.iso3):
        yield _("ISO codes are two or three capital letters, or empty.")


def _text_faults(made):
    for name, most in LONGEST.items():
        value = getattr(made.after, name)
        if not value and name != "admitted_under" and (made.before is None or getattr(made.before, name)):
            yield _("“%(column)s” is empty.") % {"column": name}
        elif len(value) > most:
            yield _("“%(column)s” is longer than %(most)s letters.") % {"column": name, "most": most}
        try:
            refuse_hidden_signs(value)
        except ValidationError as error:
            yield error.message


def _address_faults(after):
    for email in after.addresses:
        try:
            validate_email(email)
        except ValidationError:
            yield _("“%(email)s” is no e-mail address. Correct it.") % {"email": email}
    lower = [email.lower() for email in after.addresses]
    for email in sorted({email for email in lower if lower.count(email) > 1}):
        yield _("%(email)s stands twice in the row. Leave one.") % {"email": email}


def _doubled(after, owners):
    """What is allowed and yet may be a mistake."""
    for email in after.addresses:
        other = owners.setdefault(email.lower(), after.code)
        if other != after.code:
            yield _("%(email)s is an address of %(other)s too.") % {"email": email, "other": other}


def _shown(name, value):
    if name == "kind":
        return str(dict(DelegationKind.choices).get(value, value))
    return " ".join(value) if name in LISTS else value


def _pairs(rows, column):
    return rows.values_list("delegation", column)


def _lists(rows, column):
    found = {}
    for delegation, value in _pairs(rows, column):
        found.setdefault(delegation, []).append(value)
    return found
