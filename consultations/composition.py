"""What a circular says: its text and the facts it names, composed into the content that is approved and printed."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import DelegationKind
from record.hashing import content_hash
from record.models import Approval

from . import letters
from .models import OF_THE_SECRETARIAT, CircularForm, CoFacilitator, Correction, Meeting, Role, RoleKind
from .models.meeting import COUNTED

STATES_AND_OBSERVERS = [DelegationKind.MEMBER_STATE, DelegationKind.OBSERVER_STATE]


def default_addressee(form):
    """The addressee block that ``form`` begins with, line by line."""
    if form == CircularForm.PLAIN_LETTER:
        return _("All stakeholders taking part in the consultation")
    return _("All Permanent Representatives and\nPermanent Observers to the United Nations\nNew York")


def default_audience(form):
    """Whose addresses a circular of that form goes to, unless its writer chooses others."""
    return [DelegationKind.STAKEHOLDER] if form == CircularForm.PLAIN_LETTER else STATES_AND_OBSERVERS


def signatories(circular, at):
    """The co-facilitators in force at ``at``, in their order, with their delegations loaded."""
    return list(
        CoFacilitator.objects.at(at)
        .filter(consultation=circular.consultation_id)
        .select_related("delegation", "user")
        .order_by("order")
    )


def facts(circular, at):
    """The facts that tokens of the body stand for, in its language; a fact that is not known is left out."""
    known = {"consultation": circular.consultation.title, "mandate": circular.consultation.mandate}
    if circular.form == CircularForm.PRESIDENT_LETTER:
        known["cofacilitators"] = _named(signatories(circular, at))
    if circular.meeting:
        known |= _meeting_facts(circular.meeting, circular.language)
    if call := circular.call:
        known["questions"] = [[f"({question.numeral})", question.text] for question in call.questions.all()]
        if call.due_at:
            known["due"] = letters.due_phrase(call.due_at, circular.consultation.zone, circular.language)
    if circular.corrects:
        known["replaced"] = _("circular %(reference)s of %(date)s") % {
            "reference": circular.corrects.reference,
            "date": letters.letter_date(circular.corrects.dated, circular.language),
        }
    return known


def _named(people):
    """The co-facilitators within a sentence, each with their function, as another person's letter names them."""
    return _(", and ").join(f"{person.printed_name}, {_function(person)}" for person in people)


def _function(person):
    """What they are, without the brackets that some signature blocks have around it."""
    function = person.printed_function
    return function[1:-1] if function.startswith("(") and function.endswith(")") else function


def _meeting_facts(meeting, language):
    return {
        "meeting": meeting_words(meeting, language),
        "place_of_meeting": meeting.place,
        "title_of_meeting": title_in_a_sentence(meeting),
    }


def meeting_words(meeting, language):
    """When and where it is held, as a letter words it; the day alone where the hour is not known."""
    if not meeting.hour_known:
        return letters.day_phrase(meeting.starts_at, meeting.zone, language)
    return letters.meeting_phrase(
        meeting.starts_at, meeting.ends_at, meeting.zone, room=meeting.room, language=language
    )


def title_in_a_sentence(meeting):
    """The title with its ordinal, as it stands within a sentence: "third informal consultation"."""
    if meeting.kind not in COUNTED:
        return meeting.title
    title = Meeting.objects.for_list().get(pk=meeting.pk).title
    return title[:1].lower() + title[1:]


def content_of(circular, at):
    """All that will be printed but the reference, as a JSON value. Frozen circulars answer with what was frozen."""
    if circular.content is not None:
        return circular.content
    with translation.override(circular.language):  # what is approved does not change with the reader's language
        return _compose(circular, at)


