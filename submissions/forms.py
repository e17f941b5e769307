"""What one types about inputs. Forms validate; they never touch ``state``."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs
from accounts.models import Delegation
from consultations.forms import Tagless
from record import uploads

from . import composition, prose
from .models import SubmittedVersion, Visibility
from .models.submission import SPEAKING

BROUGHT = 60_000  # signs of an answer that the page takes along to be merged with; of longer ones the history knows
FAR_TOO_LONG = 400_000  # signs: it will be refused, and is given back as it is without being read as HTML


class ProseField(forms.CharField):
    """Text of any length, without the signs that nobody sees."""

    def __init__(self, **kwargs):
        super().__init__(required=False, strip=False, widget=forms.Textarea, **kwargs)

    def to_python(self, value):
        return prose.HIDDEN.sub("", super().to_python(value)).replace("\r\n", "\n")


class InputForm(forms.Form):
    """The boxes of an input, its language and who shall read it. Everything typed comes back as safe HTML."""

    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    # What the boxes hold: plain text as typed, or the HTML of the editor, which says so.
    format = forms.ChoiceField(choices=[("text", "text"), ("html", "html")], required=False, widget=forms.HiddenInput)
    # With what they were opened: a page that lies open must not undo what others have chosen since.
    language = forms.ChoiceField(
        label=_("Language of the input"), choices=composition.LANGUAGES.items(), show_hidden_initial=True
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it once it is submitted"), choices=Visibility, show_hidden_initial=True
    )

    def __init__(self, *args, submission, **kwargs):
        initial = {name: getattr(submission, name) for name in ("revision", "language", "visibility")}
        super().__init__(*args, initial={**initial, "format": "text"}, auto_id="id_%s", **kwargs)
        self.kept = dict(submission.answers.values_list("question", "html"))
        self.places = {self.name_of(question): question for question in composition.places(submission.call)}
        for name in self.places:
            self.fields[name] = ProseField()
        for name in ("language", "visibility"):
            self.fields[name].widget.attrs["class"] = "form-select"

    @staticmethod
    def name_of(question):
        return f"answer_{question.pk if question else 'more'}"

    def answers(self):
        """HTML by the key of the question, of all boxes."""
        return {question and question.pk: self._html(name, question) for name, question in self.places.items()}

    def written(self):
        """What ``save_answers`` takes: the answers whose boxes were changed, and as what each was opened."""
        touched = self.touched()
        key = {name: question and question.pk for name, question in self.places.items()}
        return {
            "answers": {key[name]: html for name, html in touched.items()},
            "opened": {key[name]: self.known(name) for name in touched},
            "bases": {key[name]: self.base(name) for name in touched},
        }

    def touched(self):
        """HTML by the name of the box, of those that were changed."""
        return {name: self._html(name, question) for name, question in self.places.items() if self.is_touched(name)}

    def options(self):
        """What ``set_options`` takes: the choices that were changed."""
        return {name: self.cleaned_data[name] for name in ("visibility", "language") if name in self.changed_data}

    def opened(self, name):
        """The fingerprint with which the page was given this box; "" from a page that does not say."""
        return self.data.get(f"was_{name}", "")

    def base(self, name):
        """The answer with which the page was given this box, as the page brings it back; "" from one that does not."""
        brought = self.data.get(f"base_{name}", "").replace("\r\n", "\n")
        return prose.clean(brought) if len(brought) <= BROUGHT else ""

    def known(self, name):
        """Fingerprints of what the writer knows of this box: as it was opened, and what was sent without an answer."""
        tried = self.data.getlist(f"tried_{name}")
        return {self.opened(name), *(composition.fingerprint(self._read(typed)) for typed in tried)}

    def is_touched(self, name):
        """Whether the box was sent with other words than it was opened with."""
        self.errors  # noqa: B018 - cleans, once
        typed = self.cleaned_data.get(name, "")
        if f"tried_{name}" in self.data:  # and changed back since
            return True
        return name in self.data and not composition.is_as_opened(typed, self.opened(name), plain=self._is_plain())

    def stands(self, name):
        """HTML of a box as this page leaves it: what was typed, or what stood there when it was sent."""
        question = self.places[name]
        return self._html(name, question)

    def others_wrote(self):
        """Whether a box that was left as it was opened holds something else by now."""
        stands = {name: composition.fingerprint(self.kept.get(q and q.pk, "")) for name, q in self.places.items()}
        return any(not self.is_touched(name) and self.opened(name) != stands[name] for name in self.places)

    def _html(self, name, question):
        kept = self.kept.get(question and question.pk, "")
        if not self.is_bound or not self.is_touched(name):
            return kept
        typed = self.cleaned_data.get(name, "")
        # The plain form has no bold and no links: what was not changed keeps them.
        return kept if self._is_plain() and typed.strip() == prose.to_text(kept) else self._read(typed)

    def _is_plain(self):
        return self.cleaned_data.get("format") != "html"

    def _read(self, typed):
        """HTML of what a box was sent with."""
        if len(typed) > FAR_TOO_LONG:
            return prose.as_paragraph(typed)
        return prose.from_typed(typed) if self._is_plain() else prose.clean(typed)

    def boxes(self):
        """What the page shows: each question with its text, plain for a bare textarea and as HTML for the editor."""
        html = self.answers()
        for name, question in self.places.items():
            content, kept = html[question and question.pk], self.kept.get(question and question.pk, "")
            yield {
                "name": name,
                "question": question,
                "html": content,
                "text": prose.to_text(content),
                "words": prose.words(content),
                "was": self.opened(name) if self.is_bound else composition.fingerprint(kept),
                "base": self.base(name) if self.is_bound else kept if len(kept) <= BROUGHT else "",
            }

    def words(self):
        return sum(prose.words(html) for html in self.answers().values())


class NoteForm(forms.Form):
    """Why something is returned or withdrawn; may be left out."""

    note = forms.CharField(label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()


class StatementForm(forms.Form):
    """A statement as delivered: for one's own delegation, with an input of theirs, or for any by the secretariat."""

    delegation = forms.ModelChoiceField(
        label=_("Who spoke?"), queryset=Delegation.objects.none(), empty_label=_("Choose a delegation")
    )
    file = forms.FileField(
        label=_("The statement as delivered"),
        max_length=200,
        help_text=_("PDF or Word (.docx), up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=composition.LANGUAGES.items(), initial="en")
    behalf = forms.CharField(
        label=_("On behalf of, as it shall be printed"),
        max_length=300,
        required=False,
        validators=[refuse_hidden_signs],
        help_text=_("Only where it spoke for others too, such as “on behalf of a group of 17 States”."),
    )
    version = forms.ModelChoiceField(
        label=_("The written input that it goes with"),
        queryset=SubmittedVersion.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("Each then leads to the other, for those who may read both."),
    )

    def __init__(self, *args, meeting, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        self.speaker = actor.delegation if actor.capacity in SPEAKING else None
        if self.speaker is None:
            self._offer_delegations(meeting)
        else:
            self._offer_inputs(meeting)

    def _offer_delegations(self, meeting):
        """The secretariat enters a paper from the room; which input it goes with is for the delegation to say."""
        day = meeting.day()
        self.fields["delegation"].queryset = Delegation.objects.with_names().in_order(day)
        self.fields["delegation"].label_from_instance = lambda delegation: delegation.name_on(day)
        del self.fields["version"]

    def _offer_inputs(self, meeting):
        """Of the speaker's own inputs what stands, and the field only where there is something to choose."""
        del self.fields["delegation"]
        own = {"submission__delegation": self.speaker, "submission__consultation": meeting.consultation_id}
        versions = SubmittedVersion.objects.filter(**own).current().standing().for_list().defer("content")
        self.fields["version"].queryset = versions.order_by("submission__year", "submission__serial")
        self.fields["version"].label_from_instance = lambda version: (
            _("%(reference)s, %(call)s")
            % {
                "reference": version.submission.reference,
                "call": version.submission.call,
            }
        )

    def clean_file(self):
        return uploads.take(self.cleaned_data["file"])

    def fields_of_statement(self):
        """What ``add_statement`` takes."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return {"delegation": self.speaker, **chosen, **self.cleaned_data["file"].fields()}
