"""The part of the record that this app knows: who reads the events about the text, and their words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.events import works_on
from record.actor import Capacity
from record.models import Verb
from record.models.reading import Reading, about
from record.wording import Kind, is_number

from .models import DraftVersion

DECIDED = (Verb.RELEASED, Verb.SUPERSEDED)
WRITE = frozenset({Capacity.STAFF, Capacity.COFACILITATOR})


def readings(actor):
    """That a version was released or superseded is public; how it was written is for those who write it."""
    yield Reading(about(DraftVersion, DraftVersion.objects.released(), verbs=DECIDED))
    if actor.capacity in WRITE:
        yield Reading.wholly(about(DraftVersion) & works_on(actor))
    elif actor.consultations:
        decided = about(DraftVersion, DraftVersion.objects.released(), verbs=DECIDED)
        yield Reading.wholly(decided & works_on(actor))


class DraftWords(Kind):
    slug, label = "draft", gettext_lazy("draft text")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s began %(what)s."),
        Verb.SENT_FOR_APPROVAL: gettext_lazy("%(who)s asked the co-facilitators to release %(what)s."),
        Verb.APPROVED: gettext_lazy("%(who)s approved the release of %(what)s."),
        Verb.RELEASED: gettext_lazy("The co-facilitators released %(what)s."),
        Verb.SUPERSEDED: gettext_lazy("%(what)s was superseded by version %(superseded_by)s."),
        "inserted": gettext_lazy("%(who)s inserted a paragraph into %(what)s."),
        "deleted": gettext_lazy("%(who)s deleted a paragraph of %(what)s."),
        "moved": gettext_lazy("%(who)s moved a paragraph of %(what)s."),
        "split": gettext_lazy("%(who)s split a paragraph of %(what)s."),
        "merged": gettext_lazy("%(who)s joined two paragraphs of %(what)s."),
        "key": gettext_lazy("%(who)s changed a paragraph of %(what)s."),
        "pdf": gettext_lazy("%(what)s was printed, and its PDF kept."),
        "files": gettext_lazy("Files of %(what)s were kept."),
        "head": gettext_lazy("%(who)s changed what stands at the head of %(what)s."),
    }

    def load(self, keys):
        return DraftVersion.objects.defer("content").select_related("consultation").in_bulk(keys)

    def keys(self, consultation, name):
        found = DraftVersion.objects.filter(consultation__slug=consultation).values("pk")
        return found.filter(number=int(name)) if is_number(name) else found.none()

    def search(self, words):
        return DraftVersion.objects.filter(label__icontains=words).values("pk")

    def name(self, target):
        return str(target.number)

    def what(self, target):
        return _("the text “%(label)s”") % {"label": target.label}

    def address(self, target):
        return target.get_absolute_url()

    def words(self, facts):
        return {"superseded_by": facts.get("superseded_by", "")}

    def sentence(self, verb, facts):
        if verb != Verb.CHANGED:
            return super().sentence(verb, facts)
        if facts.get("fields") == ["pdf"]:
            return self.sentences["pdf"]
        done = next((name for name in self.sentences if name in facts), "head")
        return self.sentences[done]


WORDS = (DraftWords(DraftVersion),)
