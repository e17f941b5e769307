"""What events say to people: a whole sentence for each, made when it is shown. Every app words its own objects."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .actor import Capacity
from .models import Verb

WHO = {
    Capacity.PUBLIC: gettext_lazy("a visitor"),
    Capacity.DELEGATE: gettext_lazy("a delegate"),
    Capacity.HEAD: gettext_lazy("a head of delegation"),
    Capacity.STAFF: gettext_lazy("the staff of the co-facilitators"),
    Capacity.COFACILITATOR: gettext_lazy("a co-facilitator"),
    Capacity.SECRETARIAT: gettext_lazy("the secretariat"),
    Capacity.ADMINISTRATOR: gettext_lazy("the administrator"),
    Capacity.CLOCK: gettext_lazy("the portal"),
}
WHO_OF = {
    Capacity.DELEGATE: gettext_lazy("a delegate of %(delegation)s"),
    Capacity.HEAD: gettext_lazy("the head of delegation of %(delegation)s"),
    Capacity.COFACILITATOR: gettext_lazy("the co-facilitator from %(delegation)s"),
}
# What can be said of any object. A verb that is not here is named as it stands in the list of verbs.
SENTENCES = {
    Verb.CREATED: gettext_lazy("%(who)s entered %(what)s."),
    Verb.CHANGED: gettext_lazy("%(who)s changed %(what)s."),
    Verb.SCHEDULED: gettext_lazy("%(who)s entered %(what)s into the calendar."),
    Verb.SENT_FOR_APPROVAL: gettext_lazy("%(who)s sent %(what)s for approval."),
    Verb.APPROVED: gettext_lazy("%(who)s approved %(what)s."),
    Verb.RETURNED: gettext_lazy("%(who)s returned %(what)s to be changed."),
    Verb.ISSUING: gettext_lazy("%(who)s gave %(what)s its reference and sent it to print."),
    Verb.ISSUED: gettext_lazy("%(who)s issued %(what)s."),
    Verb.RELEASED: gettext_lazy("%(who)s released %(what)s."),
    Verb.SENT_FOR_CLEARANCE: gettext_lazy("%(who)s sent %(what)s for clearance."),
    Verb.SUBMITTED: gettext_lazy("%(who)s submitted %(what)s."),
    Verb.REVISED: gettext_lazy("%(who)s took up %(what)s for its next version."),
    Verb.SUPERSEDED: gettext_lazy("%(what)s was superseded."),
    Verb.WITHDRAWN: gettext_lazy("%(who)s withdrew %(what)s."),
    Verb.DISCARDED: gettext_lazy("%(who)s laid %(what)s aside."),
    Verb.RESENT: gettext_lazy("%(who)s sent %(what)s again."),
    Verb.ASSUMED_SENT: gettext_lazy("%(who)s took %(what)s as sent."),
    Verb.ENDED: gettext_lazy("%(who)s ended %(what)s."),
    Verb.ADMITTED: gettext_lazy("%(who)s admitted %(what)s."),
    Verb.DECLINED: gettext_lazy("%(who)s declined %(what)s."),
    Verb.IMPORTED: gettext_lazy("%(who)s brought in %(what)s from a file."),
}
KINDS = {}


class Kind:
    """How the record speaks of one kind of object, and where it stands. Subclasses word what is particular to it."""

    slug = ""
    label = ""
    sentences = {}

    def __init__(self, model):
        self.model = model

    def load(self, keys):
        """The objects by their keys, in one query, with what a row shows."""
        return self.model._base_manager.in_bulk(keys)

    def keys(self, consultation, name):
        """The keys of what is called ``name`` in addresses."""
        found = self.model._base_manager.filter(pk=int(name) if is_number(name) else None)
        return found.values("pk")

    def search(self, words):
        """The keys of those whose title has ``words``: nothing may be found by what its rows do not show."""
        return self.model._base_manager.none().values("pk")

    def name(self, target):
        """What it is called in the address of its history."""
        return str(target.pk)

    def title(self, target):
        return str(target)

    def what(self, target):
        """What it is called within a sentence."""
        return self.title(target)

    def address(self, target):
        """The address of its page; "" if it has none that every reader of the event may open."""
        return ""

    def words(self, facts):
        """What of the facts is put into a sentence, for every reader of the event."""
        return {}

    def sentence(self, verb, facts):
        """The sentence for what was done, before names are put into it."""
        return self.sentences.get(verb) or SENTENCES.get(verb)

    def facts(self, facts, actor):
        """The facts for someone who may know them."""
        return facts


def register(kind):
    """Let ``kind`` word the events about its model."""
    KINDS[kind.model] = kind


def is_number(name):
    """Whether ``name`` can be the key of a row."""
    return name.isascii() and name.isdigit() and len(name) <= 18


def who(capacity, delegation=""):
    """Someone in this capacity within a sentence; ``delegation`` as it reads after "of"."""
    phrase = WHO_OF.get(capacity) if delegation else None
    return phrase % {"delegation": delegation} if phrase else str(WHO.get(capacity, capacity))


def gone():
    return _("what is no longer kept")


def sentence(kind, event, target, names):
    """The event in one sentence. ``names`` gives, for the code of a delegation, its name within a sentence."""
    values = {
        "who": who(event.capacity, names.get(event.delegation, event.delegation)),
        "what": kind.what(target) if target else gone(),
        "verb": event.get_verb_display(),
        "delegation": names.get(event.facts.get("delegation", ""), ""),
        **kind.words(event.facts),
    }
    template = kind.sentence(event.verb, event.facts) or _("%(who)s recorded of %(what)s: %(verb)s.")
    return capfirst(str(template) % values)
