"""The history of the answers: what each person left, read by the delegation alone, and put back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.tests.signing_in import sign_in
from record.models import Event
from submissions import actions, editions
from submissions.models import AnswerEdition, Submission

from . import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(world):
    return actions.begin(world.call, by=world.delegate)


def save(submission, by, html, minutes=0, question=None):
    now = Submission.objects.get(pk=submission.pk)
    return actions.save_answers(
        now, by=by.later(timedelta(minutes=minutes)), revision=now.revision, answers={question: html}
    )


def left(submission):
    return [(e.by.name, e.html) for e in submission.editions.all()]


def test_what_one_types_in_a_row_is_one_edition(world, begun):
    for minutes, text in enumerate(["<p>One</p>", "<p>One two</p>", "<p>One two, three</p>"]):
        save(begun, world.delegate, text, minutes)

    assert left(begun) == [("A delegate", "<p>One two, three</p>")]
    edition = begun.editions.get()
    assert edition.at - edition.began_at == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("who", "minutes", "text"),
    [
        ("head", 1, "<p>One two three four and more</p>"),
        ("delegate", 11, "<p>One two three four and more</p>"),
        ("delegate", 1, "<p>Another</p>"),
        ("delegate", 1, ""),
    ],
    ids=["another person", "later", "other words", "taken out"],
)
def test_what_is_no_going_on_is_an_edition_of_its_own(world, begun, who, minutes, text):
    save(begun, world.delegate, "<p>One two three four</p>")
    save(begun, getattr(world, who), text, minutes)

    assert [html for _name, html in left(begun)] == [text, "<p>One two three four</p>"]


def test_a_page_shows_the_latest_of_very_many(world, begun, monkeypatch):
    monkeypatch.setattr(editions, "MOST", 2)
    first = world.call.questions.first()
    save(begun, world.delegate, "<p>Other</p>", question=first.pk)
    for number in range(4):
        save(begun, world.delegate, f"<p>{str(number) * 40}</p>", 20 * number)

    found = editions.of(begun)

    assert [edition.html for edition in found[None]] == [f"<p>{'3' * 40}</p>", f"<p>{'2' * 40}</p>"]
    assert len(found[first.pk]) == 1


def test_each_answer_has_its_own(world, begun):
    first = world.call.questions.first()
    save(begun, world.delegate, "<p>One</p>", question=first.pk)
    save(begun, world.delegate, "<p>More</p>")

    found = editions.of(begun)

    assert {key: [edition.html for edition in rows] for key, rows in found.items()} == {
        first.pk: ["<p>One</p>"],
        None: ["<p>More</p>"],
    }


@pytest.mark.parametrize(
    ("before", "now", "part"),
    [
        ("", "x", 1),
        ("abcd", "abcd", 1),
        ("abcd", "abXcd", 1),
        ("abcd", "ab", 0.5),
        ("abcd", "xyz", 0),
        ("aa", "a", 0.5),
    ],
)
def test_part_that_stands(before, now, part):
    assert editions.stands_of(before, now) == part


def test_restore_puts_it_back_and_keeps_what_stood(world, begun):
    save(begun, world.delegate, "<p>First words</p>")
    saved = save(begun, world.head, "<p>Other words</p>", 1)
    earlier = begun.editions.last()

    actions.restore_answer(saved, earlier, by=world.delegate.later(timedelta(minutes=2)), revision=saved.revision)

    assert begun.answers.get().html == "<p>First words</p>"
    assert [html for _name, html in left(begun)] == ["<p>First words</p>", "<p>Other words</p>", "<p>First words</p>"]
    assert Event.objects.about(begun).last().facts == {"fields": ["answers"], "restored": True}


def test_restore_of_what_stands_changes_nothing(world, begun):
    saved = save(begun, world.delegate, "<p>First words</p>")

    again = actions.restore_answer(saved, begun.editions.get(), by=world.delegate, revision=saved.revision)

    assert again.revision == saved.revision
    assert Event.objects.about(begun).count() == 1


def test_restore_is_refused_over_what_others_wrote_since_and_once_it_is_submitted(world, begun):
    old = save(begun, world.delegate, "<p>First words</p>").revision
    save(begun, world.head, "<p>Other words</p>", 1)
    edition = begun.editions.last()

    with pytest.raises(ValidationError) as refused:
        actions.restore_answer(begun, edition, by=world.delegate, revision=old)
    assert refused.value.code == "conflict"
    version = make.submitted(begun, world.head)
    with pytest.raises(ValidationError, match="has been submitted"):
        actions.restore_answer(version.submission, edition, by=world.head, revision=99)


def address(name, submission):
    return reverse(f"submissions:{name}", args=[submission.consultation.slug, submission.key])


def test_page_shows_it_to_the_delegation_and_puts_it_back(client, world, begun):
    save(begun, world.delegate, "<p>First <strong>words</strong></p>")
    saved = save(begun, world.head, "<p>Other words</p>", 1)
    sign_in(client, world.delegate.user)

    page = client.get(address("history", begun)).content.decode()
    chosen = {"edition": begun.editions.last().pk, "revision": saved.revision}
    answer = client.post(address("restore", begun), chosen, follow=True)

    assert "<p>First <strong>words</strong></p>" in page
    assert page.count("Put this back</button>") == 1
    assert "The earlier text is back." in answer.content.decode()
    assert begun.answers.get().html == "<p>First <strong>words</strong></p>"


@pytest.mark.parametrize(
    "typed",
    [{}, {"edition": "x"}, {"edition": "99999999999999999999"}, {"edition": "1"}, {"edition": "²", "revision": "1"}],
)
def test_page_refuses_what_names_no_edition(client, world, begun, typed):
    sign_in(client, world.delegate.user)

    answer = client.post(address("restore", begun), typed, follow=True)

    assert "Choose the text that shall be put back." in answer.content.decode()


def test_page_refuses_an_edition_of_another_input(client, world, begun):
    other = actions.begin(make.call(world.consultation, number=2), by=world.delegate)
    save(other, world.delegate, "<p>Elsewhere</p>")
    sign_in(client, world.delegate.user)

    chosen = {"edition": AnswerEdition.objects.get().pk, "revision": 1}
    answer = client.post(address("restore", begun), chosen, follow=True)

    assert "Choose the text" in answer.content.decode()
    assert not begun.answers.exists()


def test_page_says_why_a_text_is_not_put_back(client, world, begun):
    old = save(begun, world.delegate, "<p>First words</p>").revision
    save(begun, world.head, "<p>Other words</p>", 1)
    sign_in(client, world.delegate.user)

    chosen = {"edition": begun.editions.last().pk, "revision": old}
    answer = client.post(address("restore", begun), chosen, follow=True)

    assert "Someone else has saved this input" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_page(client, world, begun, number, django_assert_num_queries):
    for minutes in range(number):
        save(begun, world.delegate, f"<p>{'x' * minutes} {minutes}</p>", 20 * minutes)
    sign_in(client, world.delegate.user)
    client.get(address("history", begun))

    with django_assert_num_queries(11):
        client.get(address("history", begun))


def test_nobody_else_knows_of_it(client, world, begun):
    save(begun, world.delegate, "<p>First words</p>")
    for actor in (make.member(make.delegation("ESP", "Spain"), "head"), make.works_for(world.consultation, "staff")):
        sign_in(client, actor.user)
        assert client.get(address("history", begun)).status_code == 404
