"""Whether the record still says what it said: every hash computed again, every file read again.

Every app can add a check of its own from its ``AppConfig.ready``. What nobody can see from inside is a chain whose
end was cut off together with its head: compare the heads printed here with those printed earlier, elsewhere.
"""

from itertools import groupby
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from .hashing import file_hash
from .models import GENESIS, Chain, Event, File

CHECKS = {}


class Problem(NamedTuple):
    """Something in the record that is not as it was written."""

    where: str
    what: str

    def __str__(self):
        return f"{self.where}: {self.what}"


def register(name, check):
    """Let ``check(consultation)``, given a slug or ``None`` for everything, yield problems under this name."""
    CHECKS[name] = check


def problems(consultation=None):
    """Every problem, in the order of the checks: the record's own, then those of the apps."""
    for check in CHECKS.values():
        yield from check(consultation)


def heads():
    """Name, length and head of every chain: what is printed elsewhere and compared later."""
    return [(str(chain), chain.length, chain.head) for chain in Chain.objects.order_by("name")]


def event_problems(consultation=None):
    """Events that were altered, taken out, put in, moved or cut off: read with the heads in one snapshot."""
    name = Coalesce(OuterRef("consultation"), Value(""))
    chain = Chain.objects.filter(name=name)
    events = Event.objects.select_related("target_type").order_by("consultation", "place")
    events = _within(events, consultation).annotate(
        chain_length=Subquery(chain.values("length")), chain_head=Subquery(chain.values("head"))
    )
    for slug, rows in groupby(events.iterator(), key=lambda event: event.consultation):
        yield from _chain_problems(slug or _("portal"), rows)
    yield from _emptied_chains(consultation)


def _chain_problems(chain, events):
    place, head = 0, GENESIS
    for event in events:
        for what in _event_problems(event, place, head):
            yield Problem(_("%(chain)s, event %(place)s") % {"chain": chain, "place": event.place}, what)
        place, head = event.place, event.sha256
    if what := _end_problem(event, event.chain_length, event.chain_head):
        yield Problem(chain, what)


def _event_problems(event, place, head):
    """What is wrong with an event that should come after the one at ``place``, whose hash is ``head``."""
    if event.place != place + 1:
        yield _("the events %(first)s to %(last)s are missing before it.") % {
            "first": place + 1,
            "last": event.place - 1,
        }
    if event.compute_hash() != event.sha256:
        yield _("it was altered: its content does not have its hash.")
    elif event.previous != head:
        yield _("it does not follow from the event before it.")


def _end_problem(last, length, head):
    if length is None:
        return _("the head of the chain is missing.")
    if length != last.place:
        return _("it should have %(length)s events, but the last one there is %(place)s.") % {
            "length": length,
            "place": last.place,
        }
    if head != last.sha256:
        return _("its head is not the hash of its last event, %(place)s.") % {"place": last.place}
    return ""


def _emptied_chains(consultation):
    events = Event.objects.annotate(name=Coalesce("consultation", Value(""))).filter(name=OuterRef("name"))
    emptied = Chain.objects.filter(~Exists(events), length__gt=0).order_by("name")
    for chain in emptied.filter(name=consultation) if consultation else emptied:
        yield Problem(str(chain), _("all %(length)s events of the chain are missing.") % {"length": chain.length})


def file_problems(consultation=None):
    """Files whose bytes are gone or are others. Bytes that several rows share are read once."""
    key, found = None, ""
    for file in _within(File.objects.order_by("key", "pk"), consultation).iterator():
        if file.key != key:
            key, found = file.key, _found(file)
        if reason := _file_problem(file, found):
            yield Problem(_("file %(pk)s (%(name)s)") % {"pk": file.pk, "name": file.name}, reason)


def _found(file):
    """Hash and size of the stored bytes, or ``None`` if there are none to be read."""
    try:
        content = file.read()
    except OSError:
        return None
    return file_hash(content), len(content)


def _file_problem(file, found):
    if found is None:
        return _("its bytes are gone or cannot be read.")
    if found != (file.sha256, file.size):
        return _("its bytes are not those that were kept.")
    return ""


def _within(queryset, consultation):
    return queryset.filter(consultation=consultation) if consultation else queryset


register("events", event_problems)
register("files", file_problems)
