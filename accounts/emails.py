"""The letters about accounts: each function gives a subject and a text. Templates stand in ``email/``."""

import re
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import days

GAPS = re.compile(r"\n{3,}")  # where a template left something out
HOUSE_ZONE = "America/New_York"  # for who has no account, and so no zone of their own


def moment(instant, zone):
    """An instant in one line, with the city of its zone: "Tue 1 Dec 2026, 00:00 New York"; "" for none."""
    if instant is None:
        return ""
    return f"{date_format(instant.astimezone(ZoneInfo(zone)), 'D j M Y, H:i')} {days.city(zone)}"


def invitation(invitation):
    """To whoever is invited, with the link that works once."""
    subject = _("Your invitation to the portal, for %(delegation)s") % {"delegation": invitation.delegation.formal_name}
    return _letter("invitation", subject, **_of_invitation(invitation))


def invitation_again(invitation):
    """The same with a new link, which is the only one that works from now on."""
    subject = _("Your invitation once more, for %(delegation)s") % {"delegation": invitation.delegation.formal_name}
    return _letter("invitation_again", subject, **_of_invitation(invitation))


def joined(membership, by, user):
    """To a head: who has come in, what they may do, and that ``by`` invited them."""
    subject = _("%(person)s has joined %(delegation)s") % _who(membership)
    return _letter("joined", subject, membership=membership, by=by, user=user)


def changed(membership, by, user):
    """To the member whose part was changed, and to the heads: how it stands now."""
    subject = _("What %(person)s may do for %(delegation)s") % _who(membership)
    return _letter("changed", subject, membership=membership, by=by, user=user)


def ended(membership, by, user, reason):
    """To the member who speaks for the delegation no longer, and to the heads."""
    over = membership.is_over(by.at)
    subject = _("%(person)s no longer speaks for %(delegation)s") if over else _("%(person)s leaves %(delegation)s")
    context = {"membership": membership, "by": by, "user": user, "reason": reason, "over": over}
    return _letter("ended", subject % _who(membership), **context)


def acting(membership, by, user):
    """To the member who heads the delegation for a time, and to the heads."""
    subject = _("%(person)s heads %(delegation)s for a time") % _who(membership)
    return _letter("acting", subject, membership=membership, by=by, user=user)


def handed_over(before, after, user):
    """To who left, who came, the other heads and the delegation's addresses: who heads it from when."""
    subject = _("Change of the head of delegation: %(delegation)s") % {"delegation": after.delegation.formal_name}
    return _letter("handed_over", subject, before=before, membership=after, user=user)


def _who(membership):
    return {"person": membership.user, "delegation": membership.delegation.formal_name}


def _of_invitation(invitation):
    return {"invitation": invitation, "membership": invitation, "expires": moment(invitation.expires_at, HOUSE_ZONE)}


def _letter(name, subject, *, membership, user=None, **context):
    """Subject on one line and text, with the times of ``membership`` on the clock of ``user``."""
    zone = user.time_zone if user else HOUSE_ZONE
    context |= {
        "membership": membership,
        "user": user,
        "site": settings.SITE_URL,
        "starts": moment(membership.starts_at, zone),
        "ends": moment(membership.ends_at, zone),
        "is_reader": user is not None and getattr(membership, "user_id", None) == user.pk,
    }
    text = render_to_string(f"accounts/email/{name}.txt", context)
    return " ".join(subject.split())[:240], GAPS.sub("\n\n", text).strip() + "\n"
