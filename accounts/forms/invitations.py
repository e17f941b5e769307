"""What one types to let others in, and to come in."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from record.actor import Capacity

from .. import days, tables
from ..models import Delegation, Invitation, MembershipRole, User
from .common import Tagless, day, line

ACTING = "acting"
ROLES = {
    MembershipRole.DELEGATE.value: MembershipRole.DELEGATE.label,
    MembershipRole.HEAD.value: MembershipRole.HEAD.label,
    ACTING: _("head of delegation ad interim"),
}


class InviteForm(forms.Form):
    """An address, a delegation, a role and its terms. One is offered only what one may give.

    Nobody gives what they do not hold, and a delegation's own people invite for it alone.
    """

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    delegation = forms.ModelChoiceField(label=_("Delegation"), queryset=Delegation.objects.none())
    role = forms.ChoiceField(label=_("Role"), help_text=_("Heads clear, submit and manage the members in any case."))
    function = line(_("Function"), 120, required=False, help_text=_("As on a card: First Secretary."))
    may_clear = forms.BooleanField(label=_("May clear and submit inputs"), required=False)
    may_manage = forms.BooleanField(label=_("May invite and end members"), required=False)
    starts_on = day(_("First day"), required=False, help_text=_("Empty: as soon as the invitation is accepted."))
    ends_on = day(_("Last day"), required=False, help_text=_("Empty: until it is ended. A head ad interim has one."))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper, self.zone = Tagless(), getattr(actor.user, "time_zone", "UTC")
        everyone = actor.capacity == Capacity.SECRETARIAT
        field = self.fields["delegation"]
        field.queryset = Delegation.objects.order_by("formal_name")
        if not everyone:
            field.queryset, field.initial = field.queryset.filter(pk=actor.delegation_id), actor.delegation_id
        field.label_from_instance = lambda delegation: delegation.formal_name
        self.fields["role"].choices = [(key, label) for key, label in ROLES.items() if self._may_give(actor, key)]
        for flag in ("may_clear", "may_manage"):
            if not actor.may("accounts.grant", flag):
                del self.fields[flag]

    def _may_give(self, actor, key):
        acting = key == ACTING
        role = MembershipRole.HEAD if acting else key
        return actor.may("accounts.invite", Invitation(delegation_id=actor.delegation_id, role=role, acting=acting))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("role") == ACTING and not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("A head ad interim has a last day. Enter it."))
        return cleaned

    def terms(self):
        """What ``actions.invite`` is given."""
        cleaned = self.cleaned_data
        acting = cleaned["role"] == ACTING
        return {
            "email": cleaned["email"],
            "delegation": cleaned["delegation"],
            "role": MembershipRole.HEAD if acting else cleaned["role"],
            "acting": acting,
            "function": cleaned["function"],
            "may_clear": cleaned.get("may_clear", False),
            "may_manage": cleaned.get("may_manage", False),
            "starts_at": days.begins(cleaned["starts_on"], self.zone),
            "ends_at": days.is_over(cleaned["ends_on"], self.zone),
        }


class ManyForm(forms.Form):
    """A table of people to invite, pasted or as a file; the text of a file takes the place of what was pasted."""

    text = forms.CharField(
        label=_("Paste the rows"),
        max_length=tables.LIMIT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("The first line names the columns: code (or iso3), email, role, function, until."),
    )
    file = forms.FileField(label=_("Or choose a file"), required=False, help_text=_("CSV, up to 512 KB."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not upload:
            return ""
        if upload.size > tables.LIMIT:
            raise forms.ValidationError(_("The file is larger than 512 KB. Split it and send the parts."))
        return tables.decoded(upload.read())

    def clean(self):
        cleaned = super().clean()
        cleaned["text"] = cleaned.get("file") or cleaned.get("text", "")
        if not self.errors and not cleaned["text"].strip():
            self.add_error("text", _("Paste some rows, or choose a file."))
        return cleaned


class AcceptForm(forms.Form):
    """How a newcomer is called and signs in."""

    name = line(_("Your name"), 150)
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 15 characters; a sentence is easy to keep in mind."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email, self.helper = email, Tagless()

    def clean(self):
        cleaned = super().clean()
        password = cleaned.get("password")
        if password and password != cleaned.get("again"):
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        elif password:
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
