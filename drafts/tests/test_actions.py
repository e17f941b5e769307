from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from consultations.documents import printing_here
from consultations.models import CoFacilitator
from drafts import actions, composition, jobs
from drafts.models import DraftVersion, Lineage, Paragraph, VersionState
from record.models import Approval, Delivery, Event, Job, Verb

from .factories import NOW, House


@pytest.fixture
def house(db):
    return House()


def texts(version):
    return [paragraph.text for paragraph in version.paragraphs.in_order()]


def orders(version):
    return list(version.paragraphs.in_order().values_list("order", flat=True))


def verbs(version):
    return [str(event.verb) for event in Event.objects.about(version)]


def paragraph(version, order):
    return version.paragraphs.get(order=order)


class refused:  # noqa: N801 - read as a verb
    """A context in which the action must refuse with this code."""

    def __init__(self, code):
        self.code = code

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert kind is ValidationError, f"not refused: {error}"
        assert {each.code for each in error.error_list} == {self.code}
        self.messages = error.messages
        return True


def test_begin_makes_a_working_draft(house):
    version = house.begin()

    assert (version.number, version.state, version.dated) == (1, VersionState.WORKING, date(2019, 6, 7))
    assert orders(version) == [1, 2, 3, 4, 5, 6]
    assert [p.number for p in composition.paragraphs_of(version)] == ["", "", "PP1", "OP1", "(a)", "OP2"]
    assert verbs(version) == ["created"]


def test_begin_refused_while_another_is_worked_on(house):
    house.begin()

    with refused("working"):
        house.begin(label="Another")


def test_begin_refused_once_there_is_a_text(house):
    house.release(house.begin())

    with refused("begin"):
        house.begin(label="Another")


def test_begin_refuses_an_unknown_kind(house):
    with pytest.raises(ValidationError):
        house.begin([{"kind": "poem", "text": "x"}])


def test_begin_next_copies_the_paragraphs_under_their_keys(house):
    base = house.release(house.begin(session="Seventy-third session"))

    version = actions.begin_next(base, by=house.staff, label="Rev.1")

    assert (version.number, version.base, version.session) == (2, base, "Seventy-third session")
    fields = ("key", "order", "kind", "level", "text", "footnotes")
    assert list(version.paragraphs.in_order().values(*fields)) == list(base.paragraphs.in_order().values(*fields))
    assert verbs(version) == ["created"]


def test_begin_next_refused_from_what_is_not_current(house):
    base = house.begin()
    with refused("begin_next") as working:
        actions.begin_next(base, by=house.staff, label="Rev.1")
    base = house.release(base)
    house.release(actions.begin_next(base, by=house.staff, label="Rev.1"))
    with refused("begin_next") as superseded:
        actions.begin_next(base, by=house.staff, label="Rev.2")

    assert working.messages == ["This draft is still being worked on. Release it first."]
    assert superseded.messages == ["This version has been superseded. Begin the next from the one that replaced it."]


def test_edit_version_changes_the_head_and_voids_the_request(house):
    version = house.asked(house.begin())

    version = actions.edit_version(version, by=house.staff, revision=version.revision, label="Draft zero")

    version.refresh_from_db()
    assert (version.label, version.asked_sha256, version.revision) == ("Draft zero", "", 2)
    assert verbs(version) == ["created", "sent_for_approval", "changed"]


def test_edit_version_with_nothing_new_writes_nothing(house):
    version = house.begin()

    actions.edit_version(version, by=house.staff, revision=1, label="Zero draft")

    assert verbs(version) == ["created"]


def test_edit_version_refuses_a_stale_revision(house):
    with refused("conflict"):
        actions.edit_version(house.begin(), by=house.staff, revision=7, label="x")


def test_edit_paragraph_saves_clean_text(house):
    version = house.asked(house.begin())

    edited = actions.edit_paragraph(
        paragraph(version, 4),
        by=house.staff,
        revision=1,
        text=" *Decides*  otherwise;\n",
        footnotes=["", " A "],
        kind="subparagraph",
        level=0,
    )

    edited.refresh_from_db()
    version.refresh_from_db()
    assert (edited.text, edited.footnotes, edited.kind, edited.level, edited.revision) == (
        "*Decides* otherwise;",
        ["A"],
        "subparagraph",
        1,
        2,
    )
    assert (version.asked_sha256, version.revision) == ("", 2)
    assert verbs(version) == ["created", "sent_for_approval", "changed"]


