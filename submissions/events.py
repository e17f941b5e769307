"""The part of the record that this app knows: who reads the events about inputs, and their words.

A working copy has events for its own delegation only. Everyone else reads that a version was submitted, and that it
was withdrawn, joined or disowned, if they may read that version: nothing tells them that an input is being written.
That a statement was handed in or taken back is told to whoever may read it.
"""

import re

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.events import works_on
from consultations.models import Meeting
from record.models import Verb
from record.models.reading import Reading, about
from record.wording import Kind, is_number

from .models import PaperWay, Statement, Submission, SubmittedVersion, Theme
from .models.submission import SPEAKING
from .models.version import INSIDE

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def readings(actor):
    """Of what was submitted, what the actor may read; of their own delegation's inputs everything."""
    readable = SubmittedVersion.objects.readable_by(actor).filter(submission=OuterRef("target_id"))
    counted = readable.annotate(counted=Cast("number", CharField()))
    told = counted.filter(counted=Cast(OuterRef("facts__version"), CharField()))  # as text: facts can hold anything
    told_of_all = [Verb.WITHDRAWN, Verb.JOINED, Verb.DECLINED]
    yield Reading(about(Submission, verbs=told_of_all) & Exists(readable.current()))
    yield Reading(about(Submission, verbs=[Verb.SUBMITTED, Verb.CONFIRMED]) & Exists(told))
    if actor.capacity in SPEAKING:
        yield Reading.wholly(about(Submission, Submission.objects.visible_to(actor)))
    yield from _of_statements(actor)
    if actor.capacity in INSIDE:  # what is put under a theme names inputs that others may not know of
        yield Reading.wholly(about(Theme) & works_on(actor))


def _of_statements(actor):
    yield Reading(about(Statement, Statement.objects.visible_to(actor)))
    if actor.consultations:
        yield Reading.wholly(about(Statement) & works_on(actor))
    if actor.capacity in SPEAKING:
        own = Statement.objects.visible_to(actor).filter(delegation=actor.delegation_id)
        yield Reading.wholly(about(Statement, own))


class InputWords(Kind):
    slug, label = "input", gettext_lazy("input")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s began %(what)s."),
        Verb.RETURNED: gettext_lazy("%(who)s returned %(what)s to be written on."),
        Verb.SUBMITTED: gettext_lazy("%(who)s submitted version %(version)s of %(what)s."),
        "late": gettext_lazy("%(who)s submitted version %(version)s of %(what)s, after the due date."),
        "paper": gettext_lazy("%(who)s entered version %(version)s of %(what)s, which came %(way)s."),
        "late_paper": gettext_lazy(
            "%(who)s entered version %(version)s of %(what)s, which came %(way)s after the due date."
        ),
        Verb.CONFIRMED: gettext_lazy(
            "%(who)s confirmed version %(version)s of %(what)s, as the secretariat entered it."
        ),
        Verb.JOINED: gettext_lazy("%(who)s associated the delegation with %(what)s."),
        Verb.DECLINED: gettext_lazy("%(who)s said that the delegation was listed wrongly in %(what)s."),
        "party": gettext_lazy("%(who)s chose in whose name %(what)s is."),
        "receipt": gettext_lazy("The receipt of version %(version)s of %(what)s was made and sent to the delegation."),
        "visibility": gettext_lazy("%(who)s chose who may read %(what)s, and its language."),
        "answers": gettext_lazy("%(who)s wrote on %(what)s."),
    }

    def load(self, keys):
        related = ("consultation", "delegation", "call")
        return Submission.objects.select_related(*related).in_bulk(keys)

    def keys(self, consultation, name):
        """By its reference; by its key only as long as it has none, so that nobody can count the others."""
        found = Submission.objects.filter(consultation__slug=consultation).values("pk")
        if UUID.fullmatch(name):
            return found.filter(key=name, serial=None)
        return found.filter(_referred(name)) if name.count("-") > 1 else found.none()

    def search(self, words):
        return Submission.objects.filter(Q(delegation__code__iexact=words) | _referred(words)).values("pk")

    def name(self, target):
        return target.reference or str(target.key)

    def title(self, target):
        return target.reference or _("(no reference yet)")

    def what(self, target):
        if target.reference:
            return _("input %(reference)s") % {"reference": target.reference}
        return _("an input to call %(number)s") % {"number": target.call.number}

    def address(self, target):
        return target.get_absolute_url()

    def words(self, facts):
        way = PaperWay(facts["paper"]).label if facts.get("paper") in PaperWay.values else ""
        return {"version": facts.get("version", ""), "way": way}

    def sentence(self, verb, facts):
        if verb == Verb.SUBMITTED and facts.get("paper"):
            return self.sentences["late_paper" if facts.get("late") else "paper"]
        if verb == Verb.SUBMITTED and facts.get("late"):
            return self.sentences["late"]
        if verb == Verb.CHANGED:
            done = "visibility" if "visibility" in facts else next(iter(facts.get("fields", [])), "")
            return self.sentences.get(done) or super().sentence(verb, facts)
        return super().sentence(verb, facts)


