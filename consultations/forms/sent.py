"""What one looks for in what was sent, and to whom. What cannot be meant is told in a sentence, and finds nothing."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation

UNSEARCHABLE = _("This cannot be searched for. Type a few words of a subject, or an address.")


class SentFilter(forms.Form):
    """A GET form: words of the subject or of the address, and a sort of message among ``sorts``."""

    q = forms.CharField(
        label=_("Words of the subject, or address"),
        required=False,
        max_length=100,
        error_messages={"max_length": UNSEARCHABLE, "null_characters_not_allowed": UNSEARCHABLE},
    )
    sort = forms.ChoiceField(
        label=_("Kind of message"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": _("No messages of this kind are listed here. Choose one from the list.")},
    )

    def __init__(self, *args, sorts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sort"].choices = [("", _("any")), *((sort.slug, sort.label) for sort in sorts)]

    def narrow(self, deliveries):
        """Those of ``deliveries`` that are looked for; none where the form is not valid."""
        if not self.is_valid():
            return deliveries.none()
        wanted = self.cleaned_data
        for word in wanted["q"].split()[:10]:
            deliveries = deliveries.filter(Q(subject__icontains=word) | Q(address__icontains=word))
        return deliveries.filter(sort=wanted["sort"]) if wanted["sort"] else deliveries

    def sentences(self):
        """What is wrong with it, each in one sentence."""
        return list(dict.fromkeys(message for messages in self.errors.values() for message in messages))


class WhoseForm(forms.Form):
    """The delegation to which one wants to see what was sent."""

    delegation = forms.ModelChoiceField(
        label=_("Delegation"),
        queryset=Delegation.objects.none(),
        to_field_name="code",
        empty_label=_("Choose a delegation"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegation"].queryset = Delegation.objects.with_names().in_order(day)
        self.fields["delegation"].label_from_instance = lambda delegation: delegation.name_on(day)