def test_edit_paragraph_of_its_footnotes_alone(house):
    edited = actions.edit_paragraph(paragraph(house.begin(), 4), by=house.staff, revision=1, footnotes=["A"])

    assert (edited.footnotes, edited.text) == (["A"], "*Decides* to meet in 2022; and to hold four round tables;")


def test_edit_paragraph_saved_twice_with_the_same_text_is_no_conflict(house):
    version = house.begin()
    for _twice in range(2):
        saved = actions.edit_paragraph(paragraph(version, 4), by=house.staff, revision=1, text="New;")

    assert saved.revision == 2


def test_a_frozen_version_answers_with_what_was_frozen(house):
    version = house.release(house.begin())

    assert composition.content_of(version) is version.content
    assert composition.content_sha256(version) == version.content_sha256


def test_rows_name_themselves(house):
    version = next_version(house)
    actions.split_paragraph(paragraph(version, 4), by=house.staff, at=26, revision=1)
    lineage = Lineage.objects.get()

    assert str(version) == "Rev.1"
    assert str(version.base.paragraphs.get(order=5)) == "(a) In New York;"
    assert str(lineage) == f"{lineage.key} ← {lineage.base_key}"


def test_edit_paragraph_quietly_is_no_event(house):
    version = house.begin()

    actions.edit_paragraph(paragraph(version, 4), by=house.staff, revision=1, text="New;", quietly=True)
    actions.edit_paragraph(paragraph(version, 4), by=house.staff, revision=2, text="New;")

    assert (paragraph(version, 4).text, paragraph(version, 4).revision) == ("New;", 2)
    assert verbs(version) == ["created"]


def test_edit_paragraph_in_conflict_writes_nothing(house):
    version = house.begin()
    stale = paragraph(version, 4)
    actions.edit_paragraph(stale, by=house.staff, revision=1, text="Theirs;")

    with refused("conflict"):
        actions.edit_paragraph(stale, by=house.first, revision=1, text="Mine;")

    assert paragraph(version, 4).text == "Theirs;"


def test_edit_paragraph_that_is_gone_is_refused(house):
    version = house.begin()
    gone = paragraph(version, 4)
    actions.delete_paragraph(gone, by=house.staff)

    with refused("gone"):
        actions.edit_paragraph(gone, by=house.staff, revision=1, text="Mine;")


def test_insert_paragraph_after_another_and_first(house):
    version = house.begin()

    second = actions.insert_paragraph(version, by=house.staff, after=paragraph(version, 1), kind="organ", text=" A ")
    first = actions.insert_paragraph(version, by=house.staff, kind="heading", level=2)

    assert (first.order, second.order, first.level) == (1, 2, 0)
    assert texts(version)[:4] == ["", "A sample of a draft", "A", "*The General Assembly*,"]
    assert orders(version) == list(range(1, 9))


def test_insert_paragraph_refused_when_there_are_too_many(house, monkeypatch):
    monkeypatch.setattr("drafts.actions.paragraphs.MAX_PARAGRAPHS", 6)

    with refused("paragraphs"):
        actions.insert_paragraph(house.begin(), by=house.staff)


def test_delete_paragraph_closes_the_gap(house):
    version = house.begin()

    actions.delete_paragraph(paragraph(version, 2), by=house.staff)

    assert orders(version) == [1, 2, 3, 4, 5]
    assert verbs(version) == ["created", "changed"]


@pytest.mark.parametrize(
    ("order", "to", "expected"),
    [(2, 4, "acdbef"), (4, 2, "adbcef"), (1, 99, "bcdefa"), (6, -5, "fabcde"), (3, 3, "abcdef")],
)
def test_move_paragraph(house, order, to, expected):
    version = house.begin([{"kind": "operative", "text": text} for text in "abcdef"])

    actions.move_paragraph(paragraph(version, order), by=house.staff, to=to)

    assert "".join(texts(version)) == expected
    assert orders(version) == [1, 2, 3, 4, 5, 6]


