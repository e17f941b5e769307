"""A release drafts the letter that circulates the text."""

from datetime import timedelta

import pytest
from django.conf import settings

from consultations import composition
from consultations.actions import enclose
from consultations.models import Circular, Consultation, Meeting
from drafts import actions, transmitting
from drafts.actions.transmitting import draft_letter
from record.models import File

from .factories import NOW, House

PDF = b"%PDF-1.7 a sample"
SITE = f"{settings.SITE_URL}/forum/drafts"


@pytest.fixture
def house(db):
    return House()


def test_release_drafts_the_letter_with_what_is_known_of_the_text(house):
    house.release(house.begin())
    Meeting.objects.create(
        consultation=house.consultation,
        number=1,
        kind="informal",
        starts_at=NOW + timedelta(days=9),
        ends_at=NOW + timedelta(days=9, hours=3),
        time_zone="America/New_York",
        place="New York",
        published=True,
        changed_at=NOW,
    )
    given = {"status_statement": "A basis for further work.", "note": "OP1 is new.\n\nOP2 went."}
    version = house.release(actions.begin_next(_released(house), by=house.staff, label="Rev.1", **given))

    letter = transmitting.letters_about(version).get()

    assert (letter.kind, letter.form, letter.state) == ("transmittal", "joint_letter", "draft")
    assert (letter.drafted_by, letter.dated) == (house.second.user, house.consultation.day(NOW))
    assert letter.subject == "Transmission of a draft: Rev.1 of 7 June 2019"
    assert letter.body.split("\n\n")[1:-1] == [
        "Please find enclosed Rev.1 of 7 June 2019. It reflects the views that delegations have expressed in the "
        "meetings and in writing, and our assessment of where agreement may be found.",
        "The status of the text is the following: “A basis for further work.”",
        "On what has changed, we note:",
        "OP1 is new.",
        "OP2 went.",
        f"The text is to be read at {SITE}/2/",
        f"Its changes against Zero draft are shown at {SITE}/2/compare/1/",
        "It will be considered at the {title_of_meeting}, on {meeting}. [… how to comment, and until when]",
    ]
    found = composition.problems(letter, NOW)
    assert {problem.code for problem in found if problem.level == "error"} <= {"placeholder", "left_open"}


def _released(house):
    return house.consultation.versions.get(state="released")


def test_release_without_a_meeting_ahead_speaks_of_none_also_before_it_is_published(house):
    Consultation.objects.update(published=False)

    version = house.release(house.begin())

    letter = transmitting.letters_about(version).get()
    assert (letter.meeting, "{meeting}" in letter.body) == (None, False)
    assert letter.body.split("\n\n")[-2] == "[… how to comment, and until when]"
    assert "compare" not in letter.body


def test_letter_that_is_there_already_is_not_drafted_twice(house):
    version = house.release(house.begin())

    assert draft_letter(version, house.first) is None
    assert Circular.objects.count() == 1


def test_print_is_enclosed_with_the_letter_as_long_as_that_is_a_draft(house):
    version = house.release(house.begin())
    letter = transmitting.letters_about(version).get()

    version = actions.complete_print(version, PDF, by=house.staff)

    [enclosure] = letter.enclosures.all()
    assert (enclosure.title, enclosure.file) == ("Zero draft", version.pdf)


def test_print_is_kept_where_the_letter_takes_no_more(house):
    version = house.release(house.begin())
    letter = transmitting.letters_about(version).get()
    file = File.objects.keep(PDF, name="sample.pdf", content_type="application/pdf", at=NOW)
    for _each in range(10):
        enclose(letter, by=house.staff, title="A sample", file=file)

    assert actions.complete_print(version, PDF, by=house.staff).pdf is not None
    assert letter.enclosures.count() == 10


def test_print_leaves_a_letter_in_approval_as_it_was_read(house):
    version = house.release(house.begin())
    letter = transmitting.letters_about(version).get()
    Circular.objects.filter(pk=letter.pk).update(state="in_approval")

    actions.complete_print(version, PDF, by=house.staff)

    letter.refresh_from_db()
    assert (letter.state, letter.enclosures.count()) == ("in_approval", 0)
