"""Two who write in the same answer: merged where it can be, shown side by side where it cannot, and nothing is lost."""

from collections import Counter
from contextlib import suppress

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from consultations.models import Circular
from consultations.tests.factories import kept
from submissions import actions, composition, editions
from submissions.letter import letter_of
from submissions.models import Answer, Submission
from submissions.together import visible

from . import factories as make
from .test_pages import client_of, send, sentences
from .test_writing_together import html_of, opened

pytestmark = pytest.mark.django_db

BASE = "<p>The Forum shall be held every four years. It adopts a declaration.</p>"
THEIRS, MINE = BASE.replace("four", "five"), BASE.replace("declaration", "text")
BOTH = THEIRS.replace("declaration", "text")
SAME = BASE.replace("four", "two")  # of the same word as theirs


@pytest.fixture
def submission(world):
    return make.answered(make.begun(world.call, world.delegate), world.delegate, BASE)


@pytest.fixture
def first(submission):
    return f"answer_{submission.call.questions.first().pk}"


def page_of(submission):
    """What the editor's page posts when nothing was changed in it, with the texts it was opened with."""
    page = opened(submission)
    for name in [name for name in page if name.startswith("answer_")]:
        kept = Answer.objects.filter(submission=submission, question=None if name == "answer_more" else int(name[7:]))
        page[name] = page[f"base_{name}"] = kept.values_list("html", flat=True).first() or ""
    return page | {"format": "html"}


@pytest.mark.parametrize("path", ["", "autosave/"])
def test_what_two_changed_at_different_places_is_merged_and_both_are_told(world, submission, first, path):
    page = page_of(submission)
    make.answered(submission, world.head, THEIRS)

    answer = send(world.delegate, submission, path, **page | {first: MINE})

    assert html_of(first) == BOTH
    if path:
        now, said = opened(submission), answer.json()
        assert (said["merged"], said["texts"]) == (True, {first: {"html": BOTH, "was": now[f"was_{first}"]}})
        assert said["base"] == {f"base_{first}": MINE}
    else:
        assert sentences(answer)[0] == "Merged with what a colleague wrote meanwhile. Read the text again."


def test_what_is_typed_while_it_was_merged_is_merged_with_the_next_save(world, submission, first):
    page = page_of(submission)
    make.answered(submission, world.head, THEIRS)
    said = send(world.delegate, submission, "autosave/", **page | {first: MINE}).json()
    stood_on = said["was"] | said["base"] | {"revision": said["revision"]}

    more = MINE.replace("The Forum", "The next Forum")
    send(world.delegate, submission, "autosave/", **page | stood_on | {first: more})

    assert html_of(first) == BOTH.replace("The Forum", "The next Forum")


def test_what_others_wrote_elsewhere_comes_along_with_a_save(world, submission, first):
    page = page_of(submission)
    make.answered(submission, world.head, THEIRS)

    said = send(world.delegate, submission, "autosave/", **page | {"answer_more": "<p>Mine.</p>"}).json()

    assert (said["merged"], said["texts"]) == (
        False,
        {first: {"html": THEIRS, "was": opened(submission)[f"was_{first}"]}},
    )


def test_a_page_that_brings_no_text_is_merged_by_the_history(world, submission, first):
    page = page_of(submission)
    make.answered(submission, world.head, THEIRS)

    send(world.delegate, submission, "autosave/", **page | {first: MINE, f"base_{first}": ""})

    assert html_of(first) == BOTH


def test_a_page_opened_between_two_states_of_one_edition_is_merged_by_what_it_brings(world, submission, first):
    page = page_of(submission)
    make.answered(submission, world.delegate, f"{BASE}<p>M.</p>")  # goes on with the edition: the state before is gone
    assert [edition.html for edition in editions.of(submission)[int(first[7:])]][:-1] == [f"{BASE}<p>M.</p>"]

    send(world.head, submission, "autosave/", **page | {first: MINE})

    assert html_of(first) == f"{MINE}<p>M.</p>"


@pytest.mark.parametrize("base", ["<p>Made up.</p>", "</ul></p>" * 50, "x" * 60_001])
def test_what_a_page_makes_up_is_no_base(world, submission, first, base):
    page = page_of(submission)
    make.answered(submission, world.delegate, f"{BASE}<p>M.</p>")

    answer = send(world.head, submission, "autosave/", **page | {first: MINE, f"base_{first}": base})

    assert (answer.status_code, html_of(first)) == (409, f"{BASE}<p>M.</p>")


def test_the_same_words_changed_by_two_are_shown_side_by_side_and_mine_stays_in_the_box(world, submission, first):
    page = page_of(submission)
    make.answered(submission, world.head, THEIRS)
    assert send(world.delegate, submission, "autosave/", **page | {first: SAME}).status_code == 409

    answer = send(world.delegate, submission, **page | {first: SAME})

    compared = answer.context["theirs"][0]["compared"]
    assert [compared[side][1] for side in ("base", "theirs", "mine")] == [("four", True), ("five", True), ("two", True)]
    assert "every <mark>two</mark> years" in answer.content.decode()
    box = answer.context["boxes"][0]
    assert (box["html"], box["base"], html_of(first)) == (SAME, THEIRS, THEIRS)
    again = {first: box["html"], f"was_{first}": box["was"], f"base_{first}": box["base"]}
    send(world.delegate, submission, **page | again | {"revision": answer.context["form"]["revision"].value()})
    assert html_of(first) == SAME
    history = [edition.html for edition in editions.of(submission)[int(first[7:])]]
    assert history[:-1] == [SAME, THEIRS, BASE]


