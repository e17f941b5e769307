"""Comments asked for paragraph by paragraph: one question for each, known by its number, beside its text."""

from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.tests.signing_in import sign_in
from consultations import asking
from consultations.models import Call
from drafts import actions, calling
from drafts.models import AskedParagraph

from .factories import House

pytestmark = pytest.mark.django_db
AUDIENCE = {"audience": ["member_state"], "due_at": None}


@pytest.fixture
def team(db):
    return House()


@pytest.fixture
def version(team):
    return team.release(team.begin())


def keys(version):
    return [each["key"] for each in calling.askable(version)]


def ask(version, team, chosen=None, **fields):
    chosen = keys(version) if chosen is None else chosen
    fields = {"opens_at": team.staff.at, **AUDIENCE, **fields}
    return actions.call_by_paragraph(version, by=team.staff, paragraphs=chosen, **fields)


def test_each_paragraph_is_a_question_known_by_its_number(version, team):
    call = ask(version, team, text="A sample of a mandate.", subject="A sample")

    asked = list(call.questions.all())
    numbers = [each["number"] for each in calling.askable(version)]
    assert (call.kind, call.text, [question.numeral for question in asked]) == ("comments", call.text, numbers)
    assert asked[0].text.startswith(f"Comments on {numbers[0]}: “")
    rows = AskedParagraph.objects.filter(version=version).order_by("question__order")
    assert [str(row.key) for row in rows] == keys(version)


def test_what_a_question_asks_about_is_told_with_its_permanent_address(version, team):
    call = ask(version, team, keys(version)[-1:])
    question = call.questions.get()

    told = asking.about([question])[question.pk]

    assert told["address"] == f"{version.get_absolute_url()}#p-{keys(version)[-1]}"
    assert (told["title"], "*" in told["text"], bool(told["text"])) == (version.label, False, True)
    assert asking.about(Call.objects.none()) == {}


@pytest.mark.parametrize("chosen", [[], ["nothing"]])
def test_refused_without_a_paragraph(version, team, chosen):
    with pytest.raises(ValidationError, match="No paragraph was chosen"):
        ask(version, team, chosen)

    assert not Call.objects.exists()


def test_refused_about_a_draft_that_is_not_released(version, team):
    draft = actions.begin_next(version, by=team.staff, label="Rev.1")

    with pytest.raises(ValidationError, match="Release this draft first"):
        ask(draft, team, ["any"])


def test_page_enters_the_call_and_the_box_shows_the_paragraph(version, team):
    client = Client()
    with time_machine.travel(team.staff.at, tick=False):
        sign_in(client, team.staff.user)
        path = f"{version.get_absolute_url()}call/"
        page = unescape(client.get(path).content.decode())
        typed = {"subject": "A sample", "audience": ["member_state"], "opens_on": "2019-01-01", "due_on": "2019-12-31"}
        refused = client.post(path, {**typed, "text": "A mandate"})
        answer = client.post(path, {**typed, "paragraphs": keys(version)[:1]})

    assert page.count(' name="paragraphs" ') == page.count(" checked> <span lang=") == len(keys(version))
    assert (refused.status_code, "A mandate</textarea>" in refused.content.decode()) == (200, True)
    assert answer.headers["Location"] == f"/{version.consultation.slug}/setup/calls/"
    assert Call.objects.get().due_at == datetime(2020, 1, 1, 5, tzinfo=UTC)
