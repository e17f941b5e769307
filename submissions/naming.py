"""In whose name an input is: the phrase as it is printed, who is listed, what stands in the way, what to look at twice.

Entries are those of a party, saved or still being chosen: the picker, the actions and the pages ask the same.
"""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts import phrases
from accounts.models import (
    Delegation,
    DelegationKind,
    GroupKind,
    GroupMembership,
    Party,
    PartyCapacity,
    PartyEntry,
    PartyEntryKind,
)
from accounts.models.party import spoken_by
from consultations.models import CoFacilitator
from record.hashing import content_hash

from .models import Alignment, SubmittedVersion, Visibility

LONGEST = Party._meta.get_field("wording").max_length
SHOWN = 10  # names in a warning
WIDTH = list(Visibility.values)  # the widest first


def unsaved(entries):
    """Entries of no party yet, from their fields."""
    return [PartyEntry(**entry) for entry in entries]


def of_kind(entries, *kinds):
    return [entry for entry in entries if entry.kind in kinds]


def phrase(speaker, entries, day, language):
    """The words for these entries, in ``language`` or in English; a count where the names are too many to print."""
    groups = [entry.group for entry in of_kind(entries, PartyEntryKind.GROUP)]
    lists = [group for group in groups if group.kind == GroupKind.AD_HOC]
    listed = set(_members(lists, day))
    named = {entry.delegation_id for entry in of_kind(entries, PartyEntryKind.DELEGATION)}
    excepted = {entry.delegation_id for entry in of_kind(entries, PartyEntryKind.EXCEPTED)}
    states, own = (listed | named) - excepted - {speaker.pk}, speaker.pk in named
    called = _names({*states, *excepted, speaker.pk}, day, language)
    words = phrases.on_behalf(
        language,
        groups=[
            phrases.Group(group.code, group.name, group.kind) for group in groups if group not in lists or not listed
        ],
        states=[called[key] for key in states],
        own=called[speaker.pk] if own else "",
        excepted=[called[key] for key in excepted - listed],
    )
    if len(words) <= LONGEST:
        return words
    return phrases.of_many(language, spoken_by(entries, day).count())


def _members(groups, day):
    members = GroupMembership.objects.on(day).filter(group__in=groups).order_by()
    return members.values_list("delegation", flat=True) if groups else []


def _names(keys, day, language):
    language = phrases.spoken(language)
    delegations = Delegation.objects.filter(pk__in=keys).with_names(language)
    return {delegation.pk: delegation.name_on(day, language) for delegation in delegations}


class Chosen(NamedTuple):
    """In whose name an input shall be: the entries of its party and its alignments as their fields, nothing saved."""

    capacity: str
    as_of: date
    entries: tuple = ()
    alignments: tuple = ()
    wording: str = ""

    def words(self, speaker, language):
        """What is printed: the wording where there is one, else the phrase; nothing for who speaks for itself."""
        if self.capacity == PartyCapacity.NATIONAL:
            return ""
        return self.wording or phrase(speaker, unsaved(self.entries), self.as_of, language)

    def why_not(self, consultation, actor):
        """What stands in the way of this name for an input of the actor's, as a sentence; "" if nothing."""
        if self.capacity == PartyCapacity.ON_BEHALF:
            if self.alignments:
                return _("Speak on behalf of others, or align your own delegation with them: choose one of the two.")
            return why_not_speak(actor.delegation, unsaved(self.entries), self.as_of)
        if self.entries:
            return _("You have named others below. Choose “On behalf of others”, or name nobody.")
        return why_not_align(self.alignments, consultation, actor)


def reworded(submission, language):
    """The words of a working copy that is now in ``language``: composed anew, unless somebody has worded them."""
    party = submission.party
    if language == submission.language or not party.wording or submission.serial:
        return party.wording
    entries = party.entries.select_related("group")
    composed = phrase(party.speaker, entries, party.as_of, submission.language)
    return phrase(party.speaker, entries, party.as_of, language) if party.wording == composed else party.wording


def listed(chosen):
    """The delegations that it would be in the name of."""
    return spoken_by(unsaved(chosen.entries), chosen.as_of)


