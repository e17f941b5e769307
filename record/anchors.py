"""Lengths and heads of chains, written down outside the database: what a cut tail is found by.

A line holds an instant, the name of a chain, its length and its head. Lines are only ever added, so that a file that
is kept elsewhere holds against every state that the database has had.
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from .models import GENESIS, Event
from .verification import Problem

PORTAL = "(portal)"  # the chain without a name; no consultation can be called so
LINE = re.compile(r"(?P<at>\S+) (?P<chain>[-\w]+|\(portal\)) (?P<length>[0-9]{1,18}) (?P<head>[0-9a-f]{64})")


class Anchor(NamedTuple):
    """That a chain had this length and this head at an instant, in ISO 8601."""

    at: str
    chain: str
    length: int
    head: str

    def __str__(self):
        return f"{self.at} {self.chain or PORTAL} {self.length} {self.head}"


class UnreadableError(Exception):
    """A line of the file is no anchor; the message is a sentence."""


def read(text):
    """The anchors of a file, in its order. Empty lines and those that begin with # say nothing."""
    lines = enumerate(text.splitlines(), start=1)
    return [_anchor(number, line) for number, line in lines if line.strip() and not line.startswith("#")]


def _anchor(number, line):
    parts = LINE.fullmatch(line.strip())
    if parts is None:
        raise UnreadableError(
            _("Line %(number)s is no anchor: it needs an instant, a chain, a length and a head. Look at the file.")
            % {"number": number}
        )
    chain = "" if parts["chain"] == PORTAL else parts["chain"]
    return Anchor(parts["at"], chain, int(parts["length"]), parts["head"])


def problems(anchors):
    """Where a chain is no longer what an anchor says that it was: cut off, or written anew from some event on."""
    for anchor in anchors:
        found = _head_at(anchor.chain, anchor.length)
        if found is None:
            what = _("on %(at)s it had %(length)s events, and that one is missing: the chain was cut off.")
        elif found != anchor.head:
            what = _("on %(at)s event %(length)s had another hash: the chain was written anew.")
        else:
            continue
        yield Problem(anchor.chain or _("portal"), what % {"at": anchor.at, "length": anchor.length})


def _head_at(chain, length):
    if not length:
        return GENESIS
    events = Event.objects.filter(consultation=chain or None, place=length)
    return events.values_list("sha256", flat=True).first()
