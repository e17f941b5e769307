from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.lines import OVERRIDES
from accounts.models import DelegationKind
from consultations import actions
from consultations.forms import (
    CircularEditForm,
    EnclosureForm,
    NewCircularForm,
    ReasonForm,
    RegisterSearch,
    ScanForm,
)
from consultations.models import Circular, CircularForm, CircularKind, CircularState, Correction
from record.tests.sample_files import PDF

from .factories import AT, CallFactory, CircularFactory, MeetingFactory, circular_in, presided

pytestmark = pytest.mark.django_db
NO_NUL = "Null characters are not allowed."
NO_CHOICE = "Select a valid choice. That choice is not one of the available choices."
HALF = "Say which circular it corrects and how, or neither."
REQUIRED = "This field is required."
HUGE = "1" + "0" * 30
NEW = {"kind": "free", "form": "joint_letter"}
EDIT = {
    "kind": "free",
    "form": "joint_letter",
    "dated": "2019-02-01",
    "subject": "A sample letter",
    "body": "This letter is a sample.",
    "addressee": "All Permanent Representatives",
    "audience": ["member_state", "observer_state"],
    "rule": "all",
    "revision": "1",
}


def new(team, **data):
    return NewCircularForm(NEW | data, consultation=team.consultation, actor=team.staff)


def edit(team, circular=None, **data):
    circular = circular or circular_in(CircularState.DRAFT, team)
    return CircularEditForm(EDIT | data, instance=circular, actor=team.staff)


# A new circular


@pytest.mark.parametrize("form", CircularForm)
@pytest.mark.parametrize("correction", ["", *Correction])
def test_new_circular_of_every_form_correction_and_kind_can_begin(team, form, correction):
    presided(team.consultation)
    corrected = circular_in(CircularState.ISSUED, team) if correction else None
    for kind in CircularKind:
        chosen = {"kind": kind, "form": form, "correction": correction, "corrects": corrected.pk if corrected else ""}
        filled = new(team, **chosen)

        assert filled.errors == {}
        fields = filled.fields_of_circular(team.consultation, AT)
        circular = actions.create_circular(team.consultation, by=team.staff, **fields)

        circular.refresh_from_db()
        assert [getattr(circular, name) for name in chosen] == [kind, form, correction, corrected]
        assert circular.dated == date(2019, 2, 1)
        assert all([circular.subject, circular.body])


@pytest.mark.parametrize(
    ("form", "audience"),
    [
        ("joint_letter", [DelegationKind.MEMBER_STATE, DelegationKind.OBSERVER_STATE]),
        ("note_verbale", [DelegationKind.MEMBER_STATE, DelegationKind.OBSERVER_STATE]),
        ("plain_letter", [DelegationKind.STAKEHOLDER]),
    ],
)
def test_new_circular_goes_to_those_of_its_form(team, form, audience):
    filled = new(team, form=form)

    assert filled.is_valid()
    assert filled.fields_of_circular(team.consultation, AT)["audience"] == audience


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"kind": ""}, {"kind": [REQUIRED]}),
        ({"form": ""}, {"form": [REQUIRED]}),
        ({"kind": "party"}, {"kind": ["Select a valid choice. party is not one of the available choices."]}),
        ({"meeting": "x"}, {"meeting": [NO_CHOICE]}),
        ({"meeting": HUGE, "call": HUGE}, {"meeting": [NO_CHOICE], "call": [NO_CHOICE]}),
        ({"meeting": "-1", "call": "1\x00"}, {"meeting": [NO_CHOICE], "call": [NO_NUL]}),
        ({"corrects": HUGE}, {"corrects": [NO_CHOICE]}),
        ({"correction": "corr"}, {"correction": [HALF]}),
    ],
)
def test_new_circular_refuses(team, data, errors):
    assert new(team, **data).errors == errors


def test_new_circular_that_names_another_says_how(team):
    corrected = circular_in(CircularState.ISSUED, team)

    assert new(team, corrects=corrected.pk).errors == {"correction": [HALF]}


def test_facts_of_another_consultation_are_not_offered(team):
    meeting, call, issued = MeetingFactory(), CallFactory(), CircularFactory(year=2019, serial=1)

    errors = new(team, meeting=meeting.pk, call=call.pk, corrects=issued.pk, correction="corr").errors

    assert errors == {"meeting": [NO_CHOICE], "call": [NO_CHOICE], "corrects": [NO_CHOICE]}


