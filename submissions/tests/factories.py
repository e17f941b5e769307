"""A consultation with a call, its people and inputs, built by the actions wherever there is one."""

from datetime import UTC, date, datetime, timedelta

from accounts.models import Address, Delegation, DelegationName, Membership, User
from consultations.models import Call, CoFacilitator, Consultation, Question, Role
from record.actor import Actor, Capacity
from submissions import actions, composition
from submissions.models import Submission

AT = datetime(2019, 2, 20, 15, 0, tzinfo=UTC)
DUE = datetime(2019, 3, 15, 22, 0, tzinfo=UTC)
SAMPLE = "<p>This is a <strong>sample</strong>.</p>"
STATES = ["member_state", "observer_state"]
QUESTIONS = ["What shall it be?", "How long shall it last?", "What shall precede it?"]


def consultation(slug="sample", **fields):
    return Consultation.objects.create(
        **{
            "slug": slug,
            "title": "A sample consultation",
            "short_title": "Sample",
            "mandate": "A sample mandate.",
            "opens_on": date(2019, 2, 1),
            "expected_end": date(2019, 7, 26),
            "contact": "secretariat@portal.test",
            **fields,
        }
    )


def call(of=None, number=1, audience=STATES, due_at=DUE, **fields):
    opens = fields.pop("opens_at", datetime(2019, 2, 1, tzinfo=UTC))
    made = Call.objects.create(
        consultation=of or consultation(),
        number=number,
        kind="opening_questions",
        audience=list(audience),
        opens_at=opens,
        due_at=due_at,
        **fields,
    )
    Question.objects.bulk_create(Question(call=made, order=n, text=text) for n, text in enumerate(QUESTIONS, start=1))
    return made


def delegation(code="PRT", name="Portugal", kind="member_state"):
    iso3 = code if kind in STATES else ""
    made = Delegation.objects.create(code=code, kind=kind, iso3=iso3, formal_name=f"Permanent Mission of {name}")
    DelegationName.objects.create(delegation=made, language="en", name=name)
    Address.objects.create(delegation=made, email=f"mission.{code.lower()}@portal.test")
    return made


def member(of, role="delegate", *, at=AT, email="", may_clear=None):
    """A person who speaks for a delegation, as the Actor they are."""
    clears = role == "head" if may_clear is None else may_clear
    email = email or f"{role}.{of.code.lower()}@portal.test"
    user = User.objects.create_user(email, name=f"A {role}")
    since = datetime(2019, 1, 1, tzinfo=UTC)
    Membership.objects.create(user=user, delegation=of, role=role, may_clear=clears, starts_at=since)
    flags = frozenset({"may_clear"} if clears else ())
    return Actor(user, Capacity(role), of, at, "r1", frozenset(), flags)


def works_for(of, capacity, *, at=AT):
    """Someone who works for a consultation, or the administrator, as the Actor they are."""
    user = User.objects.create_user(f"{capacity}@portal.test", name=f"A person of {capacity}")
    since = datetime(2019, 1, 1, tzinfo=UTC)
    if capacity == "administrator":
        User.objects.filter(pk=user.pk).update(is_superuser=True)
        return Actor(user, Capacity(capacity), None, at, "r1")
    if capacity == "cofacilitator":
        leading = delegation("BGD", "Bangladesh")
        CoFacilitator.objects.create(
            consultation=of, user=user, delegation=leading, order=1, printed_name="A sample", starts_at=since
        )
        return Actor(user, Capacity(capacity), leading, at, "r1", frozenset({of.pk}))
    Role.objects.create(user=user, consultation=of, kind=capacity, starts_at=since)
    return Actor(user, Capacity(capacity), None, at, "r1", frozenset({of.pk}))


def begun(to, by, **fields):
    """A working copy with one answer, the first question's."""
    submission = actions.begin(to, by=by, **fields)
    return answered(submission, by)


def answered(submission, by, html=SAMPLE):
    first = submission.call.questions.first()
    return actions.save_answers(submission, by=by, revision=submission.revision, answers={first.pk: html})


def submitted(submission, by, visibility="public"):
    """The version that this working copy becomes; ``by`` may clear."""
    submission = actions.set_options(submission, by=by, visibility=visibility, language=submission.language)
    submission = Submission.objects.get(pk=submission.pk)
    return actions.submit(submission, by=by, seen=composition.text_sha256(submission, by.at))


def revised(submission, by, html, visibility="public"):
    """Its next version, with another first answer."""
    submission = answered(actions.revise(submission, by=by), by, html)
    return submitted(submission, by, visibility)


def later(by, **delta):
    return by.later(timedelta(**delta))
