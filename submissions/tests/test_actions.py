"""Every verb: the state it leaves, the event it records, the mail it writes, and what it refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import DelegationGroup, Membership, User
from record.models import Delivery, Event, File, Job
from submissions import actions, composition
from submissions.models import Submission, SubmittedVersion

from . import factories as make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a sample that is never opened\n"


def events(target):
    return list(Event.objects.about(target).values_list("verb", flat=True))


def mails(target):
    return [(row.kind, row.address) for row in Delivery.objects.about(target)]


def refused(action, *args, **kwargs):
    """The code of the refusal, and its sentence."""
    with pytest.raises(ValidationError) as caught:
        action(*args, **kwargs)
    error = caught.value.error_list[0]
    return error.code, str(error.message)


def seen(submission, by):
    return composition.text_sha256(Submission.objects.get(pk=submission.pk), by.at)


# Begin


def test_begin_makes_a_draft_of_the_delegation(world):
    submission = actions.begin(world.call, by=world.delegate)

    assert (submission.state, submission.revision, submission.reference) == ("draft", 1, "")
    assert (submission.delegation, submission.party.speaker, submission.party.as_of.isoformat()) == (
        world.portugal,
        world.portugal,
        "2019-02-20",
    )
    assert (submission.began_by, submission.touched_at) == (world.delegate.user, make.AT)
    assert events(submission) == ["created"]
    assert mails(submission) == []


def test_begin_is_refused_a_second_time_in_national_capacity_but_not_on_behalf(world):
    actions.begin(world.call, by=world.delegate)

    assert refused(actions.begin, world.call, by=world.head)[0] == "begin"
    group = DelegationGroup.objects.create(code="list", name="A list of States", kind="ad hoc")
    entries = [{"kind": "group", "group": group}]
    fields = {"capacity": "on_behalf", "entries": entries, "wording": "on behalf of a sample list"}
    for _each in range(2):
        actions.begin(world.call, by=world.head, **fields)
    assert Submission.objects.filter(capacity="on_behalf", party__entries__group=group).count() == 2


def test_begin_may_follow_a_withdrawal(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    actions.withdraw(version.submission, by=world.head)

    second = make.submitted(make.begun(world.call, world.head), world.head)

    assert second.reference == "PRT-2019-2"


@pytest.mark.parametrize("fields", [{"wording": "on behalf of"}, {}])
def test_begin_on_behalf_needs_names(world, fields):
    assert refused(actions.begin, world.call, by=world.head, capacity="on_behalf", **fields)[0] == "party"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (datetime(2019, 1, 31, tzinfo=UTC), "This call has not opened yet."),
        (datetime(2019, 4, 1, tzinfo=UTC), "This call no longer takes inputs."),
    ],
)
def test_begin_is_refused_outside_of_the_call(world, at, sentence):
    world.call.closed_at = datetime(2019, 4, 1, tzinfo=UTC)
    world.call.save()
    by = world.delegate.later(at - make.AT)

    code, message = refused(actions.begin, world.call, by=by)

    assert (code, message.startswith(sentence)) == ("begin", True)


# Write


def test_save_answers_keeps_clean_html_and_counts_the_revision(world):
    submission = actions.begin(world.call, by=world.delegate)
    first = world.call.questions.first()
    later = make.later(world.delegate, minutes=5)

    saved = actions.save_answers(
        submission, by=later, revision=1, answers={first.pk: "<p onclick=x>One <b>two</b></p>", None: "<p>More</p>"}
    )

    assert (saved.revision, saved.touched_at) == (2, later.at)
    assert list(saved.answers.values_list("question", "html")) == [
        (first.pk, "<p>One <strong>two</strong></p>"),
        (None, "<p>More</p>"),
    ]
    assert events(submission) == ["created"]


def test_save_answers_with_an_event_when_it_is_no_autosave(world):
    submission = actions.begin(world.call, by=world.delegate)
    actions.save_answers(submission, by=world.delegate, revision=1, answers={None: "<p>More</p>"}, quietly=False)
    assert events(submission) == ["created", "changed"]


def test_save_answers_without_a_change_writes_nothing(world):
    submission = make.begun(world.call, world.delegate)
    first = world.call.questions.first()

    again = actions.save_answers(submission, by=world.head, revision=2, answers={first.pk: make.SAMPLE, None: ""})

    assert (again.revision, again.touched_at) == (2, make.AT)


def test_save_answers_refuses_what_is_based_on_an_older_text(world):
    submission = make.begun(world.call, world.delegate)

    code, _message = refused(actions.save_answers, submission, by=world.head, revision=1, answers={None: "<p>Mine</p>"})

    assert code == "conflict"
    assert submission.answers.count() == 1


def test_save_answers_refuses_the_question_of_another_call(world):
    submission = actions.begin(world.call, by=world.delegate)
    other = make.call(world.consultation, number=2).questions.first()
    answers = {other.pk: make.SAMPLE}
    assert refused(actions.save_answers, submission, by=world.delegate, revision=1, answers=answers)[0] == "question"


def test_save_answers_refuses_what_is_too_long(world):
    submission = actions.begin(world.call, by=world.delegate)
    answers = {None: f"<p>{'word ' * 40_000}</p>"}
    assert refused(actions.save_answers, submission, by=world.delegate, revision=1, answers=answers)[0] == "too_long"


def test_save_answers_makes_what_awaits_clearance_a_draft_again(world):
    submission = actions.ask_for_clearance(make.begun(world.call, world.delegate), by=world.delegate)

    saved = actions.save_answers(
        submission, by=world.delegate, revision=submission.revision, answers={None: "<p>More</p>"}
    )

    assert saved.state == "draft"


def test_set_options_changes_and_records(world):
    submission = actions.ask_for_clearance(make.begun(world.call, world.delegate), by=world.delegate)

    changed = actions.set_options(submission, by=world.delegate, visibility="participants", language="fr")
    again = actions.set_options(submission, by=world.head, visibility="participants", language="fr")

    assert (changed.visibility, changed.language, changed.state) == ("participants", "fr", "draft")
    assert again.touched_at == make.AT
    assert events(submission) == ["created", "sent_for_clearance", "changed"]


def test_set_options_does_not_hide_what_was_public(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    submission = actions.revise(version.submission, by=world.head)
    options = {"visibility": "participants", "language": "en"}
    assert refused(actions.set_options, submission, by=world.head, **options)[0] == "narrow"


def test_set_options_narrows_what_was_never_public(world):
    version = make.submitted(make.begun(world.call, world.head), world.head, "participants")
    submission = actions.revise(version.submission, by=world.head)
    changed = actions.set_options(submission, by=world.head, visibility="cofacilitators", language="en")
    assert changed.visibility == "cofacilitators"


# Clear


def test_ask_for_clearance_writes_to_those_who_may_clear(world):
    make.member(world.portugal, "delegate", email="deputy@portal.test", may_clear=True)
    gone = make.member(world.portugal, "head", email="former@portal.test")
    Membership.objects.filter(user=gone.user).update(ends_at=make.AT)
    closed = make.member(world.portugal, "head", email="closed@portal.test")
    User.objects.filter(pk=closed.user.pk).update(is_active=False)
    submission = make.begun(world.call, world.delegate)

    asked = actions.ask_for_clearance(submission, by=world.delegate)

    assert (asked.state, asked.asked_by, asked.asked) == ("in_clearance", world.delegate.user, 1)
    assert mails(submission) == [("clearance-1", "deputy@portal.test"), ("clearance-1", "head.prt@portal.test")]
    assert events(submission) == ["created", "sent_for_clearance"]


def test_ask_for_clearance_again_after_a_return_writes_again(world):
    submission = actions.ask_for_clearance(make.begun(world.call, world.delegate), by=world.delegate)
    returned = actions.return_to_draft(submission, by=world.head, note="Shorter, please.")

    assert (returned.state, returned.note) == ("draft", "Shorter, please.")
    actions.ask_for_clearance(submission, by=world.delegate)
    assert sorted(mails(submission)) == [
        ("clearance-1", "head.prt@portal.test"),
        ("clearance-2", "head.prt@portal.test"),
        ("returned-1", "delegate.prt@portal.test"),
    ]
    assert "Shorter, please." in Delivery.objects.get(kind="returned-1").text
    assert events(submission) == ["created", "sent_for_clearance", "returned", "sent_for_clearance"]


def test_return_to_draft_to_oneself_writes_to_nobody(world):
    submission = actions.ask_for_clearance(make.begun(world.call, world.head), by=world.head)
    actions.return_to_draft(submission, by=world.head)
    assert mails(submission) == []


def test_ask_for_clearance_of_nothing_is_refused(world):
    submission = actions.begin(world.call, by=world.delegate)
    assert refused(actions.ask_for_clearance, submission, by=world.delegate)[0] == "empty"
    assert refused(actions.submit, submission, by=world.head, seen=seen(submission, world.head))[0] == "empty"


# Submit


def test_submit_freezes_a_version_and_takes_the_reference(world):
    submission = actions.ask_for_clearance(make.begun(world.call, world.delegate), by=world.delegate)

    version = actions.submit(submission, by=world.head, seen=seen(submission, world.head))

    submission = Submission.objects.get(pk=submission.pk)
    assert (submission.state, submission.reference) == ("submitted", "PRT-2019-1")
    assert (version.number, version.submitted_at, version.submitted_by, version.late, version.visibility) == (
        1,
        make.AT,
        world.head.user,
        False,
        "public",
    )
    assert version.content == {
        "reference": "PRT-2019-1",
        "delegation": {
            "code": "PRT",
            "iso3": "PRT",
            "kind": "member_state",
            "name": "Portugal",
            "name_in_language": "Portugal",
            "formal_name": "Permanent Mission of Portugal",
        },
        "capacity": "national",
        "wording": "",
        "in_the_name_of": [],
        "alignments": [],
        "aligned": "",
        "call": {"number": 1, "subject": ""},
        "language": "en",
        "visibility": "public",
        "answers": [
            {"numeral": "I", "question": "What shall it be?", "html": make.SAMPLE, "text": "This is a sample."},
        ],
    }
    assert events(submission) == ["created", "sent_for_clearance", "submitted"]
    facts = Event.objects.about(submission).get(verb="submitted").facts
    assert facts == {
        "reference": "PRT-2019-1",
        "version": 1,
        "sha256": version.sha256,
        "late": False,
        "visibility": "public",
    }
    assert [job.task for job in Job.objects.about(version)] == ["submissions.print_receipt"]


@pytest.mark.parametrize(
    ("due_at", "at", "late"),
    [
        (make.DUE, make.DUE, False),
        (make.DUE, make.DUE + timedelta(seconds=1), True),
        (None, make.DUE + timedelta(days=90), False),
    ],
)
def test_submit_is_late_after_the_due_date(world, due_at, at, late):
    world.call.due_at = due_at
    world.call.save()
    head = world.head.later(at - make.AT)
    assert make.submitted(make.begun(world.call, head), head).late is late


def test_submit_counts_references_per_delegation_year_and_consultation(world):
    spain = make.delegation("ESP", "Spain")
    of_spain = make.member(spain, "head")
    elsewhere = make.call(make.consultation("other"))
    second = make.call(world.consultation, number=2)
    next_year = world.head.later(timedelta(days=365))
    third = make.call(world.consultation, number=3)

    references = [
        make.submitted(make.begun(world.call, world.head), world.head).reference,
        make.submitted(make.begun(world.call, of_spain), of_spain).reference,
        make.submitted(make.begun(second, world.head), world.head).reference,
        make.submitted(make.begun(elsewhere, world.head), world.head).reference,
        make.submitted(make.begun(third, next_year), next_year).reference,
    ]

    assert references == ["PRT-2019-1", "ESP-2019-1", "PRT-2019-2", "PRT-2019-1", "PRT-2020-1"]


def test_submit_refuses_a_text_that_has_changed_since_it_was_read(world):
    submission = make.begun(world.call, world.delegate)
    read = seen(submission, world.head)
    make.answered(submission, world.delegate, "<p>Another sample.</p>")

    assert refused(actions.submit, submission, by=world.head, seen=read)[0] == "changed"
    assert SubmittedVersion.objects.count() == 0


def test_submit_is_refused_once_the_call_is_closed(world):
    submission = make.begun(world.call, world.head)
    world.call.closed_at = make.DUE
    world.call.save()
    late = world.head.later(make.DUE - make.AT)

    code, message = refused(actions.submit, submission, by=late, seen=seen(submission, late))

    assert code == "submit"
    assert message == "This call no longer takes inputs. Copy your text from this page, and write to the secretariat."


def test_revise_makes_the_next_version_and_the_first_stays(world):
    first = make.submitted(make.begun(world.call, world.head), world.head)

    second = make.revised(first.submission, make.later(world.head, days=1), "<p>A second sample.</p>")

    assert [(v.number, v.content["answers"][0]["text"]) for v in SubmittedVersion.objects.all()] == [
        (1, "This is a sample."),
        (2, "A second sample."),
    ]
    assert second.reference == first.reference
    assert events(first.submission) == ["created", "submitted", "revised", "submitted"]


def test_withdraw_keeps_what_was_submitted_and_its_reference(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)

    withdrawn = actions.withdraw(version.submission, by=world.head, reason="It was a sample.")

    assert (withdrawn.state, withdrawn.note, withdrawn.reference) == ("withdrawn", "It was a sample.", "PRT-2019-1")
    assert withdrawn.versions.count() == 1
    assert Event.objects.about(withdrawn).last().facts == {"reference": "PRT-2019-1", "reason": "It was a sample."}


def test_withdraw_is_possible_while_a_revision_is_written(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    submission = actions.revise(version.submission, by=world.head)
    assert actions.withdraw(submission, by=world.head).state == "withdrawn"


# The receipt


def test_complete_receipt_goes_to_everyone_of_the_delegation_once(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    world.portugal.addresses.create(email="Head.PRT@portal.test")
    world.portugal.addresses.create(email="closed@portal.test", active=False)
    make.member(make.delegation("ESP", "Spain"), "head")

    version = actions.complete_receipt(version, PDF, by=world.head)

    rows = Delivery.objects.about(version)
    assert [(row.kind, row.address) for row in rows] == [
        ("receipt", "delegate.prt@portal.test"),
        ("receipt", "head.prt@portal.test"),
        ("receipt", "mission.prt@portal.test"),
    ]
    assert version.receipt == File.objects.get()
    assert [list(row.files.all()) for row in rows] == [[version.receipt]] * 3
    assert Event.objects.about(version.submission).last().facts == {
        "fields": ["receipt"],
        "version": 1,
        "sha256": version.receipt.sha256,
    }
    assert refused(actions.complete_receipt, version, PDF, by=world.head)[0] == "complete_receipt"


def test_retry_receipt_only_after_a_failure(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    assert refused(actions.retry_receipt, version, by=world.head)[0] == "retry_receipt"

    Job.objects.about(version).get().fail("It could not be printed.")
    actions.retry_receipt(version, by=world.head)

    assert [job.state for job in Job.objects.about(version)] == ["queued", "failed"]


# What each state refuses

VERBS = {
    "save_answers": lambda s, by: actions.save_answers(s, by=by, revision=s.revision, answers={None: "<p>More</p>"}),
    "set_options": lambda s, by: actions.set_options(s, by=by, visibility="participants", language="fr"),
    "ask_for_clearance": lambda s, by: actions.ask_for_clearance(s, by=by),
    "return_to_draft": lambda s, by: actions.return_to_draft(s, by=by),
    "submit": lambda s, by: actions.submit(s, by=by, seen=seen(s, by)),
    "revise": lambda s, by: actions.revise(s, by=by),
    "withdraw": lambda s, by: actions.withdraw(s, by=by),
}


def in_state(state, world):
    submission = make.begun(world.call, world.head)
    if state == "in_clearance":
        return actions.ask_for_clearance(submission, by=world.head)
    if state in {"submitted", "withdrawn"}:
        submission = make.submitted(submission, world.head).submission
    return actions.withdraw(submission, by=world.head) if state == "withdrawn" else submission


@pytest.mark.parametrize(
    ("state", "verb", "code"),
    [
        ("submitted", "save_answers", "edit"),
        ("submitted", "set_options", "edit"),
        ("submitted", "ask_for_clearance", "ask_for_clearance"),
        ("submitted", "return_to_draft", "return_to_draft"),
        ("submitted", "submit", "submit"),
        ("withdrawn", "save_answers", "edit"),
        ("withdrawn", "set_options", "edit"),
        ("withdrawn", "ask_for_clearance", "ask_for_clearance"),
        ("withdrawn", "return_to_draft", "return_to_draft"),
        ("withdrawn", "submit", "submit"),
        ("withdrawn", "revise", "revise"),
        ("withdrawn", "withdraw", "withdraw"),
        ("draft", "return_to_draft", "return_to_draft"),
        ("draft", "revise", "revise"),
        ("draft", "withdraw", "withdraw"),
        ("in_clearance", "ask_for_clearance", "ask_for_clearance"),
        ("in_clearance", "revise", "revise"),
        ("in_clearance", "withdraw", "withdraw"),
    ],
)
def test_refusals(world, state, verb, code):
    submission = in_state(state, world)
    recorded = len(events(submission))

    assert refused(VERBS[verb], submission, world.head)[0] == code

    submission.refresh_from_db()
    assert submission.state == state
    assert len(events(submission)) == recorded


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("draft", "save_answers"),
        ("draft", "set_options"),
        ("draft", "ask_for_clearance"),
        ("draft", "submit"),
        ("in_clearance", "submit"),
        ("submitted", "revise"),
    ],
)
def test_a_closed_call_refuses(world, state, verb):
    submission = in_state(state, world)
    world.call.closed_at = make.DUE
    world.call.save()

    _code, message = refused(VERBS[verb], submission, world.head.later(make.DUE - make.AT))

    assert message.startswith("This call no longer takes inputs.")


def test_a_stakeholder_speaks_for_nobody_else(world):
    call = make.call(world.consultation, number=7, audience=["stakeholder"])
    network = make.member(make.delegation("sample-network", "A sample network", "stakeholder"), "head")
    entries = [{"kind": "delegation", "delegation": world.portugal}]

    with pytest.raises(ValidationError, match="A stakeholder speaks for itself"):
        actions.begin(call, by=network, capacity="on_behalf", wording="on behalf of all", entries=entries)
    assert actions.begin(call, by=network).delegation == network.delegation


# Those who compile are told


def told(kind):
    return sorted(Delivery.objects.filter(kind=kind).values_list("address", flat=True))


def test_those_who_compile_are_told_of_a_revision_and_of_no_first_version(world):
    staff, leading = (make.works_for(world.consultation, kind) for kind in ("staff", "cofacilitator"))
    make.works_for(world.consultation, "secretariat")
    version = make.submitted(make.begun(world.call, world.delegate), world.head)
    first = Delivery.objects.filter(kind__startswith="revised").count()

    make.revised(version.submission, world.head, "<p>Another sample.</p>")

    assert first == 0
    assert told("revised-2") == sorted([staff.user.email, leading.user.email])
    mail = Delivery.objects.filter(kind="revised-2").first()
    assert mail.subject == "Sample: input PRT-2019-1 has been revised"
    assert "/sample/inputs/PRT-2019-1/changes/?version=2" in mail.text


def test_those_who_compile_are_told_that_an_input_was_withdrawn_and_why(world):
    staff = make.works_for(world.consultation, "staff")
    version = make.submitted(make.begun(world.call, world.delegate), world.head)

    actions.withdraw(version.submission, by=world.head, reason="Given in error.")

    assert told("withdrawn") == [staff.user.email]
    mail = Delivery.objects.get(kind="withdrawn")
    assert mail.subject == "Sample: input PRT-2019-1 has been withdrawn"
    assert mail.text.startswith("Portugal has withdrawn input PRT-2019-1.")
    assert "Given in error." in mail.text
