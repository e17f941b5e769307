"""The public inputs as a feed (Atom, RFC 4287): one entry for each input, what has changed last first.

The id of an entry is the permanent address of the input, so that a reader knows it again when it is revised. The feed
is the same for everybody, so that a reader's own programme keeps nothing that was for a few.
"""

from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from record.actor import Actor
from record.models import Event, Verb

from . import prose
from .models import Submission, SubmissionState, SubmittedVersion

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
WORDS = 60  # of a summary
MOST = 100  # entries
_NO_XML = {ord(sign): " " for sign in map(chr, [*range(32), 0xFFFE, 0xFFFF]) if sign not in "\t\n\r"}


class InputFeed(Atom1Feed):
    """Atom with a date of its own where nothing has been submitted yet."""

    def latest_post_date(self):
        return self.feed["latest"]


def public(consultation, at):
    """The inputs that stand or were withdrawn and that everybody may read, each with when it last changed."""
    versions = SubmittedVersion.objects.readable_by(Actor(at=at)).current().for_list()
    versions = list(versions.filter(submission__consultation=consultation))
    gone = Event.objects.about_any(Submission, [version.submission_id for version in versions])
    gone = dict(gone.filter(verb=Verb.WITHDRAWN).values_list("target_id", "at"))
    for version in versions:
        version.changed_at = gone.get(version.submission_id, version.submitted_at)
    return sorted(versions, key=lambda version: (version.changed_at, version.pk), reverse=True)[:MOST]


def feed(consultation, versions):
    """The feed of ``versions``, of ``public``, as bytes, and when it last changed."""
    beginning = datetime.combine(consultation.opens_on, time(), consultation.zone)
    latest = max((version.changed_at for version in versions), default=beginning)
    address = _address("inputs_atom", consultation.slug)
    made = InputFeed(
        title=_("Inputs: %(consultation)s") % {"consultation": consultation.short_title},
        link=_address("inputs", consultation.slug),
        feed_url=address,
        feed_guid=address,
        description=None,
        subtitle=consultation.title,
        language="en",
        latest=latest,
    )
    for version in versions:
        _add(made, consultation, version)
    return made.writeString("utf-8").encode(), latest


def _add(made, consultation, version):
    page = _address("submission", consultation.slug, version.submission.reference)
    made.add_item(
        title=_clean(_title(version)),
        link=page,
        description=_clean(_summary(version)),
        unique_id=page,
        author_name=_clean(version.content["delegation"]["name"]),
        updateddate=version.changed_at,
        categories=[_clean(str(version.submission.call))],
    )


def _title(version):
    """Who and under which reference; and what has become of it, for those who read titles only."""
    content = version.content
    name = ", ".join(filter(None, [content["delegation"]["name"], content["wording"]]))
    values = {"reference": version.reference, "name": name, "number": version.number}
    if version.submission.state == SubmissionState.WITHDRAWN:
        return _("%(reference)s %(name)s (withdrawn)") % values
    if version.number > 1:
        return _("%(reference)s %(name)s (version %(number)s)") % values
    return _("%(reference)s %(name)s") % values


def _summary(version):
    """The beginning of what it says; of a withdrawn input nothing."""
    if version.submission.state == SubmissionState.WITHDRAWN:
        return _("This input was withdrawn by the delegation.")
    answers = version.content["answers"]
    return Truncator(answers[0]["text"]).words(WORDS) if answers else ""


def _address(name, *args):
    return settings.SITE_URL + reverse(f"submissions:{name}", args=args)


def _clean(text):
    """``text`` without what nobody sees, and what no XML file may hold."""
    return prose.HIDDEN.sub("", text).translate(_NO_XML)
