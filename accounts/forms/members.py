"""What one says of a member: what they may do, when they leave, who succeeds them, who stands in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import days
from ..models import MembershipRole
from .common import Tagless, day, line


class MemberForm(forms.Form):
    """What is said of one member, by someone whose clock counts for the days. Its ``terms()`` go to the action."""

    def __init__(self, *args, actor, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper, self.actor, self.membership = Tagless(), actor, membership
        self.zone = actor.user.time_zone
        self.city = days.city(self.zone)


class ChangeForm(MemberForm):
    """The function and, of a delegate, the two flags as far as the actor may give them."""

    function = line(_("Function"), 120, required=False)
    may_clear = forms.BooleanField(label=_("May clear and submit inputs"), required=False)
    may_manage = forms.BooleanField(label=_("May invite and end members"), required=False)

    def __init__(self, *args, actor, membership, **kwargs):
        super().__init__(*args, actor=actor, membership=membership, **kwargs)
        for name, field in list(self.fields.items()):
            field.initial = held = getattr(membership, name)
            fixed = membership.role == MembershipRole.HEAD or not (held or actor.may("accounts.grant", name))
            if name != "function" and fixed:
                del self.fields[name]

    def terms(self):
        kept = {flag: getattr(self.membership, flag) for flag in ("may_clear", "may_manage")}
        return kept | self.cleaned_data


class EndForm(MemberForm):
    """When and why; whoever ends their own last capacity says that they mean it."""

    ends_on = day(_("Last day"), required=False, help_text=_("Empty: it ends now."))
    reason = line(_("Reason"), 300, help_text=_("The member, the heads of the delegation and the record are told it."))
    sure = forms.BooleanField(
        label=_("I know that I lose my access by this, and cannot give it back to myself."),
        error_messages={"required": _("Confirm that you mean to give up your own access.")},
    )

    def __init__(self, *args, alone, **kwargs):
        super().__init__(*args, **kwargs)
        if not alone or self.membership.user_id != self.actor.user.pk:
            del self.fields["sure"]

    def terms(self):
        return {"ends_at": days.is_over(self.cleaned_data["ends_on"], self.zone), "reason": self.cleaned_data["reason"]}


class HandOverForm(MemberForm):
    """Who succeeds the head, and from when."""

    email = forms.EmailField(label=_("E-mail address of the successor"), max_length=254)
    function = line(_("Function of the successor"), 120, required=False)
    starts_on = day(_("First day of the successor"), required=False, help_text=_("Empty: when they accept."))

    def terms(self):
        cleaned = self.cleaned_data
        return {
            "email": cleaned["email"],
            "function": cleaned["function"],
            "starts_at": days.begins(cleaned["starts_on"], self.zone),
        }


class ActingForm(MemberForm):
    """For which time a delegate heads the delegation."""

    function = line(_("Function"), 120, required=False, help_text=_("For example: Chargé d'affaires a.i."))
    starts_on = day(_("First day"), required=False, help_text=_("Empty: from now on."))
    ends_on = day(_("Last day"))

    def terms(self):
        cleaned = self.cleaned_data
        return {
            "function": cleaned["function"],
            "starts_at": days.begins(cleaned["starts_on"], self.zone),
            "ends_at": days.is_over(cleaned["ends_on"], self.zone),
        }