def next_version(house):
    return actions.begin_next(house.release(house.begin()), by=house.staff, label="Rev.1")


def test_split_paragraph_records_where_the_second_part_comes_from(house):
    version = next_version(house)
    source = paragraph(version, 4)

    part = actions.split_paragraph(source, by=house.staff, at=source.text.index(" and to"), revision=1)

    assert texts(version)[3:5] == ["*Decides* to meet in 2022;", "and to hold four round tables;"]
    assert (part.kind, part.order) == ("operative", 5)
    assert list(Lineage.objects.values_list("version", "key", "base_key")) == [(version.pk, part.key, source.key)]
    assert [p.number for p in composition.paragraphs_of(version)][3:5] == ["OP1", "OP1 bis"]


def test_split_of_a_split_comes_from_the_same_origin(house):
    version = next_version(house)
    source = paragraph(version, 4)
    part = actions.split_paragraph(source, by=house.staff, at=26, revision=1)

    third = actions.split_paragraph(part, by=house.staff, at=12, revision=1)

    assert dict(Lineage.objects.values_list("key", "base_key")) == {part.key: source.key, third.key: source.key}


def test_split_of_the_first_text_has_no_origin(house):
    version = house.begin()
    actions.split_paragraph(paragraph(version, 4), by=house.staff, at=26, revision=1)

    assert not Lineage.objects.exists()


def test_split_takes_the_footnotes_along(house):
    version = house.begin([{"kind": "operative", "text": "One[^1] two[^2] three[^3]", "footnotes": ["a", "b", "c"]}])
    part = actions.split_paragraph(paragraph(version, 1), by=house.staff, at=7, revision=1)

    first = paragraph(version, 1)
    assert (first.text, first.footnotes) == ("One[^1]", ["a"])
    assert (part.text, part.footnotes) == ("two[^1] three[^2]", ["b", "c"])


@pytest.mark.parametrize("at", [0, 9_999])
def test_split_paragraph_refused_where_nothing_remains(house, at):
    with refused("split"):
        actions.split_paragraph(paragraph(house.begin(), 4), by=house.staff, at=at, revision=1)


@pytest.mark.parametrize("action", [actions.split_paragraph, actions.merge_with_next])
def test_split_and_merge_refuse_a_stale_revision(house, action):
    extra = {"at": 5} if action is actions.split_paragraph else {}
    with refused("conflict"):
        action(paragraph(house.begin(), 4), by=house.staff, revision=9, **extra)


def test_merge_with_next_records_what_was_joined(house):
    version = next_version(house)
    gone = paragraph(version, 5)

    merged = actions.merge_with_next(paragraph(version, 4), by=house.staff, revision=1)

    assert merged.text == "*Decides* to meet in 2022; and to hold four round tables; In New York;"
    assert orders(version) == [1, 2, 3, 4, 5]
    assert list(Lineage.objects.values_list("key", "base_key")) == [(merged.key, gone.key)]


def test_merge_of_what_was_split_leaves_no_trace(house):
    version = next_version(house)
    before = texts(version)
    actions.split_paragraph(paragraph(version, 4), by=house.staff, at=26, revision=1)

    actions.merge_with_next(paragraph(version, 4), by=house.staff, revision=2)

    assert texts(version) == before
    assert not Lineage.objects.exists()


def test_merge_counts_the_footnotes_on(house):
    given = [{"kind": "operative", "text": f"{word}[^1]", "footnotes": [word]} for word in ("one", "two")]
    merged = actions.merge_with_next(paragraph(house.begin(given), 1), by=house.staff, revision=1)

    assert (merged.text, merged.footnotes) == ("one[^1] two[^2]", ["one", "two"])


def test_merge_with_next_refused_at_the_end(house):
    with refused("merge"):
        actions.merge_with_next(paragraph(house.begin(), 6), by=house.staff, revision=1)


def test_ask_for_release_mails_the_cofacilitators(house):
    version = house.asked(house.begin())

    assert version.asked_sha256 == composition.content_sha256(version)
    assert sorted(row.address for row in Delivery.objects.about(version)) == [
        "first@forum.invalid",
        "second@forum.invalid",
    ]
    assert verbs(version) == ["created", "sent_for_approval"]