def test_what_is_offered_is_of_this_consultation_and_what_one_may_know_of(team):
    planned = MeetingFactory(consultation=team.consultation, number=1, published=False)
    held = MeetingFactory(consultation=team.consultation, number=2)
    later = CallFactory(consultation=team.consultation, opens_at=AT + timedelta(days=1))
    issued = circular_in(CircularState.ISSUED, team)
    circular_in(CircularState.DRAFT, team)

    form = new(team)

    assert list(form.fields["meeting"].queryset) == [planned, held]
    assert list(form.fields["call"].queryset) == [later]
    assert list(form.fields["corrects"].queryset) == [issued]
    assert [label for value, label in form.fields["meeting"].choices if value][1:] == [
        "First informal consultation, 13 February 2019"
    ]


# Editing


def test_edit_gives_what_the_action_takes(team):
    meeting = MeetingFactory(consultation=team.consultation)
    filled = edit(team, meeting=meeting.pk)

    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data == {
        "kind": "free",
        "form": "joint_letter",
        "dated": date(2019, 2, 1),
        "meeting": meeting,
        "call": None,
        "corrects": None,
        "correction": "",
        "subject": "A sample letter",
        "body": "This letter is a sample.",
        "addressee": "All Permanent Representatives",
        "audience": ["member_state", "observer_state"],
        "groups": [],
        "rule": "all",
        "also": [],
        "revision": 1,
    }


def test_edit_changes_no_row(team):
    circular = circular_in(CircularState.DRAFT, team)

    filled = edit(team, circular, subject="Another")

    assert filled.is_valid()
    assert circular.subject == "A sample letter"


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"subject": ""}, {"subject": [REQUIRED]}),
        ({"subject": " \t "}, {"subject": [REQUIRED]}),
        ({"subject": "x" * 201}, {"subject": ["Ensure this value has at most 200 characters (it has 201)."]}),
        ({"subject": "a\x00b"}, {"subject": [NO_NUL]}),
        ({"body": ""}, {"body": [REQUIRED]}),
        ({"body": "x" * 20_001}, {"body": ["Ensure this value has at most 20000 characters (it has 20001)."]}),
        ({"body": "a\x00b"}, {"body": [NO_NUL]}),
        ({"addressee": "x" * 401}, {"addressee": ["Ensure this value has at most 400 characters (it has 401)."]}),
        ({"addressee": "a\x00b"}, {"addressee": [NO_NUL]}),
        ({"addressee": ""}, {"addressee": [REQUIRED]}),
        ({"dated": ""}, {"dated": [REQUIRED]}),
        ({"dated": "2019-02-30"}, {"dated": ["Enter a valid date."]}),
        ({"dated": "tomorrow"}, {"dated": ["Enter a valid date."]}),
        ({"dated": "99999-01-01"}, {"dated": ["Enter a valid date."]}),
        ({"dated": "\x00"}, {"dated": ["Enter a valid date."]}),
        ({"audience": []}, {"audience": ["Choose to whom it goes: at least one kind, or delegations by name."]}),
        (
            {"audience": ["everyone"]},
            {"audience": ["Select a valid choice. everyone is not one of the available choices."]},
        ),
        ({"meeting": HUGE}, {"meeting": [NO_CHOICE]}),
        ({"call": "x"}, {"call": [NO_CHOICE]}),
        ({"corrects": HUGE, "correction": "corr"}, {"corrects": [NO_CHOICE]}),
        ({"correction": "rev"}, {"correction": [HALF]}),
        ({"revision": ""}, {"revision": [REQUIRED]}),
        ({"revision": "0"}, {"revision": ["Ensure this value is greater than or equal to 1."]}),
        ({"revision": HUGE}, {"revision": ["Ensure this value is less than or equal to 2000000000."]}),
        ({"revision": "one"}, {"revision": ["Enter a whole number."]}),
    ],
)
def test_edit_refuses(team, data, errors):
    assert edit(team, **data).errors == errors


@pytest.mark.parametrize("sign", sorted(OVERRIDES | {"\u2028", "\x0b"}))
def test_subject_and_title_hold_no_sign_that_turns_the_writing(team, sign):
    why = ["This holds invisible characters that change the line or its direction. Type it anew, without them."]
    file = {"file": SimpleUploadedFile("annex.pdf", PDF)}

    assert edit(team, subject=f"Annex {sign}fdp.exe").errors == {"subject": why}
    assert EnclosureForm({"title": f"Annex {sign}fdp.exe"}, file).errors == {"title": why}


def test_subject_in_any_writing_is_taken(team):
    for subject in ("دعوة إلى اجتماع", "Приглашение", "邀请函", "Réunion 🕊"):
        assert edit(team, subject=subject).errors == {}


