"""The messages to whoever asks to take part: each function gives a subject and a text.

Nothing that a stranger has typed stands in them. Anybody can type an address that is not theirs, and the portal must
not carry their words to it.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def received(application):
    return _("Your request to take part was received"), _text("received", application)


def admitted(application):
    return _("You can take part"), _text("admitted", application)


def declined(application):
    return _("The answer to your request to take part"), _text("declined", application)


def _text(name, application):
    context = {"application": application, "site": settings.SITE_URL}
    return render_to_string(f"accounts/email/application_{name}.txt", context).strip() + "\n"