def signed(circular, at):
    """Under whose letterheads it goes out and who signs, as (letterheads, signatories)."""
    if circular.form == CircularForm.NOTE_VERBALE:
        return [], []
    if circular.form == CircularForm.PRESIDENT_LETTER:
        of = circular.consultation
        block = {"name": of.president_name, "function": of.president_function}
        return [of.president_letterhead], [block]
    people = signatories(circular, at)
    blocks = [{"name": person.printed_name, "function": person.printed_function} for person in people]
    return [person.delegation.formal_name for person in people], blocks


def why_no_president(consultation):
    """Why no letter of the President can go out, as a sentence; "" where the block is whole."""
    if consultation.president_letterhead and consultation.president_name and consultation.president_function:
        return ""
    return _(
        "The consultation has no letterhead and signature block of the President. The secretariat enters it at Setup."
    )


def _compose(circular, at):
    letterheads, blocks = signed(circular, at)
    return letters.compose(
        form=circular.form,
        kind=circular.kind,
        language=circular.language,
        subject=circular.subject,
        body=circular.body,
        facts=facts(circular, at),
        place=circular.consultation.place,
        dated=circular.dated,
        letterheads=letterheads,
        signatories=blocks,
        addressee=circular.addressee,
        enclosures=[
            {"title": enclosure.title, "sha256": enclosure.file.sha256}
            for enclosure in circular.enclosures.select_related("file")
        ],
        correction=(
            {"label": str(Correction(circular.correction).label), "reference": circular.corrects.reference}
            if circular.corrects
            else None
        ),
    )


def content_sha256(circular, at):
    """The hash of the content as it is now: what an approval approves."""
    return circular.content_sha256 or content_hash(content_of(circular, at))


def problems(circular, at):
    """What the house style finds in the text: errors stand in the way of approval, warnings do not."""
    if circular.content is not None:
        return []
    found = [*_president_missing(circular)]
    found += letters.problems(
        circular.body,
        facts(circular, at),
        form=circular.form,
        kind=circular.kind,
        subject=circular.subject,
        dated=circular.dated,
        language=circular.language,
        known=known(circular),
    )
    return found


def _president_missing(circular):
    if circular.form == CircularForm.PRESIDENT_LETTER and (reason := why_no_president(circular.consultation)):
        yield letters.Problem("error", "form", "president", reason)


def known(circular):
    """What stands beside the letter, by which its text is judged: calendar, call, rooms, documents, enclosures."""
    of, meeting, call = circular.consultation, circular.meeting, circular.call
    rooms = of.meetings.exclude(room="").order_by("room").values_list("room", flat=True).distinct()
    documents = of.documents.filter(removed_at=None).exclude(symbol="")
    return letters.Known(
        meeting_day=meeting and meeting.day(),
        meeting_room=meeting.room if meeting else "",
        due_day=of.day(call.due_at) if call and call.due_at else None,
        rooms=(*of.rooms, *rooms),
        symbols=(*documents.values_list("symbol", flat=True), *letters.symbols_in(of.mandate)),
        enclosed=circular.enclosures.count(),
    )


def approvers(circular, at):
    """Who must approve: users, each of the co-facilitators; for a form of the secretariat one of several, see
    ``is_approved``.
    """
    if circular.form in OF_THE_SECRETARIAT:
        members = Role.objects.at(at).filter(consultation=circular.consultation_id, kind=RoleKind.SECRETARIAT)
        return [role.user for role in members.exclude(user=circular.drafted_by_id).select_related("user")]
    return [person.user for person in signatories(circular, at)]


def approvals(circular, at, sha256=""):
    """The approvals that count: of exactly the present content, whose hash may be known already."""
    return list(Approval.objects.of(circular, sha256 or content_sha256(circular, at)))


def is_approved(circular, at):
    """Whether enough have approved the present content: all co-facilitators, or one more person of the secretariat."""
    needed = {user.pk for user in approvers(circular, at)}
    given = {approval.user_id for approval in approvals(circular, at)}
    if circular.form in OF_THE_SECRETARIAT:
        return bool(needed & given)
    return bool(needed) and needed <= given
