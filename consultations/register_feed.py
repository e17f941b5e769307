"""The register of circulars as a feed (Atom, RFC 4287): one entry for each letter, the newest first.

The id of an entry is the permanent address of the letter, so that a reader knows it again when it is superseded.
"""

from datetime import datetime, time

from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from record.models import Event, Verb

from . import letters
from .json_forms import address
from .letters.text import clean
from .models import REPLACING, Circular, CircularState

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
WORDS = 60  # of a summary
_NO_XML = str.maketrans("\ufffe\uffff", "  ")  # signs that no XML file may hold


class RegisterFeed(Atom1Feed):
    """Atom with the label of a category, and a date of its own where nothing has been issued yet."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("category", "", {"term": item["kind"], "label": item["label"]})

    def latest_post_date(self):
        return self.feed["latest"]


def feed(consultation, circulars):
    """The feed of ``circulars``, as bytes, and when it last changed."""
    changed = _changed(circulars)
    latest = max(changed.values(), default=datetime.combine(consultation.opens_on, time(), consultation.zone))
    made = RegisterFeed(
        title=_("Circulars: %(consultation)s") % {"consultation": consultation.short_title},
        link=address("circulars", consultation.slug),
        feed_url=address("circulars_atom", consultation.slug),
        feed_guid=address("circulars_atom", consultation.slug),
        description=None,
        subtitle=consultation.title,
        language="en",
        author_name=_("The secretariat of the consultation"),
        author_email=consultation.contact,
        latest=latest,
    )
    for circular in circulars:
        _add(made, consultation, circular, changed[circular.pk])
    return made.writeString("utf-8").encode(), latest


def _add(made, consultation, circular, changed):
    page = address("circular", consultation.slug, circular.reference)
    pdf = address("circular_pdf", consultation.slug, circular.reference)
    made.add_item(
        title=_clean(_title(circular)),
        link=page,
        description=_clean(_summary(circular)),
        unique_id=page,
        pubdate=circular.issued_at,
        updateddate=changed,
        enclosures=[Enclosure(pdf, str(circular.pdf.size), "application/pdf")],
        kind=circular.kind,
        label=str(circular.get_kind_display()),
    )


def _title(circular):
    """Reference and subject; and that it no longer stands, for those who read titles only."""
    values = {"reference": circular.reference, "subject": circular.subject}
    if circular.state == CircularState.WITHDRAWN:
        return _("%(reference)s %(subject)s (withdrawn)") % values
    if circular.state == CircularState.SUPERSEDED:
        by = next((other.reference for other in circular.followed_by if other.correction in REPLACING), "")
        return _("%(reference)s %(subject)s (superseded by %(by)s)") % {**values, "by": by}
    return _("%(reference)s %(subject)s") % values


def _summary(circular):
    """The beginning of what it says."""
    return Truncator(letters.body_text(circular.content)).words(WORDS)


def _changed(circulars):
    """When each was issued or, later, superseded or withdrawn; in one query."""
    later = Event.objects.about_any(Circular, [circular.pk for circular in circulars])
    later = later.filter(verb__in=[Verb.SUPERSEDED, Verb.WITHDRAWN]).values_list("target_id", "at")
    return {circular.pk: circular.issued_at for circular in circulars} | dict(later)


def _clean(text):
    return clean(text).translate(_NO_XML)