def test_ask_for_release_refuses_with_a_list_of_why(house):
    version = house.begin([{"kind": "preambular", "text": ""}, {"kind": "heading", "text": "See[^2]"}])

    with refused("problems") as refusal:
        house.asked(version)

    assert refusal.messages == [
        "The text has no title. Add one as its first paragraph.",
        "The text has no operative paragraph. Add at least one.",
        "PP1 is empty. Write its text or delete it.",
        "heading: its footnotes and their marks [^1], [^2] do not match. Number the marks in order.",
    ]


def test_ask_for_release_refused_with_a_label_that_is_taken(house):
    version = next_version(house)
    version = actions.edit_version(version, by=house.staff, revision=1, label="zero DRAFT")

    with refused("problems") as refusal:
        house.asked(version)

    assert refusal.messages == ["Another version is called “zero DRAFT” already. Give this one a label of its own."]


def test_ask_for_release_refused_twice_and_without_cofacilitators(house):
    version = house.begin()
    CoFacilitator.objects.update(ends_at=NOW)
    with refused("approvers"):
        house.asked(version)
    CoFacilitator.objects.update(ends_at=None)
    house.asked(version)
    with refused("ask_for_release"):
        house.asked(version)


def test_second_approval_releases(house):
    version = house.asked(house.begin())
    seen = version.asked_sha256

    actions.approve_release(version, by=house.first, seen=seen)
    assert DraftVersion.objects.get().state == VersionState.WORKING
    version = actions.approve_release(version, by=house.second, seen=seen)

    version.refresh_from_db()
    assert (version.state, version.content_sha256, version.released_at) == (VersionState.RELEASED, seen, NOW)
    assert [p.number for p in version.paragraphs.in_order()] == ["", "", "PP1", "OP1", "(a)", "OP2"]
    assert verbs(version) == ["created", "sent_for_approval", "approved", "approved", "released"]
    assert Approval.objects.about(version).count() == 2
    assert [job.task for job in Job.objects.about(version)] == ["drafts.print_version"]


def test_release_supersedes_the_base_and_counts_anew(house):
    version = next_version(house)
    actions.insert_paragraph(version, by=house.staff, after=paragraph(version, 4), text="New;")

    version = house.release(version)

    base = version.base
    base.refresh_from_db()
    assert (version.state, base.state) == (VersionState.RELEASED, VersionState.SUPERSEDED)
    assert [p.number for p in version.paragraphs.in_order()][3:] == ["OP1", "OP2", "(a)", "OP3"]
    assert verbs(base)[-1] == "superseded"


def test_approve_release_refusals(house):
    version = house.begin()
    with refused("approve_release"):  # nobody has asked
        actions.approve_release(version, by=house.first, seen="x")
    version = house.asked(version)
    with refused("changed"):
        actions.approve_release(version, by=house.first, seen="x")
    actions.approve_release(version, by=house.first, seen=version.asked_sha256)
    with refused("approve_release") as again:
        actions.approve_release(version, by=house.first, seen=version.asked_sha256)
    actions.approve_release(version, by=house.second, seen=version.asked_sha256)
    with refused("approve_release") as released:
        actions.approve_release(version, by=house.second, seen=version.asked_sha256)

    assert again.messages == ["You have approved this draft already. It waits for the other co-facilitator."]
    assert released.messages == ["This version has been released already."]


def test_an_edit_voids_the_approval_given(house):
    version = house.asked(house.begin())
    actions.approve_release(version, by=house.first, seen=version.asked_sha256)
    actions.edit_paragraph(paragraph(version, 6), by=house.staff, revision=1, text="*Requests* two reports.")
    version = house.asked(version)

    version = actions.approve_release(version, by=house.second, seen=version.asked_sha256)

    assert version.state == VersionState.WORKING


@pytest.mark.parametrize(
    "action",
    [
        lambda version, by: actions.edit_version(version, by=by, revision=1, label="x"),
        lambda version, by: actions.edit_paragraph(paragraph(version, 4), by=by, revision=1, text="x"),
        lambda version, by: actions.insert_paragraph(version, by=by),
        lambda version, by: actions.delete_paragraph(paragraph(version, 4), by=by),
        lambda version, by: actions.move_paragraph(paragraph(version, 4), by=by, to=1),
        lambda version, by: actions.split_paragraph(paragraph(version, 4), by=by, at=26, revision=1),
        lambda version, by: actions.merge_with_next(paragraph(version, 4), by=by, revision=1),
    ],
)
def test_a_released_version_cannot_be_edited(house, action):
    version = house.release(house.begin())

    with refused("edit"):
        action(version, house.staff)


