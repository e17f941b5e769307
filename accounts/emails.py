"""The messages about accounts: each function gives a subject and a text."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def invitation(invitation):
    """To whoever is invited, with the link that works once."""
    subject = _("Your invitation to the portal, for %(delegation)s") % {"delegation": invitation.delegation.formal_name}
    context = {"invitation": invitation, "site": settings.SITE_URL}
    return " ".join(subject.split())[:240], render_to_string("accounts/email/invitation.txt", context).strip() + "\n"
