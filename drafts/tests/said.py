"""A released text, and everybody who can comment on it or have an input of whose answers something became."""

from accounts.models import DelegationKind
from consultations.models import Call
from drafts import actions
from record.actor import Actor
from submissions.tests import factories

from .factories import NOW, House


class Said(House):
    """A house with a released version, and an actor for each role: what each may read is told by ``reads``."""

    def __init__(self, paragraphs=None):
        super().__init__()
        self.version = self.release(self.begin(paragraphs))
        self.portugal = factories.delegation("PRT", "Portugal")
        self.delegate = factories.member(self.portugal, at=NOW)
        self.head = factories.member(self.portugal, "head", at=NOW)
        self.other = factories.member(factories.delegation("PHL", "the Philippines"), at=NOW)
        self.observer = factories.member(factories.delegation("VAT", "the Holy See", "observer_state"), at=NOW)
        ngo = factories.delegation("NGO", "A sample organization", DelegationKind.STAKEHOLDER)
        self.stakeholder = factories.member(ngo, "head", at=NOW)
        self.visitor = Actor(at=NOW)

    ROLES = (
        *("visitor", "delegate", "head", "other", "observer", "stakeholder"),
        *("staff", "first", "secretariat"),
    )

    def reads(self, queryset, one):
        """For which roles ``queryset`` holds ``one``."""
        return {role for role in self.ROLES if queryset.visible_to(getattr(self, role)).filter(pk=one.pk).exists()}

    def key(self, order=4):
        """Of the paragraph in this place; the fourth is OP1."""
        return self.version.paragraphs.get(order=order).key

    def comment(self, by=None, order=4, version=None, audience="participants", text="A sample comment."):
        version = version or self.version
        key = version.paragraphs.get(order=order).key
        return actions.comment(version, by=by or self.delegate, key=key, text=text, audience=audience)

    def next(self, **fields):
        """The working draft after it."""
        return actions.begin_next(self.version, by=self.staff, **{"label": "Rev.1", **fields})

    def input(self, by=None, visibility="public", call=None):
        """A submitted version with one answer."""
        call = call or Call.objects.filter(consultation=self.consultation).first() or factories.call(self.consultation)
        by = by or self.head
        return factories.submitted(factories.begun(call, by), by, visibility)

    def trace(self, version, draft=None, by=None, disposition="reflected", keys=None, **fields):
        draft = draft or self.version
        keys = [self.key()] if keys is None else keys
        return actions.trace(draft, version, by=by or self.staff, place=0, disposition=disposition, keys=keys, **fields)
