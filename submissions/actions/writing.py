"""An input before it is submitted: begun, written, sent for clearance, and back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Delegation, Membership, Party, PartyCapacity, PartyEntry
from record.hashing import content_hash
from record.models import Verb

from .. import composition, editions, emails, naming, prose, together
from ..models import Alignment, Answer, Submission, SubmissionState, SubmittedVersion, Visibility
from ..models.submission import why_closed
from .common import record, refuse, refuse_empty, touch, write

LONGEST = 200_000  # signs of one answer, as it is kept


@transaction.atomic
def begin(
    call, *, by, capacity=PartyCapacity.NATIONAL, entries=(), alignments=(), wording="", as_of=None, language="en"
):
    """Begin an input of the actor's delegation: one in its national capacity for a call, any number on behalf.

    ``entries`` are the groups and delegations that it speaks for, each as the fields of a PartyEntry, as they stand
    on ``as_of`` (today); without ``wording`` the phrase is composed. ``alignments`` are the groups and inputs with
    which one in national capacity aligns itself, each as the fields of an Alignment.
    """
    delegation = Delegation.objects.select_for_update(no_key=True).get(pk=by.delegation_id)  # its inputs, one at a time
    refuse(_why_not_begin(call, delegation, by.at), "begin")
    if capacity == PartyCapacity.NATIONAL:
        _refuse_second(call, delegation)
    as_of = as_of or call.consultation.day(by.at)
    chosen = naming.Chosen(capacity, as_of, entries, alignments, wording)
    refuse(chosen.why_not(call.consultation, by), "party")
    submission = Submission(
        consultation=call.consultation,
        call=call,
        party=party_of(delegation, chosen, language),
        delegation=delegation,
        capacity=capacity,
        language=language,
        began_by=by.user,
        touched_at=by.at,
    )
    submission.full_clean(validate_constraints=False)
    submission.save(force_insert=True)
    Alignment.objects.bulk_create(Alignment(submission=submission, **each) for each in alignments)
    record(submission, Verb.CREATED, by, call=call.number, capacity=capacity)
    return submission


def _why_not_begin(call, delegation, at):
    if at < call.opens_at:
        return _("This call has not opened yet. Its date is in the calendar.")
    return "" if call.is_open(at) or call.is_open(at, call.more_time_of(delegation.pk)) else why_closed()


def _refuse_second(call, delegation):
    standing = Submission.objects.filter(call=call, delegation=delegation, capacity=PartyCapacity.NATIONAL)
    if standing.exclude(state=SubmissionState.WITHDRAWN).exists():
        raise ValidationError(
            _("Your delegation has an input to this call already. Open it and go on, or revise it."), code="begin"
        )


def party_of(delegation, chosen, language):
    wording = chosen.words(delegation, language)
    party = Party(speaker=delegation, capacity=chosen.capacity, as_of=chosen.as_of, wording=wording)
    party.full_clean()
    party.save(force_insert=True)
    PartyEntry.objects.bulk_create(PartyEntry(party=party, **entry) for entry in chosen.entries)
    return party


@transaction.atomic
def save_answers(submission, *, by, revision, answers, opened=None, bases=None, quietly=True):
    """Write ``answers``, HTML by the key of the question (``None``: the additional elements), cleaned.

    ``revision`` is the one the editor began with, ``opened`` holds fingerprints of the answers as they stood then,
    ``bases`` their HTML, where the editor has it. What someone else has since changed in one of these answers is put
    together with it, and ``merged`` of the returned row holds the result by the key of the question. Where that is not
    possible nothing is written, and a ValidationError with the code "conflict" says so; without a fingerprint,
    whatever differs is one. The first change of what awaits clearance makes it a draft again. ``quietly`` is an
    autosave: no event.
    """
    submission = Submission.objects.hold(submission.pk)
    refuse(submission.why_not_edit(by.at), "edit")
    refuse_too_long(answers.values())
    answers = {key: prose.clean(html) for key, html in answers.items()}
    is_stale = revision != submission.revision
    submission.merged = _put_together(submission, answers, opened or {}, bases or {}, is_stale)
    answers |= submission.merged
    changed = _changed(submission, answers)
    if not changed:
        return submission
    Answer.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["submission", "question"], update_fields=["html"]
    )
    editions.keep(submission, changed, by)
    submission.revision += 1
    touch(submission, by, "revision")
    if not quietly:
        record(submission, Verb.CHANGED, by, fields=["answers"])
    return submission


def _put_together(submission, answers, opened, bases, is_stale):
    """Two people may write at once, also at the same question: the answers at which both did, put together.

    Where both have changed the same words they must compare, and it is refused. A page that has saved one answer is
    up to date and may yet hold another as it was: what it was opened with counts, and only without that the revision.
    """
    kept, merged = dict(submission.answers.values_list("question", "html")), {}
    for key, html in answers.items():
        stands, known = kept.get(key, ""), {each for each in opened.get(key, ()) if each}
        if html == stands or composition.fingerprint(stands) in known or not (known or is_stale):
            continue
        base = editions.ancestor(submission, key, known, bases.get(key, ""))
        merged[key] = None if base is None else together.put_together(base, stands, html)
        if merged[key] is None:
            raise ValidationError(
                _("Someone else has saved this input since you opened it. Compare the two texts and save again."),
                code="conflict",
            )
    return merged


def _changed(submission, answers):
    """The answers that differ from what is kept; refuses those to no question of the call, and too long ones."""
    keys = {question and question.pk for question in composition.places(submission.call)}
    if not keys >= set(answers):
        raise ValidationError(_("One of these questions is not in this call. Load the page again."), code="question")
    refuse_too_long(answers.values())
    kept = dict(submission.answers.values_list("question", "html"))
    return [
        Answer(submission=submission, question_id=key, html=html)
        for key, html in answers.items()
        if html != kept.get(key, "")
    ]


def refuse_too_long(texts):
    if any(len(html) > LONGEST for html in texts):
        raise ValidationError(
            _("An answer can hold 200,000 signs. Shorten it, or divide it between the questions."), code="too_long"
        )


@transaction.atomic
def set_options(submission, *, by, visibility="", language=""):
    """Choose who shall read the input and its language; what is not given stays. It takes effect on submission.

    What has been public stays public: a published text cannot be made unread.
    """
    submission = Submission.objects.hold(submission.pk)
    refuse(submission.why_not_edit(by.at), "edit")
    visibility, language = visibility or submission.visibility, language or submission.language
    if (submission.visibility, submission.language) == (visibility, language):
        return submission
    if visibility != Visibility.PUBLIC and was_public(submission):
        raise ValidationError(_("This input has been public, and cannot be hidden now. Withdraw it instead."), "narrow")
    submission.party.wording = naming.reworded(submission, language)
    submission.party.save(update_fields=["wording"])
    submission.visibility, submission.language = visibility, language
    submission.full_clean(validate_constraints=False)
    touch(submission, by, "visibility", "language")
    record(submission, Verb.CHANGED, by, visibility=visibility, language=language)
    return submission


def was_public(submission):
    return SubmittedVersion.objects.filter(submission=submission, visibility=Visibility.PUBLIC).exists()


@transaction.atomic
def ask_for_clearance(submission, *, by):
    """Send a draft to those of the delegation who may clear. Mails them once committed."""
    submission = Submission.objects.hold(submission.pk)
    refuse(submission.why_not_ask_for_clearance(by.at), "ask_for_clearance")
    refuse_empty(submission)
    submission.state, submission.note = SubmissionState.IN_CLEARANCE, ""
    submission.asked_by, submission.asked = by.user, submission.asked + 1
    content = composition.content_of(submission, by.at)
    submission.asked_content = {"sent": content, "before": (submission.asked_content or {}).get("sent")}
    submission.save(update_fields=["state", "note", "asked_by", "asked", "asked_content"])
    people = clearing(submission, by.at).exclude(user=by.user.pk)
    mail = emails.clearance_request(submission)
    addresses = [(member.user.email, member.user) for member in people]
    write(submission, f"clearance-{submission.asked}", addresses, mail, by, consultation=submission.consultation)
    record(submission, Verb.SENT_FOR_CLEARANCE, by, sha256=content_hash(content))
    return submission


def clearing(submission, at):
    """The memberships of those who may clear an input of this delegation."""
    members = Membership.objects.reachable(at).filter(delegation=submission.delegation_id, may_clear=True)
    return members.select_related("user")


@transaction.atomic
def return_to_draft(submission, *, by, note=""):
    """Give an input that awaits clearance back to be written on. Mails whoever asked, with the note."""
    submission = Submission.objects.hold(submission.pk)
    refuse(submission.why_not_return_to_draft(by.at), "return_to_draft")
    submission.state, submission.note = SubmissionState.DRAFT, note
    submission.save(update_fields=["state", "note"])
    if submission.asked_by != by.user:
        person = submission.asked_by
        mail = emails.returned(submission)
        kind = f"returned-{submission.asked}"
        write(submission, kind, [(person.email, person)], mail, by, consultation=submission.consultation)
    record(submission, Verb.RETURNED, by, note=note)
    return submission
