"""The part of the record that this app knows: who reads the events about circulars and meetings, and their words."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from record.actor import Capacity
from record.models import Delivery, Verb
from record.models.generic import type_of
from record.models.reading import Reading, about
from record.wording import SENTENCES, Kind, is_number

from . import reminding
from .models import (
    Call,
    Circular,
    CoFacilitator,
    Consultation,
    CopyRequest,
    Deadline,
    Meeting,
    ReferenceDocument,
    Reminder,
    Role,
)

DECIDED = (Verb.ISSUED, Verb.SUPERSEDED, Verb.WITHDRAWN)  # what is public of a letter; the rest is how it was made
SEE_REACH = frozenset({Capacity.SECRETARIAT, Capacity.COFACILITATOR})
OF_REACH = (Verb.ACKNOWLEDGED, Verb.STOPPED, Verb.RESUMED)  # of a letter: for those alone
ANNOUNCED = (Verb.SCHEDULED, Verb.POSTPONED, Verb.CANCELLED)  # of a meeting in the published calendar
TIMED = (Verb.EXTENDED, Verb.CLOSED, Verb.RESUMED)  # of a call that has opened
FOR_ONE = Q(facts__has_key="delegation")  # of a call: more time for one delegation, which others are not told of
SPEAKING = frozenset({Capacity.DELEGATE, Capacity.HEAD})


def works_on(actor):
    """The condition that an event belongs to a consultation that the actor works for."""
    return Q(consultation__in=Consultation.objects.filter(pk__in=actor.consultations).values("slug"))


def readings(actor):
    """What is public of letters and meetings; to those who work for the consultation, all of it."""
    yield Reading(about(Circular, Circular.objects.issued(), verbs=DECIDED))
    yield Reading(about(Meeting, Meeting.objects.filter(published=True), verbs=ANNOUNCED))
    yield Reading(about(Consultation, Consultation.objects.filter(published=True), verbs=[Verb.RELEASED]))
    yield Reading(about(Call, Call.objects.filter(opens_at__lte=actor.at), verbs=TIMED) & ~FOR_ONE)
    if actor.capacity in SPEAKING:
        own = FOR_ONE & Q(facts__delegation=actor.delegation.code)
        yield Reading.wholly(about(Call, Call.objects.visible_to(actor), verbs=[Verb.EXTENDED, Verb.ENDED]) & own)
    yield Reading(about(ReferenceDocument, ReferenceDocument.objects.standing(), verbs=[Verb.CREATED]))
    if actor.consultations:
        untold = Q(pk__in=[]) if actor.capacity in SEE_REACH else about(Circular, verbs=OF_REACH)
        for model in (Circular, Meeting, Consultation, Role, CoFacilitator, Call, ReferenceDocument):
            yield Reading.wholly(about(model) & works_on(actor) & ~untold)
        for model in (Deadline, Reminder):
            yield Reading.wholly(about(model) & works_on(actor))
        if actor.capacity in SEE_REACH:
            yield Reading.wholly(about(Delivery, of_circulars()) & works_on(actor))
    if not actor.is_anonymous:
        yield Reading.wholly(about(CopyRequest, CopyRequest.objects.filter(user=actor.user.pk)))
    if actor.capacity == Capacity.ADMINISTRATOR:
        for model in (Consultation, Role, CoFacilitator):
            yield Reading.wholly(about(model))


def of_circulars():
    """The messages by which circulars are sent; others have readers of their own."""
    return Delivery.objects.filter(target_type=type_of(Circular))


class CircularWords(Kind):
    slug, label = "circular", gettext_lazy("circular")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s began %(what)s."),
        Verb.SUPERSEDED: gettext_lazy("%(what)s was superseded by %(replaced_by)s."),
        Verb.ACKNOWLEDGED: gettext_lazy("%(who)s confirmed the receipt of %(what)s."),
        Verb.STOPPED: gettext_lazy("%(who)s stopped the dispatch of %(what)s."),
        Verb.RESUMED: gettext_lazy("%(who)s let the dispatch of %(what)s go on."),
        "scan": gettext_lazy("%(who)s added the scan of the signed letter to %(what)s."),
        "enclosed": gettext_lazy("%(who)s enclosed a file with %(what)s."),
        "taken_out": gettext_lazy("%(who)s took an enclosure out of %(what)s."),
    }

    def load(self, keys):
        return Circular.objects.defer("body", "content").select_related("consultation").in_bulk(keys)

    def keys(self, consultation, name):
        """By its reference, or while it has none by its key."""
        year, dash, serial = name.partition("-")
        found = Circular.objects.filter(consultation__slug=consultation).values("pk")
        if dash and is_number(year) and is_number(serial):
            return found.filter(year=int(year), serial=int(serial)) if f"{int(serial):03d}" == serial else found.none()
        return found.filter(pk=int(name)) if is_number(name) else found.none()

    def search(self, words):
        year, _dash, serial = words.partition("-")
        found = Q(subject__icontains=words)
        if is_number(year) and is_number(serial):
            found |= Q(year=int(year), serial=int(serial))
        return Circular.objects.filter(found).values("pk")

    def name(self, target):
        return target.reference if target.is_public() else str(target.pk)

    def title(self, target):
        return target.subject or _("(no subject yet)")

    def what(self, target):
        if target.reference:
            return _("circular %(reference)s") % {"reference": target.reference}
        return _("the letter “%(subject)s”") % {"subject": self.title(target)}

    def address(self, target):
        return target.get_absolute_url()

    def words(self, facts):
        return {"replaced_by": facts.get("replaced_by", "")}

    def sentence(self, verb, facts):
        if verb == Verb.CHANGED:
            given = "scan" if facts.get("fields") == ["scan"] else next((k for k in self.sentences if k in facts), "")
            return self.sentences.get(given) or super().sentence(verb, facts)
        if verb == Verb.SUPERSEDED and "replaced_by" not in facts:
            return SENTENCES[verb]
        return super().sentence(verb, facts)

    def facts(self, facts, actor):
        """Whom it went to, and how many addresses, is told to those who see its reach."""
        hidden = set() if actor.capacity in SEE_REACH else {"addresses", "to"}
        return {name: value for name, value in facts.items() if name not in hidden}


class MeetingWords(Kind):
    slug, label = "meeting", gettext_lazy("meeting")
    sentences = {
        Verb.POSTPONED: gettext_lazy("%(who)s postponed %(what)s."),
        Verb.CANCELLED: gettext_lazy("%(who)s cancelled %(what)s."),
        Verb.REPORTED: gettext_lazy("%(who)s reported on %(what)s."),
    }

    def load(self, keys):
        return Meeting.objects.for_list().in_bulk(keys)

    def keys(self, consultation, name):
        found = Meeting.objects.filter(consultation__slug=consultation).values("pk")
        return found.filter(number=int(name)) if is_number(name) else found.none()

    def search(self, words):
        return Meeting.objects.filter(subject__icontains=words).values("pk")

    def name(self, target):
        return str(target.number)

    def what(self, target):
        return _("the meeting “%(title)s”") % {"title": target.title}

    def address(self, target):
        return target.get_absolute_url()


class ConsultationWords(Kind):
    slug, label = "consultation", gettext_lazy("consultation")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s set up the consultation."),
        Verb.CHANGED: gettext_lazy("%(who)s changed the facts of the consultation."),
        Verb.RELEASED: gettext_lazy("%(who)s published the consultation."),
    }

    def keys(self, consultation, name):
        return Consultation.objects.filter(slug=consultation).filter(slug=name).values("pk")

    def name(self, target):
        return target.slug

    def address(self, target):
        return reverse("overview", args=[target.slug])


class TermWords(Kind):
    """What a person is in a consultation, and since when."""

    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s entered %(what)s."),
        Verb.CHANGED: gettext_lazy("%(who)s set the end of %(what)s."),
    }

    def load(self, keys):
        return self.model.objects.select_related("user").in_bulk(keys)

    def search(self, words):
        return self.model.objects.filter(user__name__icontains=words).values("pk")

    def title(self, target):
        return str(target.user)

    def sentence(self, verb, facts):
        """What is printed of a person can change too; all else that changes is the end."""
        printed = verb == Verb.CHANGED and "ends_at" not in facts.get("fields", ["ends_at"])
        return SENTENCES[verb] if printed else super().sentence(verb, facts)


class RoleWords(TermWords):
    slug, label = "role", gettext_lazy("role")

    def what(self, target):
        return _("%(person)s as %(role)s") % {"person": target.user, "role": target.get_kind_display()}


class CoFacilitatorWords(TermWords):
    slug, label = "co-facilitator", gettext_lazy("co-facilitator")

    def what(self, target):
        return _("%(person)s as co-facilitator") % {"person": target.user}


class CopyWords(Kind):
    """What a person asked for, told to themself alone."""

    slug, label = "copies", gettext_lazy("copies by mail")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s asked for copies by mail."),
        Verb.ENDED: gettext_lazy("%(who)s asked for no more copies by mail."),
    }

    def title(self, target):
        return str(self.label)


class CallWords(Kind):
    slug, label = "call", gettext_lazy("call")
    sentences = {
        Verb.EXTENDED: gettext_lazy("%(who)s extended the time for %(what)s."),
        Verb.CLOSED: gettext_lazy("%(who)s closed %(what)s."),
        Verb.RESUMED: gettext_lazy("%(who)s opened %(what)s again."),
        "more": gettext_lazy("%(who)s gave %(delegation)s more time for %(what)s."),
        "no_more": gettext_lazy("%(who)s ended the longer time of %(delegation)s for %(what)s."),
    }

    def keys(self, consultation, name):
        found = Call.objects.filter(consultation__slug=consultation).values("pk")
        return found.filter(number=int(name)) if is_number(name) else found.none()

    def search(self, words):
        return Call.objects.filter(subject__icontains=words).values("pk")

    def name(self, target):
        return str(target.number)

    def what(self, target):
        return _("the call “%(title)s”") % {"title": target}

    def sentence(self, verb, facts):
        if "delegation" in facts:
            return self.sentences["more" if verb == Verb.EXTENDED else "no_more"]
        return super().sentence(verb, facts)


class ReferenceDocumentWords(Kind):
    slug, label = "document", gettext_lazy("document")
    sentences = {
        Verb.WITHDRAWN: gettext_lazy("%(who)s took %(what)s out."),
        Verb.RESUMED: gettext_lazy("%(who)s put %(what)s back."),
    }

    def load(self, keys):
        return ReferenceDocument.objects.select_related("consultation").in_bulk(keys)

    def keys(self, consultation, name):
        found = ReferenceDocument.objects.filter(consultation__slug=consultation).values("pk")
        return found.filter(number=int(name)) if is_number(name) else found.none()

    def search(self, words):
        return ReferenceDocument.objects.filter(title__icontains=words).values("pk")

    def name(self, target):
        return str(target.number)

    def what(self, target):
        return _("the document “%(title)s”") % {"title": target.title}

    def address(self, target):
        return target.get_absolute_url()


class DeliveryWords(Kind):
    slug, label = "message", gettext_lazy("message")
    sentences = {
        Verb.CREATED: gettext_lazy("%(who)s had a letter sent to one more address: %(what)s."),
        Verb.BOUNCED: gettext_lazy("%(who)s noted that %(what)s came back."),
        Verb.REPORTED: gettext_lazy("%(who)s noted that %(what)s was called unwanted where it arrived."),
    }

    def load(self, keys):
        return Delivery.objects.only("address", "subject").in_bulk(keys)

    def search(self, words):
        return Delivery.objects.filter(Q(address__icontains=words) | Q(subject__icontains=words)).values("pk")

    def title(self, target):
        return target.subject

    def what(self, target):
        return _("the message to %(address)s") % {"address": target.address}


class DeadlineWords(Kind):
    slug, label = "date", gettext_lazy("date")
    sentences = {Verb.ENDED: gettext_lazy("%(who)s took %(what)s away.")}

    def title(self, target):
        return target.title

    def what(self, target):
        return _("the date “%(title)s”") % {"title": target.title}


class ReminderWords(Kind):
    slug, label = "reminder", gettext_lazy("reminder")
    sentences = {
        Verb.STOPPED: gettext_lazy("%(who)s stopped %(what)s."),
        Verb.RESUMED: gettext_lazy("%(who)s let %(what)s go again."),
        Verb.REMINDED: gettext_lazy("%(who)s sent %(what)s, when its moment came."),
    }

    def load(self, keys):
        return Reminder.objects.select_related("consultation", "deadline").in_bulk(keys)

    def search(self, words):
        return Reminder.objects.filter(deadline__title__icontains=words).values("pk")

    def title(self, target):
        """When it goes and before what; its subject has words in braces where facts will stand."""
        date = target.deadline.title or target.deadline.get_purpose_display()
        return f"{reminding.distance(target.offset)}: {date}"

    def what(self, target):
        return _("the reminder “%(title)s”") % {"title": self.title(target)}

    def address(self, target):
        return target.get_absolute_url()


WORDS = (
    DeadlineWords(Deadline),
    ReminderWords(Reminder),
    CircularWords(Circular),
    MeetingWords(Meeting),
    ConsultationWords(Consultation),
    RoleWords(Role),
    CoFacilitatorWords(CoFacilitator),
    CallWords(Call),
    ReferenceDocumentWords(ReferenceDocument),
    CopyWords(CopyRequest),
    DeliveryWords(Delivery),
)
