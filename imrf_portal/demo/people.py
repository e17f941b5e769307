"""The accounts, addresses and roles of the demonstration, and the frames of its consultations."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.actions import door
from accounts.models import Address, Delegation, DelegationKind, DelegationName, Membership, User
from consultations import deadlines
from consultations.capacities import actor_for
from consultations.models import Call, CoFacilitator, Consultation, Question, ReferenceDocument, Role
from record.actor import Actor
from record.models import Event, Verb

from . import accounts, facts

SAMPLE_NAME = "Sample stakeholder organization"


def actor(email, at):
    """The person of this address at this instant, in the first of their capacities."""
    return actor_for(User.objects.get(email=email), at=at)


def invite():
    """Everyone who can sign in, their memberships, and the official addresses."""
    hashed = make_password(accounts.PASSWORD)  # once: hashing is slow on purpose
    users = User.objects.bulk_create(_user(email, name, hashed) for email, name in accounts.NAMES.items())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    _stakeholder()
    people, delegations = {user.email: user for user in users}, _by_code()
    Membership.objects.bulk_create(
        _membership(people[email], delegations[code], role) for email, code, role in accounts.MEMBERSHIPS
    )
    Address.objects.bulk_create(_addresses(delegations))


def set_up(story):
    """The consultation of ``story`` with its people, call and documents; its meetings and letters are deeds."""
    consultation = Consultation.objects.create(
        slug=story.slug,
        title=story.title,
        short_title=story.short_title,
        mandate=story.mandate,
        notice=story.notice,
        opens_on=story.opens_on,
        expected_end=story.expected_end,
        contact=accounts.SECRETARIAT,
    )
    _give_roles(consultation, story)
    _ask(consultation, story.call)
    ReferenceDocument.objects.bulk_create(
        ReferenceDocument(consultation=consultation, number=number, **vars(document))
        for number, document in enumerate(story.documents, 1)
    )
    by = actor(accounts.ADMINISTRATOR, story.since)
    Event.objects.record(consultation, Verb.CREATED, by=by, consultation=consultation)
    return consultation


def ask_to_take_part(consultation, *, at):
    """A sample organization stands at the door, and the secretariat has not answered yet."""
    door.apply(
        by=Actor(at=at),
        organization="Second sample organization",
        kind=DelegationKind.STAKEHOLDER,
        rule="A sample: consultative status with the Economic and Social Council",
        about="This request is a sample. Nobody has made it.",
        contact_name="A sample contact",
        email="second.stakeholder@demo.invalid",
        consultation=consultation.slug,
    )


def _user(email, name, hashed):
    chief = email == accounts.ADMINISTRATOR
    return User(email=email, name=name, password=hashed, is_staff=chief, is_superuser=chief)


def _stakeholder():
    delegation = Delegation.objects.create(
        code=accounts.STAKEHOLDER, kind=DelegationKind.STAKEHOLDER, formal_name=SAMPLE_NAME
    )
    DelegationName.objects.create(delegation=delegation, language="en", name=SAMPLE_NAME)


def _by_code():
    return {delegation.code: delegation for delegation in Delegation.objects.all()}


def _membership(user, delegation, role):
    head = role == "head"
    return Membership(
        user=user,
        delegation=delegation,
        role=role,
        may_clear=head,
        may_manage=head,
        starts_at=facts.STORY.since,
    )


def _addresses(delegations):
    also, second = accounts.SECOND_MAILBOX
    for code, delegation in delegations.items():
        mailbox = accounts.MAILBOX.format(code=code.lower())
        yield Address(delegation=delegation, email=mailbox, label="official address")
        if code in also:
            yield Address(delegation=delegation, email=second.format(code=code.lower()), label="migration desk")


def _give_roles(consultation, story):
    people, delegations = {user.email: user for user in User.objects.all()}, _by_code()
    Role.objects.bulk_create(
        Role(user=people[email], consultation=consultation, kind=kind, starts_at=story.since)
        for email, kind in accounts.ROLES
    )
    CoFacilitator.objects.bulk_create(
        CoFacilitator(
            consultation=consultation,
            user=people[email],
            delegation=delegations[code],
            order=order,
            printed_name=signature["name"],
            printed_function=signature["function"],
            starts_at=story.since,
        )
        for order, ((email, code), signature) in enumerate(
            zip(accounts.COFACILITATORS, story.signatories, strict=True), start=1
        )
    )


def _ask(consultation, call):
    asked = Call.objects.create(
        consultation=consultation,
        number=1,
        kind=call.kind,
        audience=list(call.audience),
        opens_at=call.opens_at,
        due_at=call.due_at,
    )
    Question.objects.bulk_create(
        Question(call=asked, order=order, text=text) for order, text in enumerate(call.questions, start=1)
    )
    deadlines.write_call(asked)
