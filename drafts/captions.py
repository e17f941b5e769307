"""How a document names the version it shows and the one it is compared with, in the language of the text."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.letters import letter_date

LANGUAGES = {
    "ar": gettext_lazy("Arabic"),
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
    "es": gettext_lazy("Spanish"),
}


def original(content):
    """In what language the text was written, as the head of a document says it; "" where it is none of the six."""
    with translation.override(content["language"]):
        name = LANGUAGES.get(content["language"])
        return _("Original: %(language)s") % {"language": name} if name else ""


def dated(content):
    """The date of the text, written out."""
    return letter_date(date.fromisoformat(content["dated"]), content["language"])


def said(content):
    """A version by its label and date: "Rev.1 of 20 June 2019"."""
    with translation.override(content["language"]):
        return _("%(label)s of %(date)s") % {"label": content["label"], "date": dated(content)}


def against(content, base):
    """What is compared with what, as it stands on every page of the document."""
    with translation.override(content["language"]):
        return _("%(new)s, changes shown against %(base)s") % {"new": said(content), "base": said(base)}
