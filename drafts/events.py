"""The part of the record that this app knows: who reads the events about the text, and their words."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.events import works_on
from record.actor import Capacity
from record.models import Verb
from record.models.reading import Reading, about
from record.wording import Kind, is_number
from submissions.models.submission import SPEAKING

from .models import Comment, DraftVersion

DECIDED = (Verb.RELEASED, Verb.SUPERSEDED)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WRITE = frozenset({Capacity.STAFF, Capacity.COFACILITATOR})


def readings(actor):
    """That a version was released or superseded is public; how it was written is for those who write it."""
    yield Reading(about(DraftVersion, DraftVersion.objects.released(), verbs=DECIDED))
    if actor.capacity in WRITE:
        yield Reading.wholly(about(DraftVersion) & works_on(actor))
    elif actor.consultations:
        decided = about(DraftVersion, DraftVersion.objects.released(), verbs=DECIDED)
        yield Reading.wholly(decided & works_on(actor))
    yield from _of_comments(actor)


def _of_comments(actor):
    """That a comment was made or taken back is told to those who may read it; the rest to its own delegation, and to
    those who write the text.
    """
    readable = Comment.objects.visible_to(actor)
    yield Reading(about(Comment, readable))
    if actor.capacity in WRITE:
        yield Reading.wholly(about(Comment, readable) & works_on(actor))
    elif actor.capacity in SPEAKING:
        yield Reading.wholly(about(Comment, readable.filter(delegation=actor.delegation_id)))


class DraftWords(Kind):
    slug, label = "draft", gettext_lazy("draft text")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s began %(what)s."),
        Verb.SENT_FOR_APPROVAL: gettext_lazy("%(who)s asked the co-facilitators to release %(what)s."),
        Verb.APPROVED: gettext_lazy("%(who)s approved the release of %(what)s."),
        Verb.RELEASED: gettext_lazy("The co-facilitators released %(what)s."),
        Verb.SUPERSEDED: gettext_lazy("%(what)s was superseded by version %(superseded_by)s."),
        Verb.TRACED: gettext_lazy("%(who)s noted what became of an answer of %(reference)s in %(what)s."),
        "untraced": gettext_lazy("%(who)s took back what was noted of an answer of %(reference)s in %(what)s."),
        Verb.IMPORTED: gettext_lazy("%(who)s brought a text into %(what)s."),
        Verb.UNDONE: gettext_lazy("%(who)s took back what had been done last to %(what)s."),
        Verb.RESTORED: gettext_lazy("%(who)s put back an earlier paragraph of %(what)s."),
        "inserted": gettext_lazy("%(who)s inserted a paragraph into %(what)s."),
        "deleted": gettext_lazy("%(who)s deleted a paragraph of %(what)s."),
        "moved": gettext_lazy("%(who)s moved a paragraph of %(what)s."),
        "split": gettext_lazy("%(who)s split a paragraph of %(what)s."),
        "merged": gettext_lazy("%(who)s joined two paragraphs of %(what)s."),
        "key": gettext_lazy("%(who)s changed a paragraph of %(what)s."),
        "followed": gettext_lazy("%(who)s let the references in %(what)s follow the new numbers."),
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
        return {"superseded_by": facts.get("superseded_by", ""), "reference": facts.get("reference", "")}

    def sentence(self, verb, facts):
        if verb == Verb.TRACED and facts.get("removed"):
            return self.sentences["untraced"]
        if verb != Verb.CHANGED:
            return super().sentence(verb, facts)
        if facts.get("fields") == ["pdf"]:
            return self.sentences["pdf"]
        done = next((name for name in self.sentences if name in facts), "head")
        return self.sentences[done]


class CommentWords(Kind):
    """Named by the number of its version and the instant, so that no name tells how many others there are."""

    slug, label = "comment", gettext_lazy("comment on a paragraph")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s commented on a paragraph of %(what)s."),
        Verb.WITHDRAWN: gettext_lazy("%(who)s took back a comment on a paragraph of %(what)s."),
    }

    def load(self, keys):
        related = Comment.objects.select_related("version__consultation").defer("version__content")
        return related.in_bulk(keys)

    def keys(self, consultation, name):
        number, _dash, instant = name.partition("-")
        found = Comment.objects.filter(version__consultation__slug=consultation).values("pk")
        if not (is_number(number) and is_number(instant)):
            return found.none()
        at = EPOCH + timedelta(microseconds=int(instant[:17]))
        return found.filter(version__number=int(number), at=at)

    def search(self, words):
        return Comment.objects.filter(version__label__icontains=words).values("pk")

    def name(self, target):
        return f"{target.version.number}-{(target.at - EPOCH) // timedelta(microseconds=1)}"

    def title(self, target):
        return _("a comment on “%(label)s”") % {"label": target.version.label}

    def what(self, target):
        return _("the text “%(label)s”") % {"label": target.version.label}

    def address(self, target):
        page = reverse("drafts:comments", args=[target.version.consultation.slug, target.version.number])
        return f"{page}#p-{target.key}"


WORDS = (DraftWords(DraftVersion), CommentWords(Comment))
