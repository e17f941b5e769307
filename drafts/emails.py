"""The messages about drafts: each function gives a subject and a text. Templates stand in ``email/``."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

TRACED = "traced-"  # and the number of the version: the kind of the messages about what became of an input


def release_request(version):
    """To the co-facilitators, who can release the draft."""
    subject = f"{version.consultation.short_title}: " + _("a draft awaits its release")
    context = {"site": settings.SITE_URL, "version": version, "consultation": version.consultation}
    text = render_to_string("drafts/email/release_request.txt", context).strip() + "\n"
    return " ".join(subject.split())[:240], text


def copy(version):
    """To a person who asked for copies: that the draft has been released, with its PDF where that is stored."""
    subject = f"{version.consultation.short_title}: {version.label}"
    context = {"site": settings.SITE_URL, "version": version, "consultation": version.consultation}
    return " ".join(subject.split())[:240], render_to_string("drafts/email/copy.txt", context).strip() + "\n"


def traced(draft, version, answers):
    """To the people of a delegation: what became of each answer of its input in the draft that was released."""
    subject = f"{draft.consultation.short_title}: " + _("what became of your input %(reference)s in %(label)s") % {
        "reference": version.reference,
        "label": draft.label,
    }
    context = {"site": settings.SITE_URL, "draft": draft, "version": version, "answers": answers}
    return " ".join(subject.split())[:240], render_to_string("drafts/email/traced.txt", context).strip() + "\n"
