"""What changed since it was last read, between versions, and what others will see: computed, and on its pages."""

import pytest

from accounts.models import DelegationGroup
from record.models import Event
from submissions import actions, changes, naming
from submissions.models import Submission

from . import factories as make
from .test_pages import client_of, page, send, sentences

pytestmark = pytest.mark.django_db


def content(*answers, **fields):
    said = {"delegation": {"name": "Portugal"}, "wording": "", "visibility": "public", "language": "en"}
    given = [{"numeral": n, "question": q, "html": f"<p>{text}</p>", "text": text} for n, q, text in answers]
    return {**said, "answers": given, **fields}


def test_answers_belong_together_by_their_question():
    before = content(("I", "What?", "Every four years."), ("II", "How long?", "Four days."))
    after = content(("I", "What?", "Every two years."), ("", "More", "Added."))

    found = changes.between(before, after)

    assert [(answer.numeral, answer.state) for answer in found.answers] == [
        ("I", "changed"),
        ("", "new"),
        ("II", "gone"),
    ]
    assert found.answers[0].runs == [("equal", "Every "), ("del", "four"), ("ins", "two"), ("equal", " years.")]
    assert found.count() == 3
    assert bool(found)


def test_what_stands_around_the_answers_is_compared_too():
    file = {"name": "sample.pdf", "sha256": "ab" * 32}
    before, after = content(), content(visibility="participants", aligned="aligned with a group", files=[file])

    found = changes.between(before, after)

    assert found.facts == [
        ("Aligned with", "", "aligned with a group"),
        ("Who may read it", "everyone", "the participants, without stakeholders"),
        ("Files", "", "sample.pdf (abababab)"),
    ]
    assert found.count() == 0
    assert not changes.between(before, before)


def cleared(world, html="<p>Every four years.</p>"):
    submission = actions.begin(world.call, by=world.delegate)
    submission = make.answered(submission, world.delegate, html)
    return actions.ask_for_clearance(submission, by=world.delegate)


def test_who_clears_sees_what_changed_since_it_was_last_sent_to_them(world):
    submission = cleared(world)
    first = page(f"/mine/{submission.key}/clear/", world.head)
    actions.return_to_draft(submission, by=world.head)
    changed = make.answered(Submission.objects.get(pk=submission.pk), world.delegate, "<p>Every two years.</p>")
    writing = page(f"/mine/{submission.key}/clear/", world.delegate)
    actions.ask_for_clearance(changed, by=world.delegate)
    again = page(f"/mine/{submission.key}/clear/", world.head)

    assert "What changed since" not in first
    for shown in (writing, again):
        assert "What changed since it was last sent for clearance" in shown
        assert "Every <del>four</del><ins>two</ins> years." in shown


def test_a_revision_is_compared_with_what_was_submitted_or_with_what_was_last_read(world):
    submission = cleared(world)
    make.submitted(submission, world.head)
    actions.revise(submission, by=world.delegate)
    revised = make.answered(Submission.objects.get(pk=submission.pk), world.delegate, "<p>Every two years.</p>")
    actions.ask_for_clearance(revised, by=world.delegate)
    actions.return_to_draft(submission, by=world.head)
    make.answered(Submission.objects.get(pk=submission.pk), world.delegate, "<p>Every six years.</p>")

    read = page(f"/mine/{submission.key}/clear/", world.head)
    submitted = page(f"/mine/{submission.key}/clear/?since=version", world.head)

    assert "Every <del>two</del><ins>six</ins> years." in read
    assert "Every <del>four</del><ins>six</ins> years." in submitted
    assert "What changed since version 1 of PRT-2019-1" in submitted


def two_versions(world, first="public", second="public"):
    version = make.submitted(make.begun(world.call, world.delegate), world.head, first)
    make.revised(version.submission, world.head, "<p>This is another <strong>sample</strong>.</p>", second)
    return version.submission


def test_a_version_is_compared_with_the_one_before_it(world):
    two_versions(world)

    shown = page("/PRT-2019-1/changes/")

    assert "PRT-2019-1, version 2 against version 1. Of 1 answers 1 changed." in " ".join(shown.split())
    assert "This is <del>a</del><ins>another</ins> sample." in shown
    assert 'href="/sample/inputs/PRT-2019-1/changes/?version=2"' in page("/PRT-2019-1/")
    assert "/changes/" not in page("/PRT-2019-1/?version=1")


