"""Files of an input: added, described, removed and taken over by its delegation; then submitted with it, and read."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError

from record import uploads
from record.hashing import content_hash
from record.models import Event, File, Verb
from record.tests.sample_files import PDF
from submissions import actions, composition, documents, json_forms, search, verification
from submissions.models import Attachment, SearchPassage, Submission, SubmissionState, VersionAttachment

from . import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(world):
    return make.begun(world.call, world.delegate)


def added(submission, by, content=PDF, **fields):
    sent = {"content": content, "name": "statement.pdf", "content_type": uploads.PDF, **fields}
    return actions.attach(submission, by=by, **sent)


def code_of(action, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        action(*args, **kwargs)
    return refused.value.code


def state(submission):
    return Submission.objects.get(pk=submission.pk).state


def in_clearance(submission, by):
    return actions.ask_for_clearance(submission, by=by)


# Working copy


def test_attach_keeps_the_file_as_received_under_the_next_number(world, begun):
    first = added(begun, world.delegate, title="Déclaration", language="fr", is_original=True, text="Un exemple.")
    second = added(begun, world.head, b"%PDF another", name="other.pdf")

    assert (first.file.read(), first.file.name, first.added_by) == (PDF, "statement.pdf", world.delegate.user)
    assert [(a.number, a.title, a.language, a.is_original, a.text) for a in begun.attachments.all()] == [
        (1, "Déclaration", "fr", True, "Un exemple."),
        (2, "", "en", False, ""),
    ]
    event = Event.objects.last()
    assert (second.number, event.verb, event.facts) == (2, Verb.CHANGED, {"fields": ["files"]})


@pytest.mark.parametrize("verb", ["attach", "change", "remove"])
def test_a_changed_set_of_files_makes_a_draft_again_of_what_awaits_clearance(world, begun, verb):
    attachment = added(begun, world.delegate)
    in_clearance(begun, world.delegate)

    if verb == "attach":
        added(begun, world.delegate, b"%PDF another")
    elif verb == "change":
        actions.change_attachment(attachment, by=world.delegate, title="New", language="en", is_original=False)
    else:
        actions.remove_attachment(attachment, by=world.delegate)

    assert state(begun) == SubmissionState.DRAFT


def test_a_description_that_says_the_same_changes_nothing(world, begun):
    attachment = added(begun, world.delegate)
    in_clearance(begun, world.delegate)

    actions.change_attachment(attachment, by=world.delegate, title="", language="en", is_original=False)

    assert state(begun) == SubmissionState.IN_CLEARANCE


def test_one_file_is_the_original_and_marking_another_moves_the_mark(world, begun):
    first = added(begun, world.delegate, is_original=True)
    second = added(begun, world.delegate, b"%PDF b", is_original=True)
    marks = lambda: list(begun.attachments.values_list("is_original", flat=True))  # noqa: E731 - asked twice
    assert marks() == [False, True]

    actions.change_attachment(first, by=world.delegate, title="", language="es", is_original=True)

    assert marks() == [True, False]
    assert second.number == 2


def test_five_files_are_the_most_and_removing_one_makes_room_for_the_next_number(world, begun):
    attachments = [added(begun, world.delegate, b"%%PDF %d" % number) for number in range(5)]

    assert code_of(added, begun, world.delegate, b"%PDF six") == "files"
    actions.remove_attachment(attachments[0], by=world.delegate)

    assert added(begun, world.delegate, b"%PDF six").number == 6
    assert [attachment.number for attachment in begun.attachments.standing()] == [2, 3, 4, 5, 6]


def test_files_are_refused_when_too_large_together(world, begun, monkeypatch):
    monkeypatch.setattr(uploads, "TOTAL_LIMIT", len(PDF) + 5)
    added(begun, world.delegate)

    assert code_of(added, begun, world.delegate, b"%PDF-6") == "total"
    assert code_of(added, begun, world.delegate, b"%PDF-\n" * 9) == "total"
    assert begun.attachments.count() == 1


def test_the_same_file_twice_is_refused_and_may_come_back_after_it_was_removed(world, begun):
    attachment = added(begun, world.delegate)

    assert code_of(added, begun, world.delegate) == "twice"
    actions.remove_attachment(attachment, by=world.delegate)

    assert added(begun, world.delegate).number == 2


def test_a_removed_file_is_neither_changed_nor_removed_nor_taken_over(world, begun):
    attachment = added(begun, world.delegate, text="A sample.")
    actions.remove_attachment(attachment, by=world.delegate)
    told = {"title": "", "language": "en", "is_original": False}

    assert code_of(actions.remove_attachment, attachment, by=world.delegate) == "removed"
    assert code_of(actions.change_attachment, attachment, by=world.delegate, **told) == "removed"
    assert (
        code_of(actions.take_over, attachment, by=world.delegate, answers={None: "<p>A</p>"}, revision=2) == "removed"
    )


def test_what_is_submitted_takes_no_file_until_it_is_revised(world, begun):
    attachment = added(begun, world.delegate)
    make.submitted(begun, world.head)

    assert code_of(added, begun, world.delegate, b"%PDF b") == "edit"
    assert code_of(actions.remove_attachment, attachment, by=world.delegate) == "edit"


# Taking over


def answers(submission):
    return dict(submission.answers.values_list("question", "html"))


def test_take_over_puts_passages_behind_what_stands_once(world, begun):
    first = world.call.questions.first().pk
    attachment = added(begun, world.delegate, text="A")
    taken = {first: "<p>A</p>", None: "<p>B</p>"}

    for _press in range(2):
        actions.take_over(attachment, by=world.delegate, answers=taken, revision=1)

    assert answers(begun) == {first: make.SAMPLE + "<p>A</p>", None: "<p>B</p>"}


def test_take_over_in_the_place_of_an_answer_keeps_it_in_the_history(world, begun):
    first = world.call.questions.first().pk
    attachment = added(begun, world.delegate, text="A")
    revision = Submission.objects.get(pk=begun.pk).revision

    actions.take_over(attachment, by=world.head, answers={first: "<p>A</p>"}, revision=revision, replace=True)

    assert answers(begun) == {first: "<p>A</p>"}
    assert [edition.html for edition in begun.editions.all()] == ["<p>A</p>", make.SAMPLE]


def test_take_over_is_refused_without_a_choice_without_text_and_over_what_others_wrote(world, begun):
    first = world.call.questions.first().pk
    scan, attachment = added(begun, world.delegate), added(begun, world.delegate, b"%PDF b", text="A")
    taken = {"by": world.delegate, "answers": {first: "<p>A</p>"}, "revision": 1}

    assert code_of(actions.take_over, attachment, **taken, replace=True) == "conflict"
    assert code_of(actions.take_over, attachment, **taken | {"answers": {}}) == "nothing"
    assert code_of(actions.take_over, scan, **taken) == "take_over"
    assert answers(begun) == {first: make.SAMPLE}


# Submitted


@pytest.fixture
def version(world, begun):
    added(begun, world.delegate, title="Exemple", language="fr", is_original=True, text="Des migrations exemplaires")
    added(begun, world.delegate, b"%PDF b", name="translation.pdf", text="Some exemplary migrations")
    return make.submitted(begun, world.head)


def test_files_are_cleared_hashed_and_frozen_with_the_answers(world, begun, version):
    files = version.content["files"]

    assert files[0] == {
        "number": 1,
        "title": "Exemple",
        "name": "statement.pdf",
        "language": "fr",
        "original": True,
        "sha256": File.objects.first().sha256,
        "size": len(PDF),
    }
    assert [file["name"] for file in files] == ["statement.pdf", "translation.pdf"]
    assert content_hash(version.content) == version.sha256
    frozen = VersionAttachment.objects.filter(version=version).values_list("number", "title", "language", "is_original")
    assert list(frozen) == [(1, "Exemple", "fr", True), (2, "", "en", False)]
    assert list(verification.problems()) == []


def test_an_input_without_files_has_none_in_its_content(world, begun):
    assert "files" not in composition.content_of(begun, make.AT)


def test_what_was_read_for_clearance_is_not_submitted_with_another_file(world, begun):
    seen = composition.text_sha256(begun, make.AT)
    added(begun, world.delegate)

    assert code_of(actions.submit, begun, by=world.head, seen=seen) == "changed"


def test_files_alone_are_not_submitted(world):
    submission = actions.begin(world.call, by=world.delegate)
    added(submission, world.delegate)

    with pytest.raises(ValidationError) as refused:
        actions.ask_for_clearance(submission, by=world.delegate)

    assert refused.value.messages == [
        "This input has files, but no answer yet. Take their text over into the answers, or answer a question first."
    ]


def test_a_removed_file_stays_in_the_version_it_was_submitted_with(world, begun, version):
    actions.revise(begun, by=world.head)
    actions.remove_attachment(Attachment.objects.first(), by=world.head)
    second = make.submitted(begun, world.head)

    assert [[file["number"] for file in each.content["files"]] for each in (version, second)] == [[1, 2], [2]]
    assert version.attachments.count() == 2


def test_the_database_refuses_any_change_of_a_submitted_file(version):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE submissions_versionattachment SET title = 'another'")


def test_words_of_files_are_found_each_in_its_own_language(world, version):
    passages = SearchPassage.objects.filter(version=version).order_by("place").values_list("place", "language")

    assert list(passages) == [(0, "en"), (1, "fr"), (2, "en")]
    found = search.find("exemplaire", world.delegate, world.consultation)  # in French the words have one stem
    assert [SearchPassage.objects.get(pk=key).place for key, _version in found] == [1]


def test_the_record_tells_files_that_are_not_those_of_the_content(world, begun, version):
    VersionAttachment.objects.create(version=version, number=3, file=File.objects.first())

    assert [str(problem.what) for problem in verification.problems()] == ["its files are not those of its content"]


def test_a_file_is_verified_for_who_may_read_its_version(world, begun):
    attachment = added(begun, world.delegate)
    version = make.submitted(begun, world.head, visibility="participants")
    stakeholder = make.member(make.delegation("NGO", "A stakeholder", kind="stakeholder"))
    sha256 = attachment.file.sha256

    assert [list(verification.with_hash(sha256, actor)) for actor in (world.delegate, stakeholder)] == [[version], []]


def test_receipt_and_json_name_the_files(version):
    sha256 = version.content["files"][0]["sha256"]

    html, told = documents.receipt_html(version), json_forms.version(version)

    assert ("Files submitted with it" in html, f"SHA-256 {sha256}" in html, "Exemple" in html) == (True, True, True)
    assert told["files"][0] == version.content["files"][0] | {
        "url": f"http://127.0.0.1:8000/sample/inputs/{version.reference}/files/1/?version=1"
    }