def why_not_speak(speaker, entries, day):
    """What stands in the way of speaking for these, as a sentence; "" if nothing."""
    if speaker.kind == DelegationKind.STAKEHOLDER:
        return _("A stakeholder speaks for itself. Choose “In the name of my own delegation”.")
    named = {entry.delegation_id for entry in of_kind(entries, PartyEntryKind.DELEGATION)}
    groups = [entry.group_id for entry in of_kind(entries, PartyEntryKind.GROUP)]
    if not groups and not named - {speaker.pk}:
        return _("Say on whose behalf you speak: choose a group, or States one by one.")
    excepted = {entry.delegation_id for entry in of_kind(entries, PartyEntryKind.EXCEPTED)}
    if wrong := excepted & named:
        return _("You have named and excepted at once: %(names)s. Take them out of one of the two.") % {
            "names": _told(wrong, day)
        }
    if wrong := excepted - set(_members(groups, day)):
        return _("None of the groups has these members on that day: %(names)s. Take them out of the exceptions.") % {
            "names": _told(wrong, day)
        }
    if excepted and not spoken_by(entries, day).exclude(pk=speaker.pk).exists():
        return _("Nobody is left for whom you would speak. Take some out of the exceptions.")
    return ""


def _told(keys, day):
    """The names as they stand in a sentence; of many the first, and how many more."""
    names = [delegation.name_on(day) for delegation in _in_order(keys, day)]
    if len(names) <= SHOWN:
        return ", ".join(names)
    return _("%(names)s and %(count)d more") % {"names": ", ".join(names[:SHOWN]), "count": len(names) - SHOWN}


def _in_order(keys, day):
    return Delegation.objects.filter(pk__in=keys).with_names().in_order(day)


def warnings(call, actor, delegations, day, *, but=None):
    """What one should look at twice before speaking for these ``delegations``: sentences, none of them a refusal.

    ``but`` is the input itself. What the actor may not read is not told of.
    """
    keys = {delegation.pk for delegation in delegations}
    leading = CoFacilitator.objects.at(actor.at).filter(consultation=call.consultation_id, delegation__in=keys)
    found = [] if keys else [_("None of the groups had a member on that day: nobody is listed.")]
    if led := set(leading.values_list("delegation", flat=True)) - {actor.delegation_id}:
        found.append(
            _("Among them is the State of a co-facilitator: %(names)s. Make sure that it wishes to be listed.")
            % {"names": _told(led, day)}
        )
    twice = keys & {key for named in spoken_for_in(call, actor, but=but).values() for key in named}
    if twice:
        found.append(
            _("Already spoken for by another input to this call: %(names)s. Each State counts once.")
            % {"names": _told(twice, day)}
        )
    return found


def spoken_for_in(call, actor, *, but=None):
    """By each other input to this call that the actor may read, the keys of the delegations it speaks for."""
    versions = SubmittedVersion.objects.readable_by(actor).current().standing().filter(submission__call=call)
    versions = versions.exclude(submission=but).defer("content").select_related("submission__party")
    parties = [version.submission.party for version in versions]
    entries = {}
    for entry in PartyEntry.objects.filter(party__in=parties):
        entries.setdefault(entry.party_id, []).append(entry)
    memberships = list(
        GroupMembership.objects.filter(group__in={e.group_id for of in entries.values() for e in of} - {None})
    )
    return {party.pk: _keys(party, entries.get(party.pk, []), memberships) for party in parties}


def _keys(party, entries, memberships):
    """The delegations of a party, from rows that are there: for many parties the database is asked once."""
    groups = {entry.group_id for entry in entries}
    found = {row.delegation_id for row in memberships if row.group_id in groups and row.holds_on(party.as_of)}
    found |= {e.delegation_id for e in of_kind(entries, PartyEntryKind.DELEGATION, PartyEntryKind.ASSOCIATED)}
    if party.capacity == PartyCapacity.NATIONAL:
        found.add(party.speaker_id)
    return found - {e.delegation_id for e in of_kind(entries, PartyEntryKind.EXCEPTED, PartyEntryKind.DISOWNED)}