class StatementWords(Kind):
    """Named by its meeting and its number there: ``3-1``."""

    slug, label = "statement", gettext_lazy("statement as delivered")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s handed in the statement of %(delegation)s in %(what)s."),
        Verb.WITHDRAWN: gettext_lazy("%(who)s took back the statement of %(delegation)s in %(what)s."),
    }

    def load(self, keys):
        found = Statement.objects.for_list().in_bulk(keys)
        meetings = Meeting.objects.for_list().in_bulk({statement.meeting_id for statement in found.values()})
        for statement in found.values():
            statement.meeting = meetings[statement.meeting_id]
        return found

    def keys(self, consultation, name):
        meeting, _dash, number = name.partition("-")
        found = Statement.objects.filter(meeting__consultation__slug=consultation).values("pk")
        if not (is_number(meeting) and is_number(number)):
            return found.none()
        return found.filter(meeting__number=int(meeting), number=int(number))

    def search(self, words):
        return Statement.objects.filter(delegation__code__iexact=words).values("pk")

    def name(self, target):
        return f"{target.meeting.number}-{target.number}"

    def title(self, target):
        meeting = target.meeting
        words = {"delegation": target.delegation.name_on(meeting.day()), "meeting": meeting.title}
        return _("%(delegation)s: %(meeting)s") % words

    def what(self, target):
        """The meeting: whose statement it is stands in the facts, and so has its article in the sentence."""
        return _("the meeting “%(title)s”") % {"title": target.meeting.title}

    def address(self, target):
        return f"{target.meeting.get_absolute_url()}#statement-{target.number}"


class ThemeWords(Kind):
    slug, label = "theme", gettext_lazy("theme")
    sentences = {
        Verb.CLOSED: gettext_lazy("%(who)s closed %(what)s."),
        Verb.RESUMED: gettext_lazy("%(who)s opened %(what)s again."),
        "coded": gettext_lazy("%(who)s put words of %(input)s under %(what)s."),
        "uncoded": gettext_lazy("%(who)s took words of %(input)s out from under %(what)s."),
        "order": gettext_lazy("%(who)s moved %(what)s in the list."),
        "name": gettext_lazy("%(who)s renamed %(what)s."),
    }

    def load(self, keys):
        return Theme.objects.select_related("consultation").in_bulk(keys)

    def search(self, words):
        return Theme.objects.filter(name__icontains=words).values("pk")

    def what(self, target):
        return _("the theme “%(name)s”") % {"name": target.name}

    def address(self, target):
        return target.get_absolute_url()

    def words(self, facts):
        return {"input": facts.get("coded") or facts.get("uncoded", "")}

    def sentence(self, verb, facts):
        done = next((key for key in ("coded", "uncoded") if key in facts), next(iter(facts.get("fields", [])), ""))
        return self.sentences.get(done) or super().sentence(verb, facts)


def _referred(reference):
    """The condition that an input has this reference; no input has what is none."""
    code, _dash, rest = reference.rpartition("-")[0].rpartition("-")
    year, serial = rest, reference.rpartition("-")[2]
    if not (code and is_number(year) and is_number(serial)):
        return Q(pk__in=[])
    return Q(delegation__code__iexact=code, year=int(year), serial=int(serial))


WORDS = (InputWords(Submission), StatementWords(Statement), ThemeWords(Theme))