@pytest.mark.parametrize("query", ["?version=1", "?since=2", "?since=x", "?since=9", "?version=9", "?since=%C2%B2"])
def test_there_is_nothing_to_compare_with(world, query):
    two_versions(world)

    page(f"/PRT-2019-1/changes/{query}", status=404)


def test_a_version_that_is_for_a_few_is_not_opened_by_comparing(world):
    two_versions(world, first="cofacilitators")

    page("/PRT-2019-1/changes/", status=404)
    page("/PRT-2019-1/changes/?since=1", make.member(make.delegation("ESP", "Spain")), status=404)
    page("/PRT-2019-1/changes/", world.delegate)


def test_of_a_withdrawn_input_only_its_delegation_compares(world):
    actions.withdraw(two_versions(world), by=world.head)

    page("/PRT-2019-1/changes/", status=404)
    page("/PRT-2019-1/changes/", world.delegate)


@pytest.mark.parametrize(
    ("visibility", "reader", "sees"),
    [
        ("public", "public", True),
        ("participants", "public", False),
        ("participants", "participants", True),
        ("cofacilitators", "participants", False),
        ("cofacilitators", "cofacilitators", True),
    ],
)
def test_preview_shows_what_a_reader_will_see(world, visibility, reader, sees):
    submission = make.begun(world.call, world.delegate)
    actions.set_options(submission, by=world.delegate, visibility=visibility)

    shown = page(f"/mine/{submission.key}/preview/?as={reader}", world.delegate)

    assert (make.SAMPLE in shown) == sees
    assert ("There is nothing to see for this reader" in shown) != sees


def test_preview_knows_no_other_reader(world):
    submission = make.begun(world.call, world.delegate)

    page(f"/mine/{submission.key}/preview/?as=administrator", world.delegate, status=404)


# With whom the next version aligns itself


@pytest.fixture
def revision(world):
    version = make.submitted(make.begun(world.call, world.delegate), world.head)
    world.group = DelegationGroup.objects.create(code="AFG", name="African Group", kind="regional")
    return actions.revise(version.submission, by=world.delegate)


def align(world, submission, **fields):
    submission = Submission.objects.get(pk=submission.pk)
    return send(world.delegate, submission, "name/", was=naming.fingerprint(submission), **fields)


def test_next_version_aligns_itself_and_the_one_before_stays_as_it_was(world, revision):
    assert "Aligned with whom" in page(f"/mine/{revision.key}/name/", world.delegate)

    saved = align(world, revision, align_groups=[world.group.pk])
    make.submitted(make.answered(Submission.objects.get(pk=revision.pk), world.delegate, "<p>New.</p>"), world.head)

    assert sentences(saved) == ["Saved. It takes effect with the next version that you submit."]
    first, second = revision.versions.order_by("number")
    assert (first.content["alignments"], first.content["aligned"]) == ([], "")
    assert [each["group"]["code"] for each in second.content["alignments"]] == ["AFG"]
    told = client_of().get("/sample/inputs/PRT-2019-1.json").json()
    assert [each["group"]["code"] for each in told["aligned_with"]] == ["AFG"]
    assert told["since"] == []


def test_alignment_that_somebody_else_has_changed_is_compared(world, revision):
    was = naming.fingerprint(Submission.objects.get(pk=revision.pk))
    align(world, revision, align_groups=[world.group.pk])

    answer = send(world.head, revision, "name/", was=was)

    assert "Someone else has changed it since you opened this page" in answer.content.decode()
    assert revision.alignments.count() == 1


def test_alignment_that_is_saved_as_it_was_is_no_deed(world, revision):
    before = Event.objects.count()

    align(world, revision)

    assert Event.objects.count() == before


def test_name_of_a_revision_on_behalf_of_others_stays(world):
    group = DelegationGroup.objects.create(code="AFG", name="African Group", kind="regional")
    entries = [{"kind": "group", "group": group}]
    submission = actions.begin(world.call, by=world.delegate, capacity="on_behalf", entries=entries)
    version = make.submitted(make.answered(submission, world.delegate), world.head)
    actions.revise(version.submission, by=world.delegate)

    answer = align(world, version.submission)

    assert sentences(answer)[0].startswith("This input has been submitted in that name")


def test_alignment_of_what_is_submitted_is_refused(world, revision):
    make.submitted(make.answered(revision, world.delegate, "<p>New.</p>"), world.head)

    answer = align(world, revision, align_groups=[world.group.pk])

    assert sentences(answer) == ["This input has been submitted. Revise it to write its next version."]
