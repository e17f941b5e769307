"""In whose name an input is: changed until it is submitted; told to those it names; joined or set right by them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Delegation, DelegationKind, Membership, PartyCapacity, PartyEntry, PartyEntryKind, User
from consultations.models import RoleKind
from record.models import Verb

from .. import associating, emails, naming
from ..models import Alignment, Submission
from .common import record, refuse, touch, write
from .writing import _refuse_second


@transaction.atomic
def change_party(submission, *, by, was, capacity, entries=(), alignments=(), wording="", as_of=None):
    """Let a working copy speak in another name, or align itself with others. What awaited clearance is a draft again.

    ``was`` is the fingerprint of the name that the page was opened with: where somebody has changed it since, a
    ValidationError with the code "conflict" says so. Without ``wording`` the phrase is composed.
    """
    delegation = Delegation.objects.hold(submission.delegation_id)  # its inputs, one at a time
    submission = Submission.objects.hold(submission.pk)
    refuse(naming.why_not_change_party(submission, by.at), "change_party")
    before = naming.fingerprint(submission)
    _refuse_conflict(was, before)
    as_of = as_of or submission.consultation.day(by.at)
    chosen = naming.Chosen(capacity, as_of, entries, alignments, wording)
    refuse(chosen.why_not(submission.consultation, by), "party")
    if capacity == PartyCapacity.NATIONAL and submission.capacity != capacity:
        _refuse_second(submission.call, delegation)
    _replace(submission, chosen)
    if naming.fingerprint(submission) == before:
        return submission
    touch(submission, by, "capacity")
    record(submission, Verb.CHANGED, by, fields=["party"], capacity=capacity, wording=submission.party.wording)
    return submission


@transaction.atomic
def change_alignments(submission, *, by, was, alignments=()):
    """Let the next version of an input in national capacity align itself with these, or with nobody.

    ``was`` is the fingerprint that the page was opened with, as for ``change_party``.
    """
    Delegation.objects.hold(submission.delegation_id)
    submission = Submission.objects.hold(submission.pk)
    refuse(naming.why_not_change_alignments(submission, by.at), "change_alignments")
    before = naming.fingerprint(submission)
    _refuse_conflict(was, before)
    chosen = naming.Chosen(submission.capacity, submission.party.as_of, (), alignments, "")
    refuse(chosen.why_not(submission.consultation, by), "party")
    _align(submission, alignments)
    if naming.fingerprint(submission) == before:
        return submission
    touch(submission, by)
    record(submission, Verb.CHANGED, by, fields=["party"], alignments=len(alignments))
    return submission


def _refuse_conflict(was, before):
    if was != before:
        raise ValidationError(
            _("Someone else has changed in whose name this is since you opened it. Compare the two and save again."),
            code="conflict",
        )


def _align(submission, alignments):
    submission.alignments.all().delete()
    Alignment.objects.bulk_create(Alignment(submission=submission, **each) for each in alignments)


def _replace(submission, chosen):
    party = submission.party
    party.capacity, party.as_of = chosen.capacity, chosen.as_of
    party.wording = chosen.words(submission.delegation, submission.language)
    party.full_clean()
    party.save(update_fields=["capacity", "as_of", "wording"])
    party.entries.all().delete()
    PartyEntry.objects.bulk_create(PartyEntry(party=party, **entry) for entry in chosen.entries)
    _align(submission, chosen.alignments)
    submission.capacity = chosen.capacity


def tell_named(version, by):
    """Write to the people of every delegation in whose name a version was submitted, once to each of them."""
    submission = version.submission
    if submission.capacity == PartyCapacity.NATIONAL:
        return
    named = submission.party.delegations().exclude(pk=submission.delegation_id)
    people = _people(named.exclude(kind=DelegationKind.STAKEHOLDER), by.at)
    write(version, "named", people, emails.named(version), by, consultation=submission.consultation)


def _people(delegations, at):
    """Each person of these delegations once, though they may speak for two of them."""
    members = Membership.objects.reachable(at).filter(delegation__in=delegations.order_by().values("pk"))
    found = {member.user.email: member.user for member in members.select_related("user")}
    return list(found.items())


@transaction.atomic
def associate(submission, *, by):
    """Join a submitted input on behalf of others, for the actor's delegation. Tells who submitted it and who works."""
    submission = Submission.objects.hold(submission.pk)
    refuse(associating.why_not_associate(submission, by.delegation), "associate")
    _add(submission, PartyEntryKind.ASSOCIATED, by)
    _tell(submission, "associated", emails.associated(submission, by.delegation, by.at), by)
    record(submission, Verb.JOINED, by, reference=submission.reference, delegation=by.delegation.code)
    return submission


@transaction.atomic
def disown(submission, *, by):
    """Say that the actor's delegation was listed wrongly: it counts no more, and what was submitted stays as it is."""
    submission = Submission.objects.hold(submission.pk)
    refuse(associating.why_not_disown(submission, by.delegation), "disown")
    _add(submission, PartyEntryKind.DISOWNED, by)
    _tell(submission, "disowned", emails.disowned(submission, by.delegation, by.at), by)
    record(submission, Verb.DECLINED, by, reference=submission.reference, delegation=by.delegation.code)
    return submission


def _add(submission, kind, by):
    PartyEntry.objects.create(party=submission.party, kind=kind, delegation=by.delegation, at=by.at)


def _tell(submission, kind, mail, by):
    """The people of the delegation whose input it is, the staff and the co-facilitators; not who has just done it."""
    version = submission.versions.order_by("-number").first()
    own = Delegation.objects.filter(pk=submission.delegation_id)
    people = dict(_people(own, by.at)) | {user.email: user for user in _working(submission.consultation, by.at)}
    people.pop(by.user.email, None)
    write(version, f"{kind}-{by.delegation_id}", list(people.items()), mail, by, consultation=submission.consultation)


def tell_working(version, kind, mail, by):
    """Write to those who compile, once to each of them; not to who has just done it."""
    consultation = version.submission.consultation
    people = [(user.email, user) for user in _working(consultation, by.at).exclude(pk=by.user.pk)]
    write(version, kind, people, mail, by, consultation=consultation)


def _working(consultation, at):
    """Those who compile: the staff and the co-facilitators, who read every input."""
    staff = consultation.roles.at(at).filter(kind=RoleKind.STAFF).values("user")
    leading = consultation.cofacilitators.at(at).values("user")
    return User.objects.filter(is_active=True).filter(pk__in=staff.union(leading))
