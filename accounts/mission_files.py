"""The lists of who takes part, read from files and checked row by row before anything is written.

Each file is a table in UTF-8 with one header line. What is wrong is told by file, line and a sentence, all of it at
once, so that whoever keeps the files need not try again for each mistake.
"""

import csv
import re
from datetime import date
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext as _

from .models import GroupKind
from .models.delegation import STATES

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")
LONGEST = 200


class Fault(NamedTuple):
    """One thing that is wrong in a file."""

    file: str
    line: int
    what: str

    def __str__(self):
        where = _("%(file)s, line %(line)s: %(what)s") if self.line else _("%(file)s: %(what)s")
        return where % self._asdict()


class FaultyFilesError(Exception):
    """The files cannot be loaded. ``faults`` says all that is wrong."""

    def __init__(self, faults):
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


class Lists(NamedTuple):
    """What the files say, as plain values: ``names`` and ``memberships`` as tuples with their days."""

    missions: dict  # iso3: row of missions.csv
    names: list  # (iso3, language, name, from, to, confirmed)
    groups: dict  # code: (name, kind)
    memberships: list  # (code, iso3, from, to)


# Until when an earlier name is taken to hold whose last day is not known: the lists of 2019 are known to have it.
END_NOT_KNOWN = date(2020, 1, 1)


def read(path):
    """The lists in ``path`` and in the files beside it, those that are there; ``FaultyFilesError`` if a row is bad."""
    reader = Reader(path.parent)
    missions = reader.missions(path.name)
    names = reader.names("names.csv", missions)
    history = reader.history("name_history.csv", missions)
    groups, memberships = reader.groups("groups.csv", missions)
    if reader.faults:
        raise FaultyFilesError(reader.faults)
    return Lists(missions, _dated(missions, names, history), groups, memberships)


def _dated(missions, names, history):
    """Every name with its days: those of before end where the present ones begin."""
    rows, since = [], {}
    for (iso3, language, _from), (name, to, start, confirmed) in history.items():
        end = to or END_NOT_KNOWN
        known = since.get((iso3, language), (end, confirmed))
        since[iso3, language] = max(known, (end, confirmed))
        rows.append((iso3, language, name, start, end, confirmed))
    for iso3, mission in missions.items():
        for language, name in {"en": mission["name"], **names.get(iso3, {})}.items():
            start, confirmed = since.get((iso3, language), (None, True))
            rows.append((iso3, language, name, start, None, confirmed))
    return rows


