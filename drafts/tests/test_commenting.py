import re
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drafts import actions, desk
from drafts.events import CommentWords
from drafts.models import Comment
from record.models import Event, Verb

from .factories import client_of
from .said import Said
from .test_pages import words

INSIDE = {"staff", "first"}
OWN = {"delegate", "head"}


@pytest.fixture
def said(db):
    return Said()


def page(said, version=None):
    return reverse("drafts:comments", args=["forum", (version or said.version).number])


def text_of(said, role):
    by = getattr(said, role)
    return words(client_of(None if by.is_anonymous else by).get(said.version.get_absolute_url()))


def post(said, by, order=4, version=None, follow=True, **sent):
    version = version or said.version
    key = version.paragraphs.get(order=order).key
    path = reverse("drafts:comment", args=["forum", version.number, key])
    return client_of(by).post(path, {"text": "A sample comment.", "audience": "participants"} | sent, follow=follow)


# Who reads what, and who may


@pytest.mark.parametrize(
    ("by", "audience", "readers"),
    [
        ("delegate", "participants", OWN | INSIDE | {"other", "observer", "secretariat"}),
        ("delegate", "cofacilitators", OWN | INSIDE),
        ("stakeholder", "cofacilitators", INSIDE | {"stakeholder"}),
        ("staff", "internal", INSIDE),
    ],
)
def test_comment_is_read_by_those_it_is_for_on_pages_and_in_the_record(said, by, audience, readers):
    made = said.comment(getattr(said, by), audience=audience)
    event = Event.objects.about(made).get()

    assert said.reads(Comment.objects, made) == readers
    assert said.reads(Event.objects, event) == readers
    known = {role for role in readers if Event.objects.visible_to(getattr(said, role)).get(pk=event.pk).known}
    assert known == readers - {"other", "observer", "secretariat"}
    shown = {role for role in Said.ROLES if "1 comment" in text_of(said, role)}
    assert shown == readers


def test_comment_of_a_consultation_that_is_not_published_is_read_by_those_at_work(said):
    made = said.comment()
    type(said.consultation).objects.update(published=False)

    assert said.reads(Comment.objects, made) == INSIDE | {"secretariat"}


@pytest.mark.parametrize(
    ("by", "audience"),
    [("stakeholder", "participants"), ("staff", "participants"), ("delegate", "internal"), ("secretariat", "internal")],
)
def test_comment_refused_for_readers_that_are_not_offered(said, by, audience):
    with pytest.raises(ValidationError) as refused:
        said.comment(getattr(said, by), audience=audience)

    assert refused.value.code == "audience"
    assert not Comment.objects.exists()


def test_comment_refused_where_it_is_not_the_current_text(said):
    draft = said.next()
    with pytest.raises(ValidationError, match="Wait for the release"):
        said.comment(version=draft)
    said.comment(said.staff, version=draft, audience="internal")
    said.release(draft)
    with pytest.raises(ValidationError, match="Comment on the current text"):
        said.comment(said.staff, audience="internal")
    with pytest.raises(ValidationError, match="no longer in the text"):
        actions.comment(draft, by=said.delegate, key=uuid4(), text="x", audience="participants")


def test_withdraw_comment_hides_its_words_from_others_only(said):
    made = said.comment(text="Words of a sample.")
    client = client_of(said.head)
    withdraw = reverse("drafts:withdraw_comment", args=["forum", said.version.number, 1])

    assert client_of(said.other).post(withdraw).status_code == 404
    assert client_of(said.staff).post(withdraw).status_code == 404
    assert "taken back" in words(client.post(withdraw, follow=True))

    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert [event.verb for event in Event.objects.about(made).order_by("place")] == [Verb.CREATED, Verb.WITHDRAWN]
    assert "Words of a sample" in words(client.get(page(said)))
    others = words(client_of(said.other).get(page(said)))
    assert "Words of a sample" not in others
    assert "This comment was taken back." in others
    with pytest.raises(ValidationError, match="already"):
        actions.withdraw_comment(made, by=said.head)