def test_a_collision_with_a_text_that_nobody_knows_shows_theirs(world, submission, first):
    page = page_of(submission)
    make.answered(submission, world.delegate, f"{BASE}<p>M.</p>")

    answer = send(world.head, submission, **page | {first: MINE, f"base_{first}": ""})

    assert [(box["html"], box["compared"]) for box in answer.context["theirs"]] == [(f"{BASE}<p>M.</p>", None)]
    assert f"{BASE}<p>M.</p>" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "autosave/"])
def test_a_call_that_is_closed_while_one_writes_gives_the_text_back_unmerged(world, submission, first, path):
    page = page_of(submission)
    make.answered(submission, world.head, THEIRS)
    world.call.closed_at = make.DUE
    world.call.save()

    answer = send(world.delegate, submission, path, **page | {first: MINE})

    reason = "This call no longer takes inputs. Copy your text from this page, and write to the secretariat."
    if path:
        assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    else:
        assert (answer.context["form"].non_field_errors(), answer.context["boxes"][0]["html"]) == ([reason], MINE)
    assert html_of(first) == THEIRS


WORDS = st.lists(st.sampled_from(["Forum", "States", "review", "shall", ",", "every"]), max_size=5).map(" ".join)
TEXTS = st.lists(WORDS.filter(bool).map("<p>{}</p>".format), max_size=3).map("".join)


@hypothesis(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, TEXTS, TEXTS)
def test_whatever_two_write_no_word_of_either_is_lost(world, submission, base, theirs, mine):
    first = submission.call.questions.first().pk
    submission = make.answered(Submission.objects.get(pk=submission.pk), world.delegate, base)
    opened = {"opened": {first: {composition.fingerprint(base)}}, "bases": {first: base}}
    make.answered(submission, world.head, theirs)

    with suppress(ValidationError):
        actions.save_answers(
            submission, by=world.delegate, revision=submission.revision, answers={first: mine}, **opened
        )
        stands = Counter(visible(Answer.objects.get().html))
        added = [Counter(visible(text)) - Counter(visible(base)) for text in (theirs, mine)]
        assert [each - stands for each in added] == [Counter()] * 2
        return
    assert Answer.objects.get().html == theirs  # and mine stays with who typed it


# The page


def letter(world, serial, **fields):
    """An issued letter, as far as a page that shows it asks."""
    content = {"form": "joint_letter", "language": "en", "close": "A sample letter."}
    fields = {"kind": "call", "consultation": world.consultation} | fields
    return Circular.objects.bulk_create(
        [
            Circular(
                state="issued",
                year=2019,
                serial=serial,
                subject="A sample",
                dated=make.AT.date(),
                issued_at=make.AT,
                audience=[],
                drafted_by=world.head.user,
                content=content,
                content_sha256="ab" * 32,
                pdf=kept(f"%PDF-{serial}".encode()),
                **fields,
            )
        ]
    )[0]


def test_the_letter_that_asks_stands_beside(world, submission):
    assert letter_of(world.call, world.delegate) is None
    steps = [{}, {"call": world.call, "kind": "free"}, {"call": world.call, "kind": "convening"}, {"call": world.call}]
    for serial, fields in enumerate(steps, start=1):
        made = letter(world, serial, **fields)
        assert letter_of(world.call, world.delegate) == made  # each is nearer to the call than those before
    letter(world, 5, call=make.call(world.consultation, number=2))
    letter(world, 6)

    shown = client_of(world.delegate).get(f"/sample/inputs/mine/{submission.key}/").content.decode()

    assert "Read the letter 2019-004 beside" in shown
    assert "A sample letter." in shown


def test_queries_of_the_page_are_as_many_with_one_answer_as_with_four(world, submission, django_assert_num_queries):
    client = client_of(world.delegate)
    path = f"/sample/inputs/mine/{submission.key}/"
    for answers in ({}, {None: "<p>More</p>"} | {q.pk: "<p>A sample.</p>" for q in submission.call.questions.all()}):
        submission = Submission.objects.get(pk=submission.pk)
        actions.save_answers(submission, by=world.delegate, revision=submission.revision, answers=answers)
        with django_assert_num_queries(11):  # the letter is one of them, who else is here none
            assert client.get(path).status_code == 200


def test_words_are_counted_for_each_answer_and_for_all(world, submission):
    shown = client_of(world.delegate).get(f"/sample/inputs/mine/{submission.key}/")

    assert ([box["words"] for box in shown.context["boxes"]], shown.context["words"]) == ([12, 0, 0, 0], 12)
    assert settings.SECRET_KEY not in shown.content.decode()