# With whom an input aligns itself


def alignable(consultation, actor):
    """The inputs with which one of the actor's may align itself: others' that stand and that the actor may read."""
    versions = SubmittedVersion.objects.readable_by(actor).current().standing()
    versions = versions.filter(submission__consultation=consultation)
    return versions.exclude(submission__delegation=actor.delegation_id)


def why_not_align(alignments, consultation, actor):
    """What stands in the way of naming these in an input of the actor, as a sentence; "" if nothing."""
    keys = {alignment["version"].pk for alignment in alignments if alignment.get("version")}
    if alignable(consultation, actor).filter(pk__in=keys).count() == len(keys):
        return ""
    return _("One of the inputs that you align yourself with has been revised or withdrawn. Choose again.")


def why_not_show(submission):
    """That an input would tell its readers of another that they may not know of, as a sentence; "" if it does not."""
    aligned = submission.alignments.exclude(version=None).values("version__submission", "version__number")
    for each in aligned:
        shown = SubmittedVersion.objects.filter(submission=each["version__submission"])
        narrow = max(
            (version for version in shown.filter(number__gte=each["version__number"])),
            key=lambda version: WIDTH.index(version.visibility),
        )
        if WIDTH.index(narrow.visibility) > WIDTH.index(submission.visibility):
            return _(
                "It names input %(reference)s, which not all who could read yours may know of. Let fewer people read "
                "yours, or align yourself with its group instead."
            ) % {"reference": narrow.reference}
    return ""


def kept(alignments):
    """As the content will keep them, before there are rows."""
    return [_aligned(Alignment(**each)) for each in alignments]


def alignments_of(submission):
    """Whom a working copy aligns itself with, as its content keeps it."""
    return [_aligned(row) for row in submission.alignments.select_related("group", "version")]


def _aligned(row):
    if row.group:
        return {"group": {"code": row.group.code, "name": row.group.name, "kind": row.group.kind}}
    said = row.version.content["delegation"]
    input_ = {"reference": row.version.reference, "version": row.version.number, "delegation": said["name"]}
    return {"input": input_}


def aligned_phrase(alignments, language):
    """ "aligns itself with the African Group"; "" for what aligns itself with nobody."""
    groups = [phrases.Group(**each["group"]) for each in alignments if "group" in each]
    inputs = [(each["input"]["reference"], each["input"]["delegation"]) for each in alignments if "input" in each]
    return phrases.aligned(language, groups=groups, inputs=inputs)


# Changing it


def fingerprint(submission):
    """What a page was based on: another once somebody has changed in whose name the input is."""
    party = submission.party
    return content_hash(
        [
            submission.capacity,
            party.as_of.isoformat(),
            party.wording,
            sorted([entry.kind, entry.group_id or 0, entry.delegation_id or 0] for entry in party.entries.all()),
            sorted([row.group_id or 0, row.version_id or 0] for row in submission.alignments.all()),
        ]
    )


def why_not_change_party(submission, at):
    """What stands in the way of another name, as a sentence; "" if nothing."""
    if submission.serial:
        return _(
            "This input has been submitted in that name, and its reference stands for it. To speak in another name, "
            "withdraw it and begin a new one."
        )
    return submission.why_not_edit(at)


def why_not_change_alignments(submission, at):
    """What stands in the way of aligning a revision with others, as a sentence; "" if nothing."""
    if submission.capacity != PartyCapacity.NATIONAL:
        return why_not_change_party(submission, at)
    return submission.why_not_edit(at)


def told(submission):
    """In whose name a working copy now is, as pairs of what and how it reads."""
    names = [delegation.name_on(submission.party.as_of) for delegation in _named_in(submission)]
    aligned = aligned_phrase(alignments_of(submission), submission.language)
    return [
        (_("As it is printed"), submission.party.wording or aligned or _("in the name of your own delegation")),
        (_("Who is listed"), ", ".join(names)),
    ]


def _named_in(submission):
    if submission.capacity == PartyCapacity.NATIONAL:
        return []
    return submission.party.delegations().with_names().in_order(submission.party.as_of)
