"""What the editor of a letter does. Who gets them stands in the access table."""

from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from consultations import actions, composition
from consultations.models import Circular, CircularState
from record.tests.sample_files import PDF

from . import factories
from .factories import AT, ConsultationFactory, EnclosureFactory, circular_in
from .refusals import reloaded
from .test_forms import EDIT

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
CONFLICT = (
    "Someone else has saved this circular since you opened it. Press Save to see both texts, and decide which stays."
)


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def staff(client_of, team):
    """A client of the staff."""
    return client_of(team.staff)


def draft(team, **fields):
    return circular_in(CircularState.DRAFT, team, **fields)


def at(circular, page=""):
    return f"/process/circulars/drafts/{circular.pk}/{page}"


def told(answer):
    """What the person is told on the next page."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text(answer):
    return unescape(answer.content.decode())


# New


def test_new_circular_begins_from_its_template_and_leads_to_the_editor(staff, team):
    answer = staff.post("/process/circulars/new/", {"kind": "free", "form": "note_verbale"})

    circular = Circular.objects.get()
    assert (answer.status_code, answer.url) == (302, at(circular, "edit/"))
    assert circular.body.startswith("The secretariat of the {consultation} presents its compliments")
    assert (circular.dated, circular.drafted_by) == (AT.date(), team.staff.user)


def test_new_circular_without_choices_says_what_is_missing(staff):
    answer = staff.post("/process/circulars/new/", {"kind": "", "form": "joint_letter"})

    assert (answer.status_code, answer.context["form"].errors) == (200, {"kind": ["This field is required."]})
    assert not Circular.objects.exists()


# Editing


def test_edit_saves_records_and_leads_to_the_letter(staff, team, deeds):
    circular = draft(team)

    answer = staff.post(at(circular, "edit/"), EDIT | {"body": "Another sample."})

    assert (answer.status_code, answer.url, told(answer)) == (302, at(circular), ["The letter has been saved."])
    assert reloaded(circular).body == "Another sample."
    assert deeds(circular) == [("changed", team.staff.user, {"fields": ["body"]})]


def test_edit_shows_the_letter_as_it_prints_beside_the_form(staff, team):
    circular = draft(team, body="This *very* letter.")

    answer = staff.get(at(circular, "edit/"))

    assert answer.context["form"]["body"].value() == "This *very* letter."
    assert answer.context["content"] == composition.content_of(circular, AT)
    assert (answer.context["theirs"], answer.context["issued"], answer.context["reference"]) == (None, False, "")


def test_edit_in_conflict_keeps_what_was_typed_shows_theirs_and_can_be_saved_over(staff, team):
    circular = draft(team)
    actions.edit_circular(circular, by=team.secretariat, revision=1, body="Their <text>.", subject="Their subject")

    answer = staff.post(at(circular, "edit/"), EDIT | {"body": "My own text."})

    form = answer.context["form"]
    assert answer.status_code == 200
    assert form.non_field_errors() == [CONFLICT]
    assert (form["body"].value(), form["subject"].value()) == ("My own text.", "A sample letter")
    assert [(str(label), said) for label, said in answer.context["theirs"]] == [
        ("Subject", "Their subject"),
        ("Text", "Their <text>."),
    ]
    assert "Their <text>." in text(answer)
    assert "Their <text>." not in answer.content.decode()
    assert (reloaded(circular).body, reloaded(circular).revision) == ("Their <text>.", 2)

    again = staff.post(at(circular, "edit/"), EDIT | {"body": "My own text.", "revision": form["revision"].value()})

    assert again.status_code == 302
    assert (reloaded(circular).body, reloaded(circular).revision) == ("My own text.", 3)


def test_edit_of_what_was_issued_meanwhile_says_so_and_keeps_what_was_typed(staff, team):
    circular = circular_in(CircularState.ISSUED, team)

    answer = staff.post(at(circular, "edit/"), EDIT | {"body": "My own text."})

    why = "This circular has been issued and cannot be changed. Issue a corrigendum that names it."
    assert answer.context["form"].non_field_errors() == [why]
    assert answer.context["form"]["body"].value() == "My own text."
    assert (answer.context["theirs"], reloaded(circular).body) == (None, "This letter is a sample.")


def test_edit_that_the_action_refuses_for_a_field_says_so(staff, team):
    """What no form knows of: a row that is not valid as it stands."""
    circular = draft(team)
    Circular.objects.filter(pk=circular.pk).update(language="")

    answer = staff.post(at(circular, "edit/"), EDIT | {"body": "My own text."})

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == ["This field cannot be blank."]
    assert reloaded(circular).revision == 1


def test_edit_page_of_what_was_issued_leads_to_it(staff, team):
    circular = circular_in(CircularState.ISSUED, team)

    answer = staff.get(at(circular, "edit/"))

    assert (answer.status_code, answer.url) == (302, "/process/circulars/2019-001/")
    assert told(answer) == ["This circular has been issued and cannot be changed. Issue a corrigendum that names it."]


# Autosave


def test_autosave_saves_quietly_and_answers_with_the_page_and_the_new_revision(staff, team, deeds):
    circular = draft(team)

    answer = staff.post(at(circular, "autosave/"), EDIT | {"body": "Being <typed>."}, **HTMX)

    assert (reloaded(circular).body, reloaded(circular).revision, deeds(circular)) == ("Being <typed>.", 2, [])
    fragment = answer.content.decode()
    assert fragment.lstrip().startswith('<div id="page"')
    assert '<input type="hidden" name="revision" id="id_revision" value="2" hx-swap-oob="true">' in fragment
    assert "Being &lt;typed&gt;." in fragment
    assert "Saved 10:00:00" in fragment
    assert "<html" not in fragment


def test_autosave_of_the_same_text_keeps_the_revision(staff, team):
    circular = draft(team)

    answer = staff.post(at(circular, "autosave/"), EDIT, **HTMX)

    assert (answer.context["saved"], reloaded(circular).revision) == (True, 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"revision": "1"}, CONFLICT),
        ({"subject": ""}, "Subject: This field is required."),
        ({"correction": "corr"}, "How: Say which circular it corrects and how, or neither."),
    ],
)
def test_autosave_that_cannot_save_says_why(staff, team, data, reason):
    circular = draft(team)
    actions.edit_circular(circular, by=team.secretariat, revision=1, body="Theirs.")

    answer = staff.post(at(circular, "autosave/"), EDIT | {"body": "Mine.", "revision": "2"} | data, **HTMX)

    fragment = text(answer)
    assert answer.status_code == 200
    assert (answer.context["saved"], answer.context["reason"]) == (False, reason)
    assert f'<strong class="saved-no">Not saved:</strong> {reason}' in fragment
    assert "id_revision" not in fragment
    assert reloaded(circular).body == "Theirs."


def test_autosave_of_what_was_issued_saves_nothing(staff, team):
    circular = circular_in(CircularState.ISSUED, team)

    answer = staff.post(at(circular, "autosave/"), EDIT | {"body": "Mine."}, **HTMX)

    assert answer.context["saved"] is False
    assert answer.context["reason"].startswith("This circular has been issued")


# Enclosures


def upload(client, circular, **data):
    answer = client.post(at(circular, "enclosures/"), data)
    assert (answer.status_code, answer.url) == (302, at(circular, "edit/#enclosures"))
    return told(answer)


def test_enclosure_is_added_served_and_taken_out(staff, team):
    circular = draft(team)

    file = SimpleUploadedFile("../Annex <1>.pdf", PDF, content_type="text/html")
    assert upload(staff, circular, title="Annex", file=file) == ["The file is enclosed."]

    served = staff.get(at(circular, "enclosures/1/"))
    assert (served.getvalue(), served.headers["Content-Type"]) == (PDF, "application/pdf")
    assert 'filename="Annex 1.pdf"' in served.headers["Content-Disposition"]
    answer = staff.post(at(circular, "enclosures/1/remove/"))
    assert (answer.url, told(answer)[-1]) == (at(circular, "edit/#enclosures"), "The file is no longer enclosed.")
    assert staff.get(at(circular, "enclosures/1/")).status_code == 404


def test_enclosure_that_cannot_be_taken_says_why(staff, team):
    circular = draft(team)

    messages = upload(staff, circular, title="", file=SimpleUploadedFile("page.html", b"<html>"))

    assert messages == [
        "This field is required. This file is not a PDF or Word (.docx) file. Save it as such and send it again."
    ]
    assert circular.enclosures.count() == 0


def test_enclosures_of_what_is_issued_stay(staff, team):
    circular = circular_in(CircularState.ISSUED, team)
    why = ["This circular has been issued and cannot be changed. Issue a corrigendum that names it."]

    assert upload(staff, circular, title="Annex", file=SimpleUploadedFile("annex.pdf", PDF)) == why
    assert told(staff.post(at(circular, "enclosures/1/remove/")))[-1:] == why


@pytest.mark.parametrize("order", ["2", "1" + "0" * 30])
def test_enclosure_that_is_not_there_is_not_found(staff, team, order):
    circular = draft(team)
    EnclosureFactory(circular=circular)

    assert staff.get(at(circular, f"enclosures/{order}/")).status_code == 404
