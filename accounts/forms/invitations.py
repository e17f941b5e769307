"""What one types to let others in, and to come in."""

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from record.actor import Capacity

from ..models import Delegation, MembershipRole, User


class InviteForm(forms.Form):
    """An address, a delegation and a role; a delegation's own administrator chooses neither of the last two."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    delegation = forms.ModelChoiceField(label=_("Delegation"), queryset=Delegation.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=MembershipRole)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        if actor.capacity == Capacity.SECRETARIAT:
            self.fields["delegation"].queryset = Delegation.objects.order_by("formal_name")
        else:
            self.fields["delegation"].queryset = Delegation.objects.filter(pk=actor.delegation_id)
            self.fields["delegation"].initial = actor.delegation_id
            self.fields["role"].choices = [(MembershipRole.DELEGATE.value, MembershipRole.DELEGATE.label)]
        self.fields["delegation"].label_from_instance = lambda delegation: delegation.formal_name


class AcceptForm(forms.Form):
    """How a newcomer is called and signs in."""

    name = forms.CharField(label=_("Your name"), max_length=150)
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
        self.email = email
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

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
