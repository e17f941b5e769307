"""Forms that change what stands: each knows on what it was based, and shows what others have saved meanwhile."""

from django import forms

from .common import Tagless
from .meetings import as_typed, shown

LARGEST = 2_000_000_000


class Changing(forms.Form):
    """A form for ``row``, filled with what stands. ``revision`` is the one that was read.

    After a conflict ``theirs`` holds (label, text) of each field that now says other than this form.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)

    def __init__(self, *args, row, **kwargs):
        self.row, self.theirs = row, None
        super().__init__(*args, initial=self.initial_of(row), **kwargs)
        self.helper = Tagless()

    def initial_of(self, row):
        """The fields as they stand."""
        names = [name for name in self.base_fields if hasattr(row, name) and name != "revision"]
        return {name: getattr(row, name) for name in names} | {"revision": revision_of(row)}

    def catch_up(self):
        """After a conflict: say what stands, and be ready to save over it if one so decides."""
        self.row.refresh_from_db()
        stands = type(self)(row=self.row)
        self.theirs = [
            (self[name].label, shown(stands[name]) if name in stands.fields else "")
            for name in self.fields
            if name != "revision" and _typed(stands, name) != as_typed(self[name])
        ]
        self.data = self.data.copy()
        self.data["revision"] = revision_of(self.row)

    def terms(self):
        """What the action is given."""
        return self.cleaned_data


def revision_of(row):
    return row.revision() if callable(row.revision) else row.revision


def _typed(form, name):
    return as_typed(form[name]) if name in form.fields else ""
