"""The plainest consultation with a text, and the people who work on it."""

from datetime import UTC, date, datetime

from django.test import Client

from accounts.models import Delegation, DelegationKind, User
from accounts.tests.signing_in import sign_in
from consultations.capacities import actor_for
from consultations.models import CoFacilitator, Consultation, Role, RoleKind
from drafts import actions, composition

NOW = datetime(2019, 6, 7, 15, tzinfo=UTC)
PASSED = datetime(2019, 1, 1, tzinfo=UTC)


class House:
    """A consultation with staff, a secretariat and two co-facilitators, each as an actor at ``NOW``."""

    def __init__(self, slug="forum"):
        self.consultation = Consultation.objects.create(
            slug=slug,
            title="A forum",
            short_title="Forum",
            mandate="A mandate",
            opens_on=date(2019, 2, 1),
            expected_end=date(2019, 7, 31),
            contact=f"contact@{slug}.invalid",
        )
        self.staff = self._role("staff", RoleKind.STAFF)
        self.secretariat = self._role("secretariat", RoleKind.SECRETARIAT)
        self.first, self.second = self._lead("first", 1), self._lead("second", 2)

    def _user(self, name):
        return User.objects.create(email=f"{name}@{self.consultation.slug}.invalid", name=name)

    def _role(self, name, kind):
        user = self._user(name)
        Role.objects.create(user=user, consultation=self.consultation, kind=kind, starts_at=PASSED)
        return actor_for(user, at=NOW)

    def _lead(self, name, order):
        user = self._user(name)
        delegation, _new = Delegation.objects.get_or_create(
            code=f"X{order}", defaults={"kind": DelegationKind.STAKEHOLDER, "formal_name": f"Mission {order}"}
        )
        CoFacilitator.objects.create(
            consultation=self.consultation,
            user=user,
            delegation=delegation,
            order=order,
            printed_name=name,
            printed_function="Permanent Representative",
            starts_at=PASSED,
        )
        return actor_for(user, at=NOW)

    def begin(self, paragraphs=None, **fields):
        """A working draft of five paragraphs."""
        given = PARAGRAPHS if paragraphs is None else paragraphs
        fields.setdefault("label", "Zero draft")
        return actions.begin(self.consultation, by=self.staff, paragraphs=given, **fields)

    def asked(self, version):
        return actions.ask_for_release(version, by=self.staff)

    def release(self, version):
        """The version after both have approved it."""
        version = self.asked(version)
        seen = composition.content_sha256(version)
        actions.approve_release(version, by=self.first, seen=seen)
        return actions.approve_release(version, by=self.second, seen=seen)


PARAGRAPHS = [
    {"kind": "title", "text": "A sample of a draft"},
    {"kind": "organ", "text": "*The General Assembly*,"},
    {"kind": "preambular", "text": "*Recalling* its resolution 73/195,[^1]", "footnotes": ["Sample note."]},
    {"kind": "operative", "text": "*Decides* to meet in 2022; and to hold four round tables;"},
    {"kind": "subparagraph", "level": 1, "text": "In New York;"},
    {"kind": "operative", "text": "*Requests* a report."},
]


def client_of(actor=None, **kwargs):
    """A client signed in as this person; without one, a visitor's."""
    client = Client(**kwargs)
    if actor:
        sign_in(client, actor.user)
    return client