def test_circular_does_not_correct_itself(team):
    circular = circular_in(CircularState.ISSUED, team)
    other = circular_in(CircularState.ISSUED, team)

    form = edit(team, circular)

    assert list(form.fields["corrects"].queryset) == [other]


# Search


@pytest.fixture
def register(team):
    """Three issued letters, the newest first."""
    for subject, body in (
        ("Invitation to a meeting", "We meet soon."),
        ("Call for inputs", "Ten per cent of _all_ inputs."),
        ("Silence procedure", "100% silence."),
    ):
        circular_in(CircularState.ISSUED, team, subject=subject, body=body)
    return Circular.objects.filter(consultation=team.consultation).for_list()


@pytest.mark.parametrize(
    ("query", "serials"),
    [
        ("", [3, 2, 1]),
        ("   ", [3, 2, 1]),
        ("silence", [3]),
        ("INVITATION meet", [1]),
        ("meeting silence", []),
        ("inputs all", [2]),
        ("2019-002", [2]),
        ("2019-2", [2]),
        ("2020-002", []),
        ("99999999-1", []),
        ("²-³", []),
        ("%", [3]),
        ("_", [2]),
        ("\\", []),
        ("'; DROP TABLE", []),
        ("\x00", []),
        ("x" * 201, []),
        ("a b c d e f g h i j " + "nowhere", []),
    ],
)
def test_search_finds_what_has_every_word(register, query, serials):
    found = RegisterSearch({"q": query}).narrow(register)

    assert [circular.serial for circular in found] == serials


def test_search_asks_for_ten_words_at_most(register):
    found = RegisterSearch({"q": "e " * 10 + "nowhere"}).narrow(register)

    assert [circular.serial for circular in found] == [3, 2, 1]


# Reasons and files


@pytest.mark.parametrize(
    ("reason", "required", "errors"),
    [
        ("It was a sample.", True, {}),
        ("", False, {}),
        ("", True, {"reason": [REQUIRED]}),
        (" ", True, {"reason": [REQUIRED]}),
        ("x" * 1001, False, {"reason": ["Ensure this value has at most 1000 characters (it has 1001)."]}),
        ("a\x00b", False, {"reason": [NO_NUL]}),
    ],
)
def test_reason(reason, required, errors):
    assert ReasonForm({"reason": reason}, required=required).errors == errors


def test_enclosure_gives_what_the_action_takes():
    form = EnclosureForm({"title": "Annex"}, {"file": SimpleUploadedFile("an/nex.pdf", PDF)})

    assert form.is_valid()
    file = form.cleaned_data["file"]
    assert file.content.read() == PDF
    assert file.fields() == {"content": file.content, "name": "nex.pdf", "content_type": "application/pdf"}


@pytest.mark.parametrize(
    ("title", "file", "errors"),
    [
        ("", ("annex.pdf", PDF), {"title": [REQUIRED]}),
        ("x" * 201, ("annex.pdf", PDF), {"title": ["Ensure this value has at most 200 characters (it has 201)."]}),
        ("a\x00b", ("annex.pdf", PDF), {"title": [NO_NUL]}),
        ("Annex", None, {"file": [REQUIRED]}),
        ("Annex", ("annex.pdf", b""), {"file": ["The submitted file is empty."]}),
        (
            "Annex",
            ("annex.pdf", b"<html>"),
            {"file": ["This file is not a PDF or Word (.docx) file. Save it as such and send it again."]},
        ),
    ],
)
def test_enclosure_refuses(title, file, errors):
    files = {"file": SimpleUploadedFile(*file)} if file else {}

    assert EnclosureForm({"title": title}, files).errors == errors


def test_scan_is_a_pdf():
    assert ScanForm({}, {"file": SimpleUploadedFile("scan.pdf", PDF)}).errors == {}
    assert ScanForm({}, {"file": SimpleUploadedFile("scan.png", b"\x89PNG")}).errors == {
        "file": ["This file is not a PDF file. Save it as such and send it again."]
    }


@pytest.mark.parametrize("dated", ["1944-12-31", "2101-01-01", "9999-12-31"])
def test_edit_refuses_a_year_in_which_no_letter_is_dated(team, dated):
    circular = CircularFactory(consultation=team.consultation)
    form = CircularEditForm({"dated": dated}, instance=circular, actor=team.secretariat)

    assert form.errors["dated"] == ["No letter of a consultation is dated in this year. Correct it."]
