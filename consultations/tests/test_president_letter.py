"""The President's cover letter: whose page it is, who approves it, and how it prints."""

import re

import pytest
from django.core.exceptions import ValidationError

from consultations import composition, desk, documents, letters
from consultations.models import CircularState, Role

from .factories import AT, CoFacilitatorFactory, EnclosureFactory, approve, ask, circular_in, presided
from .letter_samples import ADDRESS, ISSUED_AT, text_of
from .refusals import reloaded

pytestmark = pytest.mark.django_db
MISSING = "The consultation has no letterhead and signature block of the President. The secretariat enters it at Setup."
FIELDS = {"form": "president_letter", "subject": "A letter of the co-facilitators"}
BODY = letters.starting_text("free", "president_letter")[1].replace("[… what it is about]", "a sample")


def cover(team, state=CircularState.DRAFT, **fields):
    presided(team.consultation)
    circular = circular_in(CircularState.DRAFT, team, **FIELDS | {"body": BODY} | fields)
    EnclosureFactory(circular=circular)
    return circular if state == CircularState.DRAFT else ask(circular, team)


def test_content_is_the_presidents_and_in_the_singular(team):
    content = composition.content_of(cover(team), AT)

    assert content["letterheads"] == ["The President of the General Assembly"]
    assert content["signatories"] == [
        {
            "name": "A sample of a President",
            "function": "President of the General Assembly at its sample session",
        }
    ]
    assert content["salutation"] == "Excellency,"
    assert content["close"] == "Please accept, Excellency, the assurances of my highest consideration."


def test_cofacilitators_are_named_with_their_functions(team):
    for term, function in zip(
        team.consultation.cofacilitators.order_by("order"), ("Of Portugal", "(Of the Philippines)"), strict=True
    ):
        type(term).objects.filter(pk=term.pk).update(printed_function=function, printed_name=f"Name {term.order}")

    content = composition.content_of(cover(team), AT)

    assert letters.body_text(content) == (
        "I have the honour to transmit herewith a letter from Name 1, Of Portugal, and Name 2, Of the Philippines, "
        "co-facilitators of the Consultations on a sample, regarding a sample. I thank the co-facilitators for their "
        "work and count on the constructive engagement of all delegations."
    )


def test_starting_text_has_no_advice_against_it(team):
    assert composition.problems(cover(team), AT) == []


@pytest.mark.parametrize("field", ["president_letterhead", "president_name", "president_function"])
def test_letter_is_refused_while_the_block_is_not_whole(team, field):
    circular = cover(team)
    type(team.consultation).objects.update(**{field: ""})

    with pytest.raises(ValidationError) as refused:
        ask(circular, team)

    assert (refused.value.messages, reloaded(circular).state) == ([MISSING], "draft")
    problem = composition.problems(reloaded(circular), AT)[0]
    assert (problem.level, problem.field, problem.code) == ("error", "form", "president")


def test_letter_from_nobody_is_refused(team):
    circular = cover(team)
    team.consultation.cofacilitators.update(ends_at=AT)

    with pytest.raises(ValidationError) as refused:
        ask(circular, team)

    assert refused.value.messages == ["{cofacilitators} is not known. Write the words."]


def test_one_other_of_the_secretariat_approves_it(team, mails):
    circular = cover(team, CircularState.IN_APPROVAL)

    assert composition.approvers(circular, AT) == [team.second.user]
    assert mails(circular) == [("approval-1", team.second.user.email)]
    assert approve(circular, team).state == "approved"


def test_nobody_else_in_the_secretariat_is_a_refusal(team):
    circular = cover(team)
    Role.objects.filter(user=team.second.user).update(ends_at=AT)

    with pytest.raises(ValidationError) as refused:
        ask(circular, team)

    assert refused.value.code == "approvers"


def test_it_waits_on_the_desk_of_the_second_person_only(team):
    circular = cover(team, CircularState.IN_APPROVAL)

    people = ("secretariat", "second", "staff", "first", "other")
    waits = {name: list(desk.awaiting(team.consultation, getattr(team, name))) for name in people}

    assert waits == {"secretariat": [], "second": [circular], "staff": [], "first": [], "other": []}


def test_a_new_cofacilitator_is_named_and_voids_the_approval(team):
    circular = cover(team, CircularState.IN_APPROVAL)
    CoFacilitatorFactory(consultation=team.consultation, order=3)

    with pytest.raises(ValidationError) as refused:
        approve(circular, team)

    assert refused.value.code == "changed"


@pytest.mark.parametrize(("paper", "width"), [("a4", "595.28"), ("letter", "612")])
def test_it_prints_on_one_sheet_of_either_paper(team, printing_here, paper, width):
    content = composition.content_of(cover(team), AT)

    pdf = documents.circular_pdf(content, reference="2019-001", verify_url=ADDRESS, issued_at=ISSUED_AT, paper=paper)

    pages = text_of(pdf)
    assert len(pages) == 1
    said = " ".join(pages[0].split())
    assert said.upper().startswith("THE PRESIDENT OF THE GENERAL ASSEMBLY NEW YORK, 1 FEBRUARY 2019 EXCELLENCY,")
    assert "the assurances of my highest consideration. A sample of a President President of the General" in said
    assert width in {match.decode() for match in re.findall(rb"/MediaBox \[0 0 ([\d.]+)", pdf)} or (
        re.search(rb"/MediaBox", pdf) is None
    )
