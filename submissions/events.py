"""The part of the record that this app knows: who reads the events about inputs, and their words.

A working copy has events for its own delegation only. Everyone else reads that a version was submitted, and that it
was withdrawn, if they may read that version: nothing tells them that an input is being written.
"""

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from record.models import Verb
from record.models.reading import Reading, about
from record.wording import Kind, is_number

from .models import Submission, SubmittedVersion
from .models.submission import SPEAKING


def readings(actor):
    """Of what was submitted, what the actor may read; of their own delegation's inputs everything."""
    readable = SubmittedVersion.objects.readable_by(actor).filter(submission=OuterRef("target_id"))
    counted = readable.annotate(counted=Cast("number", CharField()))
    told = counted.filter(counted=Cast(OuterRef("facts__version"), CharField()))  # as text: facts can hold anything
    yield Reading(about(Submission, verbs=[Verb.WITHDRAWN]) & Exists(readable.current()))
    yield Reading(about(Submission, verbs=[Verb.SUBMITTED]) & Exists(told))
    if actor.capacity in SPEAKING:
        yield Reading.wholly(about(Submission, Submission.objects.visible_to(actor)))


class InputWords(Kind):
    slug, label = "input", gettext_lazy("input")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s began %(what)s."),
        Verb.RETURNED: gettext_lazy("%(who)s returned %(what)s to be written on."),
        Verb.SUBMITTED: gettext_lazy("%(who)s submitted version %(version)s of %(what)s."),
        "late": gettext_lazy("%(who)s submitted version %(version)s of %(what)s, after the due date."),
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
        if is_number(name):
            return found.filter(pk=int(name), serial=None)
        return found.filter(_referred(name)) if name.count("-") > 1 else found.none()

    def search(self, words):
        return Submission.objects.filter(Q(delegation__code__iexact=words) | _referred(words)).values("pk")

    def name(self, target):
        return target.reference or str(target.pk)

    def title(self, target):
        return target.reference or _("(no reference yet)")

    def what(self, target):
        if target.reference:
            return _("input %(reference)s") % {"reference": target.reference}
        return _("an input to call %(number)s") % {"number": target.call.number}

    def address(self, target):
        return target.get_absolute_url()

    def words(self, facts):
        return {"version": facts.get("version", "")}

    def sentence(self, verb, facts):
        if verb == Verb.SUBMITTED and facts.get("late"):
            return self.sentences["late"]
        if verb == Verb.CHANGED:
            done = "visibility" if "visibility" in facts else next(iter(facts.get("fields", [])), "")
            return self.sentences.get(done) or super().sentence(verb, facts)
        return super().sentence(verb, facts)


def _referred(reference):
    """The condition that an input has this reference; no input has what is none."""
    code, _dash, rest = reference.rpartition("-")[0].rpartition("-")
    year, serial = rest, reference.rpartition("-")[2]
    if not (code and is_number(year) and is_number(serial)):
        return Q(pk__in=[])
    return Q(delegation__code__iexact=code, year=int(year), serial=int(serial))


WORDS = (InputWords(Submission),)
