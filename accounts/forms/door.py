"""What somebody who wants to take part says of themselves, and how the secretariat answers."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Delegation, DelegationKind
from ..models.delegation import STATES
from .common import line
from .directory import NO_SUCH, Fields

LINK = re.compile(r"://|www\.|[<>]|\b[\w-]+\.(?:com|org|net|int|info|example|invalid)\b|@", re.IGNORECASE)
SLUG = re.compile(r"[-\w]{1,80}", re.ASCII)
ORGANIZATIONS = [(kind.value, kind.label) for kind in DelegationKind if kind not in STATES]


def refuse_links(value):
    """A name is a name: what is typed here is read by people who trust this page."""
    if LINK.search(value):
        raise ValidationError(_("Write a name here, without an address of the web or of mail."), code="link")


def refuse_signs_of_control(value):
    if any(ord(sign) < 32 and sign not in "\r\n\t" for sign in value):
        raise ValidationError(_("This holds invisible characters. Type it anew, without them."), code="hidden")


class ApplicationForm(Fields):
    """Who asks to take part."""

    organization = line(_("Name of the organization"), 200)
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=ORGANIZATIONS,
        initial=DelegationKind.STAKEHOLDER.value,
        error_messages={"invalid_choice": NO_SUCH},
    )
    rule = line(
        _("Under which rule it takes part"),
        200,
        help_text=_("For example: consultative status with ECOSOC since 2009; invitation of the General Assembly."),
    )
    about = forms.CharField(
        label=_("What it does on the subject"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[refuse_signs_of_control],
        help_text=_("A few sentences. Up to 2,000 letters."),
    )
    contact_name = line(_("Whom to write to"), 150)
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("The answer goes there, and the invitation.")
    )
    consultation = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("organization", "contact_name"):
            self.fields[name].validators.append(refuse_links)

    def clean_consultation(self):
        """The slug of a consultation, as the link had it; "" for what can be none."""
        slug = self.cleaned_data["consultation"]
        return slug if SLUG.fullmatch(slug) else ""


def _answer(**more):
    return forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), validators=[refuse_signs_of_control], **more
    )


class DeclineForm(Fields):
    prefix = "decline"
    answer = _answer(
        label=_("Your answer"), help_text=_("It is mailed as you write it: say why, and what the applicant can do.")
    )


class AdmitForm(Fields):
    """As which delegation the applicant takes part: one that is in the directory, or a new one."""

    prefix = "admit"
    delegation = forms.ModelChoiceField(
        label=_("A delegation in the directory"),
        queryset=Delegation.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("none: make a new one"),
        error_messages={"invalid_choice": NO_SUCH},
    )
    kind = forms.ChoiceField(label=_("Kind of the new delegation"), required=False, choices=ORGANIZATIONS)
    code = forms.SlugField(
        label=_("Code of the new delegation"),
        required=False,
        max_length=40,
        help_text=_("Short, in capitals: it stands in references of inputs, such as IOM-2026-1."),
    )
    formal_name = line(_("Its name on letters"), 200, required=False)
    admitted_under = line(_("Admitted under"), 200, required=False)
    answer = _answer(label=_("A sentence to the applicant"), required=False)

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        there = Delegation.objects.in_order(on).with_names()
        self.fields["delegation"].queryset = there
        self.fields["delegation"].label_from_instance = lambda each: f"{each.name_on(on)} ({each.code})"
        self.fields["formal_name"].validators.append(refuse_links)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("delegation") is None and "delegation" not in self.errors:
            for name in ("kind", "code", "formal_name", "admitted_under"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, _("A new delegation needs this. Fill it in, or choose one from the list."))
        return cleaned
