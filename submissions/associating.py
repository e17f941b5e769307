"""After an input on behalf of others was submitted: who joins it, and who says that it was listed wrongly.

What was submitted stays as it is. Both are said once, by a delegation for itself, and are not taken back.
"""

from django.utils.translation import gettext as _

from accounts.models import PartyCapacity, PartyEntry, PartyEntryKind
from accounts.phrases import in_a_sentence

from .models import SubmissionState


def why_not_associate(submission, delegation):
    """What stands in the way of this delegation joining an input, as a sentence; "" if nothing."""
    if reason := _why_not_touch(submission):
        return reason
    said = _said(submission, delegation)
    if PartyEntryKind.ASSOCIATED in said:
        return _("Your delegation has associated itself with this input already.")
    if PartyEntryKind.DISOWNED in said:
        return _("Your delegation has said that it was listed wrongly. Write to the delegation that submitted this.")
    if PartyEntryKind.EXCEPTED in said:
        return _(
            "This input was submitted with the exception of your delegation. Write to the delegation that submitted it."
        )
    if submission.party.delegations().filter(pk=delegation.pk).exists():
        return _("This input is in the name of your delegation already.")
    return ""


def why_not_disown(submission, delegation):
    """What stands in the way of this delegation saying that it was listed wrongly, as a sentence; "" if nothing."""
    if reason := _why_not_touch(submission):
        return reason
    said = _said(submission, delegation)
    if PartyEntryKind.DISOWNED in said:
        return _("Your delegation has said already that it was listed wrongly.")
    if PartyEntryKind.ASSOCIATED in said:
        return _(
            "Your delegation associated itself with this input, and that cannot be taken back. Write to the "
            "delegation that submitted it."
        )
    if not submission.party.delegations().filter(pk=delegation.pk).exists():
        return _("Your delegation is not listed in this input, so there is nothing to set right.")
    return ""


def _why_not_touch(submission):
    if submission.state == SubmissionState.WITHDRAWN:
        return _("This input was withdrawn. Nothing is said in anybody’s name any more.")
    if submission.capacity == PartyCapacity.NATIONAL:
        return _("This input speaks for one delegation only. Write one that aligns itself with it instead.")
    return ""


def _said(submission, delegation):
    entries = PartyEntry.objects.filter(party=submission.party_id, delegation=delegation)
    return set(entries.values_list("kind", flat=True))


def since(submission):
    """Who joined an input after it was submitted, and who says that it was listed wrongly: in the order of time."""
    late = [PartyEntryKind.ASSOCIATED, PartyEntryKind.DISOWNED]
    entries = PartyEntry.objects.filter(party=submission.party_id, kind__in=late).order_by("at", "pk")
    rows = entries.select_related("delegation").prefetch_related("delegation__names")
    for entry in rows:  # kept by the queryset, which is evaluated here
        entry.day = submission.consultation.day(entry.at)
        entry.name = in_a_sentence(entry.delegation.name_on(entry.day))
    return rows


def beside(submission, actor):
    """What the page of an input says of this, and what the actor may do; nothing where it speaks for one only."""
    if submission.capacity == PartyCapacity.NATIONAL:
        return {}
    return {
        "since": list(since(submission)),
        "count": submission.party.delegations().count(),
        "may_associate": _may(actor, "associate", why_not_associate, submission),
        "may_disown": _may(actor, "disown", why_not_disown, submission),
    }


def _may(actor, verb, why_not, submission):
    """Whether the actor may do it and nothing stands in the way now."""
    return actor.may(f"submissions.{verb}", submission) and not why_not(submission, actor.delegation)