def test_record_of_a_comment_is_found_by_when_it_was_made_and_by_those_who_may_read_it(said):
    made = said.comment(audience="cofacilitators")
    name = CommentWords(Comment).name(made)
    path = reverse("consultation_record_of", args=["forum", "comment", name])

    assert name.startswith("1-")
    assert "commented on a paragraph of the text “Zero draft”" in words(client_of(said.head).get(path))
    assert client_of(said.other).get(path).status_code == client_of(said.other).get(f"{path[:-3]}/").status_code
    assert "commented" not in words(client_of(said.other).get(path))
    assert not CommentWords(Comment).keys("forum", "1-x").exists()


# The page


def test_page_keeps_what_was_refused_and_shows_what_was_made(said):
    refused = post(said, said.delegate, text="x" * 5001)
    assert "A comment can have 5,000 signs." in words(refused)
    assert "x" * 5001 in refused.content.decode()
    assert "Choose who reads this comment." in words(post(said, said.delegate, audience=""))
    assert "invisible characters" in words(post(said, said.delegate, text="a\u202eb"))
    assert "This comment is empty" in words(post(said, said.delegate, text=" "))
    assert not Comment.objects.exists()

    assert "Portugal" in words(post(said, said.delegate))
    post(said, said.stakeholder, audience="")
    post(said, said.staff, audience="")

    assert list(Comment.objects.values_list("audience", flat=True)) == ["participants", "cofacilitators", "internal"]


def test_comment_on_a_superseded_text_gives_back_what_was_written(said):
    said.release(said.next())

    answer = words(post(said, said.delegate, text="Kept words."))

    assert "Comment on the current text." in answer
    assert "Kept words." in answer
    assert "Comments on Rev.1" in answer


def test_secretariat_reads_and_does_not_comment(said):
    assert client_of(said.secretariat).get(page(said)).status_code == 200
    assert post(said, said.secretariat).status_code == 403


def test_comments_follow_their_paragraph_and_say_when_its_text_has_changed(db):
    text = [{"kind": "title", "text": "A sample"}]
    said = Said([*text, *({"kind": "operative", "text": f"*Decides* on sample {n};"} for n in range(1, 6))])
    for order in range(2, 7):
        said.comment(order=order, text=f"On {order}.")
    draft = said.next()
    at = {paragraph.order: paragraph for paragraph in draft.paragraphs.all()}
    actions.edit_paragraph(at[2], by=said.staff, revision=1, text="*Decides* on another sample;")
    actions.merge_with_next(at[3], by=said.staff, revision=1)
    actions.delete_paragraph(at[6], by=said.staff)
    draft = said.release(draft)

    answer = client_of(said.other).get(page(said, draft))

    shown = {
        row["key"]: [(each.text, bool(each.runs)) for each in row["comments"]]
        for row in answer.context["rows"]
        if row["comments"]
    }
    assert shown == {
        str(at[2].key): [("On 2.", True)],
        str(at[3].key): [("On 3.", True), ("On 4.", True)],
        str(at[5].key): [("On 5.", False)],
    }
    assert [each.text for each in answer.context["gone"]] == ["On 6."]
    assert re.search(r"On OP2 of Zero draft ?\. The text has changed since", words(answer))
    text = client_of(said.other).get(draft.get_absolute_url())
    counts = {block["key"]: block["comments"] for block in text.context["blocks"] if block["comments"]}
    assert counts == {key: len(found) for key, found in shown.items()}


def test_page_costs_the_same_for_one_comment_and_three(said):
    draft = said.next()
    said.comment()
    draft = said.release(draft)
    client = client_of(said.staff)
    client.get(page(said, draft))
    counts = []
    for _each in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(page(said, draft))
        counts.append(len(queries))
        said.comment(version=draft)
        said.comment(said.other, version=draft, order=5)

    assert counts[0] == counts[1]


def test_desk_of_those_who_write_counts_comments_of_delegations(said):
    said.comment()
    said.comment(said.stakeholder, audience="cofacilitators")
    said.comment(said.staff, audience="internal")

    found = [item.sentence for item in desk.items(said.consultation, said.staff)["progress"]]

    assert found == ["2 comments of delegations, the last of 7 June 2019."]
    assert desk.items(said.consultation, said.secretariat)["progress"] == []
