"""What the secretariat types into the directory, and a delegation of its own addresses."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from .. import tables
from ..directory import LACKS
from ..directory_file import COLUMNS
from ..models import Delegation, DelegationGroup, DelegationKind, GroupMembership
from .common import Tagless, day, line

LANGUAGE_NAMES = {
    "en": _("English"),
    "fr": _("French"),
    "es": _("Spanish"),
    "ar": _("Arabic"),
    "zh": _("Chinese"),
    "ru": _("Russian"),
}
NO_SUCH = _("Choose one from the list.")


class Fields(forms.Form):
    """Any form of the directory: marked up by crispy, without the form element."""

    helper = Tagless()

    def rebase(self, revision):
        """Let what was typed stand on the present state, so that saving it again keeps it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("based_on")] = revision


class DirectoryFilter(forms.Form):
    """A GET form: words, kind, group, and what is missing."""

    q = forms.CharField(
        label=_("Name in any language, code or address"),
        required=False,
        max_length=100,
        error_messages={
            "max_length": _("Search for at most 100 signs."),
            "null_characters_not_allowed": _("This cannot be searched for. Type a name, a code or an address."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("any kind")), *DelegationKind.choices],
        error_messages={"invalid_choice": NO_SUCH},
    )
    group = forms.ChoiceField(label=_("Group"), required=False, error_messages={"invalid_choice": NO_SUCH})
    state = forms.ChoiceField(
        label=_("What is missing"),
        required=False,
        choices=[("", _("whatever it has")), *LACKS.items()],
        error_messages={"invalid_choice": NO_SUCH},
    )

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("any group")), *groups]
        for name in ("kind", "group", "state"):
            self.fields[name].widget.attrs["class"] = "form-select"


class DelegationForm(Fields):
    """How letters name a delegation. ``based_on`` says which state of it the form was loaded with."""

    formal_name = line(_("Name on letters"), 200)
    languages = line(
        _("Languages of correspondence"), 60, help_text=_("Codes of languages, the first preferred: “fr, en”.")
    )
    admitted_under = line(
        _("Admitted under"), 200, required=False, help_text=_("The rule or decision, for who is no State.")
    )
    based_on = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @classmethod
    def of(cls, delegation):
        """The form with what now stands."""
        names = ("formal_name", "languages", "admitted_under")
        return cls(initial={name: getattr(delegation, name) for name in names} | {"based_on": delegation.revision()})


class NameForm(Fields):
    """Another name from a day on."""

    prefix = "name"
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_NAMES.items())
    name = line(_("Name"), 200)
    valid_from = day(
        _("First day on which it holds"),
        required=False,
        help_text=_("The name before ends with it. Empty: it always held."),
    )
    confirmed = forms.BooleanField(label=_("The day was checked against a source"), required=False)


class AmendNameForm(Fields):
    """The end of a name. Its text is not changed: another name takes its place."""

    valid_to = day(_("First day on which it no longer holds"), required=False, help_text=_("Empty: it holds still."))
    confirmed = forms.BooleanField(label=_("The days were checked against a source"), required=False)


class AddressForm(Fields):
    """Another official address."""

    prefix = "address"
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    label = line(_("What it is for"), 80, required=False)
    note = line(_("Note"), 200, required=False)


class EditAddressForm(Fields):
    label = line(_("What it is for"), 80, required=False)
    note = line(_("Note"), 200, required=False)
    active = forms.BooleanField(label=_("In use: circulars go there"), required=False)
    based_on = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @classmethod
    def of(cls, address):
        initial = {"label": address.label, "note": address.note, "active": address.active}
        return cls(initial=initial | {"based_on": address.revision()}, prefix=f"address-{address.pk}")


class JoinForm(Fields):
    """A delegation joins a group."""

    prefix = "join"
    group = forms.ModelChoiceField(
        label=_("Group"),
        queryset=DelegationGroup.objects.order_by("name"),
        to_field_name="code",
        error_messages={"invalid_choice": NO_SUCH},
    )
    valid_from = day(_("First day as a member"), required=False, help_text=_("Empty: it always belonged to it."))
    note = line(_("Note"), 120, required=False)


class LeaveForm(Fields):
    valid_to = day(_("First day on which it is no member"))


class EndForm(LeaveForm):
    """The end of several memberships in a group at once."""

    prefix = "end"
    memberships = forms.ModelMultipleChoiceField(
        queryset=GroupMembership.objects.none(),
        error_messages={
            "required": _("Tick those whose membership ends."),
            "invalid_choice": _("Load the page again."),
        },
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["memberships"].queryset = group.memberships.filter(valid_to=None)


class OnForm(forms.Form):
    """The day as of which groups are shown."""

    on = day(_("As of"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["class"] = "form-control"


class PickerForm(Fields):
    """Delegations picked from a list in alphabetical order."""

    members = forms.ModelMultipleChoiceField(
        label=_("Delegations"),
        queryset=Delegation.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one delegation.")},
    )
    valid_from = day(_("First day as members"), required=False, help_text=_("Empty: they always belonged to it."))
    note = line(_("Note"), 120, required=False)

    def __init__(self, *args, on, without=(), **kwargs):
        super().__init__(*args, **kwargs)
        there = Delegation.objects.states().exclude(pk__in=without).in_order(on).with_names()
        self.fields["members"].queryset = there
        self.fields["members"].label_from_instance = lambda delegation: delegation.name_on(on)


class GroupForm(PickerForm):
    """A new list of States."""

    name = line(_("Name of the list"), 200)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Letters, digits and hyphens; it stands in addresses and files.")
    )
    note = None
    field_order = ["name", "code", "valid_from", "members"]


def _limits():
    return _("CSV with the columns %(columns)s; those that are missing stay as they are. At most 512 KB.") % {
        "columns": ", ".join(COLUMNS)
    }


class UploadForm(Fields):
    """A table to be looked at before anything of it is written."""

    file = forms.FileField(
        label=_("File"), help_text=lazy(_limits, str)(), error_messages={"empty": _("The file is empty.")}
    )

    def clean_file(self):
        """The text of the file."""
        upload = self.cleaned_data["file"]
        if upload.size > tables.LIMIT or getattr(upload, "fault", ""):
            raise ValidationError(_("The file is larger than 512 KB. Split it and send the parts."), "size")
        return tables.decoded(upload.read())


class ConfirmForm(forms.Form):
    """The table as it was read, and the digest of what it was said to change."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=tables.LIMIT, strip=False)
    previewed = forms.CharField(widget=forms.HiddenInput, max_length=64)
