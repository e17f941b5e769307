"""What was submitted stays: triggers, hashes, gaps, and two who submit at once."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Party
from record import waking
from record.models import Event
from record.tests.cleanup import unprotected
from submissions import actions, composition
from submissions.models import Answer, Submission, SubmittedVersion
from submissions.verification import problems, with_hash

from . import factories as make


@pytest.fixture
def version(world):
    return make.submitted(make.begun(world.call, world.head), world.head)


@pytest.mark.parametrize(
    "change",
    [
        lambda v: SubmittedVersion.objects.filter(pk=v.pk).update(content={}),
        lambda v: SubmittedVersion.objects.filter(pk=v.pk).update(late=True),
        lambda v: SubmittedVersion.objects.filter(pk=v.pk).update(visibility="participants"),
        lambda v: SubmittedVersion.objects.filter(pk=v.pk).delete(),
        lambda v: Submission.objects.filter(pk=v.submission_id).update(serial=7),
        lambda v: Submission.objects.filter(pk=v.submission_id).update(year=None, serial=None, state="draft"),
    ],
)
def test_the_database_refuses(version, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(version)


def test_a_receipt_comes_once(version, world):
    version = actions.complete_receipt(version, b"%PDF-1.7 a sample", by=world.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmittedVersion.objects.filter(pk=version.pk).update(receipt=None)


def test_tables_are_not_emptied(version):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE submissions_submittedversion CASCADE")


@pytest.mark.parametrize("field", ["capacity", "visibility", "state"])
def test_the_database_knows_the_words(world, field):
    submission = make.begun(world.call, world.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**{field: "unheard"})


def test_the_database_allows_one_national_input_and_one_answer_to_a_question(world):
    submission = make.begun(world.call, world.head)
    twin = Submission.objects.get(pk=submission.pk)
    twin.pk, twin.party = None, Party.objects.create(speaker=world.portugal, as_of=make.AT.date())
    with pytest.raises(IntegrityError, match="submission_one_national_per_call"), transaction.atomic():
        Submission.objects.bulk_create([twin])
    with pytest.raises(IntegrityError, match="answer_one_per_question"), transaction.atomic():
        Answer.objects.bulk_create([Answer(submission=submission), Answer(submission=submission)])


def test_verification_finds_nothing_where_nothing_is_wrong(world, version):
    make.revised(version.submission, world.head, "<p>Second.</p>")
    second = make.call(world.consultation, number=2)
    make.submitted(make.begun(second, world.head), world.head)

    assert list(problems()) == []
    assert list(problems("sample")) == []


def test_verification_finds_what_was_altered(version):
    with unprotected():
        SubmittedVersion.objects.update(content={**version.content, "language": "fr"})
    assert [str(p) for p in problems()] == [
        "sample input PRT-2019-1, version 1: the content does not have its hash",
    ]
    assert list(problems("another")) == []


def test_verification_finds_another_visibility_and_gaps(version, world):
    make.revised(version.submission, world.head, "<p>Second.</p>")
    with unprotected():
        SubmittedVersion.objects.filter(number=1).delete()
        SubmittedVersion.objects.filter(number=2).update(visibility="participants")
        Submission.objects.update(serial=2)
    assert [p.what for p in problems()] == [
        "its visibility is not that of its content",
        "the version before it is missing",
        "the reference before it is missing",
    ]


def test_a_hash_finds_the_version_for_those_who_may_read_it(version, world):
    assert list(with_hash(version.sha256, world.head)) == [version]
    assert list(with_hash("0" * 64, world.head)) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_submit_at_once_make_one_version(wait_until_a_query_is_blocked):
    with waking.quiet():
        call, portugal = make.call(), make.delegation()
        head, deputy = make.member(portugal, "head"), make.member(portugal, "delegate", may_clear=True)
        submission = make.begun(call, head)
        seen = composition.text_sha256(submission, make.AT)
        refusals = []

        def second():
            try:
                with waking.quiet():
                    actions.submit(submission, by=deputy, seen=seen)
            except ValidationError as error:
                refusals.append(error.error_list[0].code)
            finally:
                connection.close()

        thread = threading.Thread(target=second)
        with transaction.atomic():
            actions.submit(submission, by=head, seen=seen)
            thread.start()
            wait_until_a_query_is_blocked()
        thread.join(timeout=10)

    assert refusals == ["submit"]
    assert list(SubmittedVersion.objects.values_list("number", "submitted_by")) == [(1, head.user.pk)]
    assert Event.objects.filter(verb="submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_first_submissions_of_a_delegation_take_two_references(wait_until_a_query_is_blocked):
    with waking.quiet():
        first_call = make.call()
        head = make.member(make.delegation(), "head")
        first = make.begun(first_call, head)
        other = make.begun(make.call(first_call.consultation, number=2), head)
        done = []

        def second():
            try:
                with waking.quiet():
                    done.append(actions.submit(other, by=head, seen=composition.text_sha256(other, make.AT)).reference)
            finally:
                connection.close()

        thread = threading.Thread(target=second)
        with transaction.atomic():
            done.append(actions.submit(first, by=head, seen=composition.text_sha256(first, make.AT)).reference)
            thread.start()
            wait_until_a_query_is_blocked()
        thread.join(timeout=10)

    assert done == ["PRT-2019-1", "PRT-2019-2"]
