"""Many invitations as a table: what each row would do, or why it cannot, is worked out before anything is sent."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from record.hashing import content_hash

from . import days, tables
from .lines import refuse_hidden_signs
from .models import Delegation, Invitation, Membership, MembershipRole

COLUMNS = ("code", "name", "email", "role", "function", "until")  # of the file that one is given to fill in
WITHOUT_HEADER = ("code", "email", "role", "function", "until")
MOST = 500
IN_BRACKETS = re.compile(r".*<([^<>]+)>")
DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)\.(\d\d?)\.(\d{4})")
ROLES = {"": "head", "head": "head", "head of delegation": "head", "delegate": "delegate"}


@dataclass(frozen=True)
class Row:
    """One row: whom it would invite, or as ``fault`` why it does not, and as ``notes`` what one should know."""

    line: int
    named: str
    email: str
    role: str
    function: str = ""
    until: date | None = None
    delegation: Any = None
    fault: str = ""
    notes: tuple = ()

    @property
    def title(self):
        """The role in words; what was written, where it is none."""
        return dict(MembershipRole.choices).get(self.role, self.role)

    def ends_at(self, zone):
        """The first instant after its last day, on the clock of whoever sends it; ``None`` without one."""
        return days.is_over(self.until, zone)


@dataclass(frozen=True)
class Plan:
    """What a table would do: its rows, and how many were left out since they name nobody."""

    rows: list
    left_out: int = 0
    zone: str = "UTC"

    @property
    def good(self):
        return [row for row in self.rows if not row.fault]

    @property
    def faulty(self):
        return len(self.rows) - len(self.good)

    @property
    def digest(self):
        """What says that two plans would send the same."""
        sent = [[row.delegation.code, row.email, row.role, row.function, row.until] for row in self.good]
        return content_hash({"rows": sent, "zone": self.zone})


@dataclass
class Known:
    """What the portal knows already, in four queries whatever the table."""

    at: datetime
    delegations: dict = field(default_factory=dict)
    invited: set = field(default_factory=set)
    members: dict = field(default_factory=dict)
    headed: set = field(default_factory=set)

    def __post_init__(self):
        for delegation in Delegation.objects.with_names():
            for code in {delegation.iso3, delegation.code} - {""}:
                self.delegations[code.lower()] = delegation
        invited = Invitation.objects.open_at(self.at).values_list("email", "delegation")
        self.invited = set(invited)
        members = Membership.objects.at(self.at).values_list("user__email", "delegation", "role")
        for email, delegation, role in members:
            self.members.setdefault((email, delegation), set()).add(role)
            if role == MembershipRole.HEAD:
                self.headed.add(delegation)


def plan(text, at, zone):
    """The Plan of a table at ``at``, an aware instant; a ValidationError if it is no table."""
    columns, rows = tables.read(_with_header(text), ["email"])
    if not {"code", "iso3"} & set(columns):
        raise ValidationError(_("A column “code” or “iso3” is missing: it says for which delegation."), "columns")
    filled = [(line, cells) for line, cells in rows if None in cells or cells["email"]]
    if len(filled) > MOST:
        raise ValidationError(
            _("%(most)s rows with an address are the most at once. Split the table."), "rows", {"most": MOST}
        )
    known, seen = Known(at), {}
    read = [_read(line, cells) for line, cells in filled]
    checked = [_checked(row, known, seen, at, zone) for row in read]
    return Plan(checked, len(rows) - len(filled), zone)


def template(at):
    """The lines of a file to fill in: every State, with the ones that have no head yet, in alphabetical order."""
    states = Delegation.objects.states().with_names().in_order(at.date())
    headed = set(Membership.objects.at(at).filter(role=MembershipRole.HEAD).values_list("delegation", flat=True))
    missing = [delegation for delegation in states if delegation.pk not in headed]
    rows = [[each.code, each.name_on(at.date()), "", MembershipRole.HEAD.value, "", ""] for each in missing]
    return [COLUMNS, *rows]


def _with_header(text):
    """The table, with the usual columns above it where its first line is a row already."""
    lines = text.lstrip("\ufeff").lstrip().splitlines()
    first = next((line for line in lines if not line.lower().startswith("sep=")), "")
    if "@" not in first:
        return text
    separator = max(tables.SEPARATORS, key=first.count)
    width = first.count(separator) + 1
    return "\n".join([separator.join(WITHOUT_HEADER[:width]), *lines])


def _read(line, cells):
    if None in cells:
        fault = _("This row has another number of cells than the first line. Correct it.")
        return Row(line, cells.get("code", ""), cells.get("email", ""), "", fault=fault)
    cells = {name: " ".join(cell.replace("\u00a0", " ").split()) for name, cell in cells.items()}
    named = cells.get("code") or cells.get("iso3", "")
    role = cells.get("role", "").lower()
    row = Row(line, named, _address(cells["email"]), ROLES.get(role, role), cells.get("function", ""))
    try:
        return replace(row, until=_day(cells.get("until", "")))
    except ValueError:
        return replace(row, fault=_("The last day cannot be read. Write it as year, month and day: 2027-01-31."))


def _address(cell):
    inside = IN_BRACKETS.fullmatch(cell)
    return (inside[1] if inside else cell).strip().lower().removeprefix("mailto:")


def _day(cell):
    if not cell:
        return None
    found = DAY.fullmatch(cell)
    if not found:
        raise ValueError(cell)
    year, month, day, *turned = found.groups()
    return date(*map(int, (year, month, day) if year else reversed(turned)))


def _checked(row, known, seen, at, zone):
    """The row with its delegation, and its first fault or its notes."""
    row = replace(row, delegation=known.delegations.get(row.named.lower()))
    fault = row.fault or _fault_in(row) or _fault_beside(row, known, seen) or _fault_of_time(row, at, zone)
    if fault:
        return replace(row, fault=fault)
    seen[row.email, row.delegation.pk] = row.line
    headed = row.role == MembershipRole.HEAD and row.delegation.pk in known.headed
    return replace(row, notes=(_("This delegation has a head already; there will be two."),) if headed else ())


def _fault_in(row):
    if row.delegation is None:
        return _("There is no delegation with this code. Use the codes of the template.")
    if row.role not in MembershipRole.values:
        return _("This role is not known. Write head or delegate.")
    if len(row.function) > 120:
        return _("The function is longer than 120 characters. Shorten it.")
    try:
        validate_email(row.email)
        refuse_hidden_signs(row.email + row.function)
    except ValidationError as error:
        return error.messages[0] if error.code == "hidden" else _("This is no complete e-mail address. Correct it.")
    return _("This address is longer than 254 characters.") if len(row.email) > 254 else ""


def _fault_beside(row, known, seen):
    key = row.email, row.delegation.pk
    if key in seen:
        return _("This doubles line %(line)s. Leave one of them out.") % {"line": seen[key]}
    if key in known.invited:
        return _("This person has an open invitation. Withdraw it before you send another.")
    roles = known.members.get(key, set())
    if roles and not (row.role == MembershipRole.HEAD and MembershipRole.HEAD not in roles):
        return _("This person speaks for this delegation already.")
    return ""


def _fault_of_time(row, at, zone):
    if row.until is None:
        return ""
    try:
        over = row.ends_at(zone) <= at
    except OverflowError:
        over = True
    return _("The last day is over already. Choose a later one.") if over else ""
