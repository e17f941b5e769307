"""Several people write one input, over a network that loses answers: each box is saved for itself, nothing is lost."""

import pytest

from submissions import actions
from submissions.forms import InputForm
from submissions.models import Answer, Submission

from . import factories as make
from .test_pages import client_of, send, sentences

pytestmark = pytest.mark.django_db


def opened(submission):
    """What the page posts when nothing was changed in it."""
    form = InputForm(submission=Submission.objects.get(pk=submission.pk))
    boxes = {}
    for box in form.boxes():
        boxes |= {box["name"]: box["text"], f"was_{box['name']}": box["was"]}
    choices = {"language": form.initial["language"], "visibility": form.initial["visibility"]}
    return (
        boxes
        | choices
        | {f"initial-{n}": v for n, v in choices.items()}
        | {
            "revision": form.initial["revision"],
            "format": "text",
        }
    )


def html_of(name):
    question = name.removeprefix("answer_")
    return Answer.objects.get(question=None if question == "more" else int(question)).html


@pytest.fixture
def submission(world):
    return make.begun(world.call, world.delegate)


@pytest.fixture
def first(submission):
    return f"answer_{submission.call.questions.first().pk}"


@pytest.mark.parametrize("path", ["", "autosave/"])
def test_two_who_write_at_different_questions_both_keep_their_text(world, submission, first, path):
    page = opened(submission)
    make.answered(submission, world.head, "<p>Theirs.</p>")

    answer = send(world.delegate, submission, path, **page | {"answer_more": "Mine."})

    assert answer.status_code == (200 if path else 302)
    assert (html_of(first), html_of("answer_more")) == ("<p>Theirs.</p>", "<p>Mine.</p>")


def test_autosave_tells_that_others_have_written_and_on_what_the_boxes_stand(world, submission, first):
    page = opened(submission)
    make.answered(submission, world.head, "<p>Theirs.</p>")

    said = send(world.delegate, submission, "autosave/", **page | {"answer_more": "Mine."}).json()

    now = opened(submission)
    assert said["others"] is True
    assert said["was"] == {"was_answer_more": now["was_answer_more"]}
    again = page | said["was"] | {"revision": said["revision"], "answer_more": "Mine again.", first: "Over theirs."}
    assert send(world.delegate, submission, "autosave/", **again).status_code == 409  # not read, not written over
    assert send(world.delegate, submission, "autosave/", **again | {first: page[first]}).status_code == 200
    assert (html_of(first), html_of("answer_more")) == ("<p>Theirs.</p>", "<p>Mine again.</p>")


def test_autosave_alone_tells_of_nobody_else(world, submission):
    said = send(world.delegate, submission, "autosave/", **opened(submission) | {"answer_more": "Mine."}).json()
    assert said["others"] is False


def test_a_collision_shows_the_box_at_which_both_wrote_and_saving_over_it_spares_the_others(world, submission, first):
    page = opened(submission)
    submission = make.answered(submission, world.head, "<p>Theirs.</p>")
    actions.save_answers(submission, by=world.head, revision=submission.revision, answers={None: "<p>Also theirs.</p>"})

    answer = send(world.delegate, submission, **page | {first: "Mine."})

    assert [box["html"] for box in answer.context["theirs"]] == ["<p>Theirs.</p>"]
    boxes = {box["name"]: box for box in answer.context["boxes"]}
    assert (boxes[first]["text"], boxes["answer_more"]["text"]) == ("Mine.", "Also theirs.")
    over = {name: box["text"] for name, box in boxes.items()} | {f"was_{n}": b["was"] for n, b in boxes.items()}
    send(world.delegate, submission, **page | over | {"revision": answer.context["form"]["revision"].value()})
    assert (html_of(first), html_of("answer_more")) == ("<p>Mine.</p>", "<p>Also theirs.</p>")


def test_a_page_that_lies_open_does_not_undo_who_may_read_it(world, submission):
    page = opened(submission)
    actions.set_options(submission, by=world.head, visibility="cofacilitators")

    send(world.delegate, submission, "autosave/", **page | {"answer_more": "Mine."})
    assert Submission.objects.get().visibility == "cofacilitators"

    send(world.delegate, submission, "autosave/", **page | {"visibility": "participants"})
    assert Submission.objects.get().visibility == "participants"


def test_what_was_saved_with_its_answer_lost_is_no_collision(world, submission):
    page = opened(submission)
    send(world.delegate, submission, "autosave/", **page | {"answer_more": "Lost answer."})

    again = send(
        world.delegate,
        submission,
        "autosave/",
        **page | {"answer_more": "Lost answer. And more.", "tried_answer_more": ["Lost answer."]},
    )

    assert (again.status_code, again.json()["others"]) == (200, False)
    assert html_of("answer_more") == "<p>Lost answer. And more.</p>"


def test_what_was_saved_with_its_answer_lost_can_be_taken_back(world, submission):
    page = opened(submission)
    send(world.delegate, submission, "autosave/", **page | {"answer_more": "Lost answer."})
    send(world.delegate, submission, "autosave/", **page | {"tried_answer_more": ["Lost answer."]})
    assert html_of("answer_more") == ""


def test_new_offers_ones_own_name_only_where_it_is_free(world):
    def offered(number):
        form = client_of(world.delegate).get("/sample/inputs/new/", {"call": number}).context["form"]
        return form["capacity"].value(), form.initial["call"].number

    assert offered(1) == ("national", 1)
    make.begun(world.call, world.delegate)
    assert offered(1) == ("on_behalf", 1)
    make.call(world.consultation, number=2)
    assert offered("") == ("national", 2)


def test_new_in_ones_own_name_refuses_the_names_of_others(world):
    data = {"call": world.call.pk, "language": "en", "capacity": "national", "wording": "on behalf of a group"}
    answer = client_of(world.delegate).post("/sample/inputs/new/", data)
    assert answer.context["form"].errors["capacity"] == [
        "You have named others below. Choose “On behalf of others”, or name nobody."
    ]
    assert Submission.objects.count() == 0


def test_submit_pressed_twice_leads_to_the_input(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)

    answer = send(world.head, version.submission, "submit/", seen="")

    assert answer["Location"] == "/sample/inputs/PRT-2019-1/"
    assert sentences(answer) == ["This input has been submitted already. Its page shows its reference."]