def test_print_stores_the_pdf_once(house):
    version = house.release(house.begin())
    with refused("print_again"):
        actions.print_again(version, by=house.staff)  # under way
    with printing_here():
        jobs.print_version(Job.objects.about(version).get().pk)
    jobs.print_version(Job.objects.about(version).get().pk)  # done already

    version.refresh_from_db()
    assert version.pdf.read().startswith(b"%PDF-")
    assert Job.objects.about(version).get().result == version.pdf
    assert (verbs(version)[-1], Event.objects.about(version).count()) == (Verb.CHANGED, 7)
    with refused("print_again"):
        actions.print_again(version, by=house.staff)


def test_failed_print_says_why_and_can_be_repeated(house, monkeypatch):
    version = house.begin()
    with refused("print_again"):
        actions.print_again(version, by=house.staff)
    version = house.release(version)
    monkeypatch.setattr("drafts.documents.pdf_available", lambda: "No fonts here.")
    jobs.print_version(Job.objects.about(version).get().pk)
    assert Job.objects.about(version).get().reason == "No fonts here."

    actions.print_again(version, by=house.staff)

    assert [job.state for job in Job.objects.about(version)] == ["queued", "failed"]


def test_job_that_printed_and_ended_before_it_could_say_so_is_done(house):
    version = house.release(house.begin())
    job = Job.objects.about(version).get()
    actions.complete_print(version, b"%PDF-", by=house.staff)

    jobs.print_version(job.pk)

    job.refresh_from_db()
    version.refresh_from_db()
    assert (job.state, job.result) == ("done", version.pdf)


def in_another_thread(action, *args, **kwargs):
    try:
        return action(*args, **kwargs)
    finally:
        connection.close()


def raced(first, second, wait):
    """Begin ``second`` while the transaction of ``first`` is open; what the second came to."""
    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            first()
            other = pool.submit(in_another_thread, second)
            wait()
        return other


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_release_once(wait_until_a_query_is_blocked):
    house = House()
    version = house.asked(house.begin())
    seen = version.asked_sha256

    other = raced(
        lambda: actions.approve_release(version, by=house.first, seen=seen),
        lambda: actions.approve_release(version, by=house.second, seen=seen),
        wait_until_a_query_is_blocked,
    )

    assert other.result().state == VersionState.RELEASED
    assert Job.objects.about(version).count() == 1
    assert verbs(version).count("released") == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_approval_twice_at_once_counts_once(wait_until_a_query_is_blocked):
    house = House()
    version = house.asked(house.begin())
    seen = version.asked_sha256
    actions.approve_release(version, by=house.first, seen=seen)

    other = raced(
        lambda: actions.approve_release(version, by=house.second, seen=seen),
        lambda: actions.approve_release(version, by=house.second, seen=seen),
        wait_until_a_query_is_blocked,
    )

    with refused("approve_release"):
        other.result()
    assert Job.objects.about(version).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_edit_waits_for_the_release_and_is_refused(wait_until_a_query_is_blocked):
    house = House()
    version = house.asked(house.begin())
    seen = version.asked_sha256
    actions.approve_release(version, by=house.first, seen=seen)
    edited = paragraph(version, 4)

    other = raced(
        lambda: actions.approve_release(version, by=house.second, seen=seen),
        lambda: actions.edit_paragraph(edited, by=house.staff, revision=1, text="x"),
        wait_until_a_query_is_blocked,
    )

    with refused("edit"):
        other.result()
    assert Paragraph.objects.get(pk=edited.pk).text == edited.text


@pytest.mark.django_db(transaction=True)
def test_two_versions_begun_at_once_are_one(wait_until_a_query_is_blocked):
    house = House()

    other = raced(house.begin, lambda: house.begin(label="Other"), wait_until_a_query_is_blocked)

    with refused("working"):
        other.result()
    assert DraftVersion.objects.count() == 1