class Reader:
    """Reads files of one folder and gathers what is wrong in them."""

    def __init__(self, folder):
        self.folder = folder
        self.faults = []

    def missions(self, file):
        found = {}
        for fault, row in self.rows(file, "iso3 iso2 name mission kind regional_group"):
            code = row["iso3"]
            if not re.fullmatch(r"[A-Z]{3}", code):
                fault(_("“%(value)s” is no ISO code of three capital letters.") % {"value": code})
            elif code in found:
                fault(_("%(code)s stands in the file already.") % {"code": code})
            elif row["kind"] not in STATES:
                known = ", ".join(STATES)
                fault(
                    _("“%(value)s” is no kind of State. Write one of: %(known)s.")
                    % {"value": row["kind"], "known": known}
                )
            elif not re.fullmatch(r"[A-Z]{2}", row["iso2"]):
                fault(_("“%(value)s” is no ISO code of two capital letters.") % {"value": row["iso2"]})
            elif self.named(fault, row, "name", "mission"):
                found[code] = row
        return found

    def names(self, file, missions):
        found = {}
        for fault, row in self.beside(file, "iso3 en fr es ar zh ru"):
            if self.known(fault, row, missions, found) and self.named(fault, row, *LANGUAGES):
                found[row["iso3"]] = {language: row[language] for language in LANGUAGES}
        return found

    def history(self, file, missions):
        found = {}
        for fault, row in self.beside(file, "iso3 name from to confirmed", "language"):
            days = self.days(fault, row)
            language = row["language"] or "en"
            if language not in LANGUAGES:
                fault(
                    _("“%(value)s” is none of the six languages: %(known)s.")
                    % {"value": language, "known": ", ".join(LANGUAGES)}
                )
            elif row["confirmed"] not in {"yes", "no"}:
                fault(_("“confirmed” is neither yes nor no."))
            elif self.known(fault, row, missions) and self.named(fault, row, "name") and days:
                key = row["iso3"], language, days[0]
                if key in found:
                    fault(_("A name of %(code)s from the same day stands in the file already.") % {"code": row["iso3"]})
                found[key] = row["name"], days[1], days[0], row["confirmed"] == "yes"
        return found

    def groups(self, file, missions):
        groups, memberships = {}, {}
        for fault, row in self.beside(file, "code name kind iso3 from to"):
            code, what, days = row["code"], (row["name"], row["kind"]), self.days(fault, row)
            if not re.fullmatch(r"[-\w]{1,40}", code, re.ASCII):
                fault(_("“%(value)s” is no code of a group: letters, digits and hyphens only.") % {"value": code})
            elif row["kind"] not in GroupKind.values:
                known = ", ".join(GroupKind.values)
                fault(
                    _("“%(value)s” is no kind of group. Write one of: %(known)s.")
                    % {"value": row["kind"], "known": known}
                )
            elif groups.setdefault(code, what) != what:
                fault(_("The group %(code)s has another name or kind in a line above.") % {"code": code})
            elif self.named(fault, row, "name") and self.known(fault, row, missions) and days:
                key = code, row["iso3"], days[0]
                if key in memberships:
                    fault(_("%(iso3)s belongs to %(code)s from the same day in a line above.") % row)
                memberships[key] = (code, row["iso3"], *days)
        return groups, list(memberships.values())

    def known(self, fault, row, missions, before=()):
        """Whether the row's ISO code names a mission, and for the first time."""
        if row["iso3"] not in missions:
            fault(_("%(code)s is not in the list of missions.") % {"code": row["iso3"] or "“”"})
        elif row["iso3"] in before:
            fault(_("%(code)s stands in the file already.") % {"code": row["iso3"]})
        else:
            return True
        return False

    def named(self, fault, row, *columns):
        """Whether the columns hold names that can be printed."""
        for column in columns:
            if not row[column]:
                fault(_("“%(column)s” is empty.") % {"column": column})
            elif len(row[column]) > LONGEST or not row[column].isprintable():
                fault(_("“%(column)s” is longer than 200 letters or holds control characters.") % {"column": column})
            else:
                continue
            return False
        return True

    def days(self, fault, row):
        """First day and first day after, ``None`` where open; ``None`` for both together if they are no days."""
        try:
            start, end = (date.fromisoformat(row[column]) if row[column] else None for column in ("from", "to"))
        except ValueError:
            fault(_("“from” and “to” are days such as 2019-02-14, or empty."))
            return None
        if start and end and end <= start:
            fault(_("“to” is not after “from”."))
            return None
        return start, end

    def beside(self, file, columns, optional=""):
        """The rows of a file that may be missing."""
        return self.rows(file, columns, optional) if (self.folder / file).exists() else ()

    def rows(self, file, columns, optional=""):
        """Each row with its values stripped, and a function that notes a fault in it."""
        try:
            text = (self.folder / file).read_text(encoding="utf-8-sig")
        except OSError:
            self.fault(file, 0, _("The file cannot be read. Check its name."))
            return
        except UnicodeDecodeError:
            self.fault(file, 0, _("The file is not in UTF-8. Save it as CSV in UTF-8."))
            return
        wanted, table = columns.split(), csv.DictReader(text.splitlines(keepends=True), strict=True, restval=None)
        try:
            if missing := [column for column in wanted if column not in (table.fieldnames or [])]:
                self.fault(file, 1, _("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)})
                return
            for row in table:
                fault = partial(self.fault, file, table.line_num)
                if None in row or None in row.values():
                    fault(_("The row has more or fewer columns than the first line."))
                    continue
                yield (
                    fault,
                    {**dict.fromkeys(optional.split(), ""), **{key: value.strip() for key, value in row.items()}},
                )
        except csv.Error as error:
            self.fault(file, table.reader.line_num, _("The row cannot be read: %(error)s.") % {"error": error})

    def fault(self, file, line, what):
        self.faults.append(Fault(file, line, what))
