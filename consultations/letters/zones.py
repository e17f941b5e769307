"""Hours without a place: a reader in Geneva cannot tell whose 6 p.m. is meant."""

import re

from django.utils.translation import gettext as _

from .problem import WARNING, Problem

HOUR = re.compile(
    r"\b(?:1[0-2]|[1-9])(?:[.:][0-5]\d)?[^\S\n]?[AaPp]\.?[mM]\b\.?|\b(?:[01]?\d|2[0-3]):[0-5]\d\b|\b(?:noon|midnight)\b"
)
# "(New York time)", "local time", "UTC"; a room or a building says where its clock hangs
_WHOSE = re.compile(
    r"\b(?:[A-Z]\w+|local|of New York) time\b|\b(?:GMT|UTC|E[DS]?T|CES?T)\b"
    r"|\b(?:Room|Chamber|Hall|Lounge|Library|Headquarters|Palais)\b"
)
_AROUND = 120  # signs in which the place is looked for


def zone_problems(body):
    """The first hour of ``body`` that does not say whose time it is."""
    for match in HOUR.finditer(body):
        if not _WHOSE.search(_around(body, match)):
            message = _("“%(found)s” does not say whose time it is. Add the place, such as “(New York time)”.")
            found = " ".join(match[0].split())
            yield Problem(WARNING, "body", "no_zone", message % {"found": found}, found)
            return


def has_hour(body):
    return HOUR.search(body) is not None


def _around(body, match):
    """The words about an hour, within its paragraph."""
    before = body[max(0, match.start() - _AROUND) : match.start()].rpartition("\n\n")[2]
    after = body[match.end() : match.end() + _AROUND].partition("\n\n")[0]
    return f"{before} | {after}"
