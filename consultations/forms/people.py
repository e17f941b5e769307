"""Who works for a consultation, as one names them: by the address of their account."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import days
from accounts.forms.common import day, line
from accounts.models import Delegation, User

from ..models import RoleKind
from .changing import Changing
from .common import Tagless

PLACES = 9


class Account(forms.EmailField):
    """The address of somebody who has an account; the User is what it gives."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 254, "label": gettext_lazy("E-mail address of the account")} | kwargs)

    def clean(self, value):
        user = User.objects.filter(email__iexact=super().clean(value)).first()
        if user is None:
            raise ValidationError(
                _(
                    "There is no account with this address. Invite the person first; once they have joined, enter "
                    "them here."
                )
            )
        if not user.is_active:
            raise ValidationError(_("This account is closed. Ask an administrator to open it again, or name another."))
        return user


class RoleForm(forms.Form):
    user = Account()
    kind = forms.ChoiceField(label=gettext_lazy("Role"), choices=RoleKind, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()


class Printed(forms.Form):
    """What is printed of a co-facilitator, and at which place."""

    printed_name = line(
        gettext_lazy("Name as it is printed"), 150, help_text=gettext_lazy("With its title: H.E. and the name.")
    )
    printed_function = line(
        gettext_lazy("Function as it is printed"),
        200,
        help_text=gettext_lazy("Below the name, such as Permanent Representative of … to the United Nations."),
    )
    order = forms.IntegerField(
        label=gettext_lazy("Place"),
        min_value=1,
        max_value=PLACES,
        help_text=gettext_lazy("The first signs at the left, and their letterhead stands above."),
    )


class CoFacilitatorForm(Printed):
    field_order = ["user", "delegation"]

    user = Account()
    delegation = forms.ModelChoiceField(
        label=gettext_lazy("Delegation"),
        queryset=Delegation.objects.none(),
        help_text=gettext_lazy("Its name on letters is the letterhead. It is kept in the directory."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        field = self.fields["delegation"]
        field.queryset = Delegation.objects.states().order_by("formal_name")
        field.label_from_instance = lambda delegation: delegation.formal_name


class ChangeCoFacilitatorForm(Changing, Printed):
    revision = forms.CharField(widget=forms.HiddenInput, max_length=64)


class EndCoFacilitatorForm(forms.Form):
    """Until when a person leads, in days of the consultation's zone."""

    ends_on = day(
        gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: it ends now, with this button.")
    )

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper, self.zone = Tagless(), zone

    def terms(self):
        return {"ends_at": days.is_over(self.cleaned_data["ends_on"], self.zone.key)}
