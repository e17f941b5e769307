"""What inputs ask of a delegation: questions to answer, texts to clear; what is under way and what was submitted."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import PartyCapacity
from consultations import times
from consultations.desk import LATELY, Item
from consultations.models import Call

from .models import Submission, SubmissionState, SubmittedVersion
from .models.submission import SPEAKING
from .models.version import spoken_for


def items(consultation, actor):
    """The three lists of the desk, for one who speaks for a delegation; empty for others."""
    if actor.capacity not in SPEAKING:
        return {"needs": [], "progress": [], "done": []}
    own = Submission.objects.visible_to(actor).filter(consultation=consultation).for_list()
    clears = "may_clear" in actor.flags
    to_clear = [submission for submission in own if clears and submission.state == SubmissionState.IN_CLEARANCE]
    under_way = [submission for submission in own if submission.is_editable() and submission not in to_clear]
    done = [submission for submission in own if submission.state == SubmissionState.SUBMITTED]
    return {
        "needs": [_to_clear(s) for s in to_clear] + [_unanswered(c) for c in unanswered(consultation, actor)],
        "progress": [_under_way(submission) for submission in under_way],
        "done": [_done(s) for s in done[:LATELY]] + [_filed(v) for v in filed_in_the_name(consultation, actor)],
    }


def waiting(consultation, actor):
    """What needs the actor, as querysets to be counted."""
    if actor.capacity not in SPEAKING:
        return []
    own = Submission.objects.visible_to(actor).filter(consultation=consultation, state=SubmissionState.IN_CLEARANCE)
    return [unanswered(consultation, actor), *([own] if "may_clear" in actor.flags else [])]


def unanswered(consultation, actor):
    """The open calls to the actor's kind of delegation, to which theirs has begun no input in its own name."""
    mine = Submission.objects.filter(
        call=OuterRef("pk"), delegation=actor.delegation_id, capacity=PartyCapacity.NATIONAL
    ).exclude(state=SubmissionState.WITHDRAWN)
    is_open = Q(opens_at__lte=actor.at) & (Q(closed_at=None) | Q(closed_at__gt=actor.at))
    asked = Call.objects.filter(is_open, consultation=consultation, audience__contains=[actor.delegation.kind])
    return asked.filter(~Exists(mine)).select_related("consultation")


def due_sentence(call):
    """Until when, as a sentence; that there is no date where none is set."""
    if call.due_at is None:
        return _("No date is set; inputs are welcome throughout.")
    return _("Due %(moment)s.") % {"moment": times.moment(call.due_at, call.consultation.zone)}


def _unanswered(call):
    address = reverse("submissions:new", args=[call.consultation.slug])
    return Item(str(call), due_sentence(call), f"{address}?call={call.number}", _("Write an input"))


def title_of(submission):
    """What it is called on the desk: the call, and on whose behalf."""
    return f"{submission.call}, {submission.party.wording}" if submission.party.wording else str(submission.call)


def _to_clear(submission):
    return Item(title_of(submission), _("It awaits your clearance."), clear_address(submission), _("Read and submit"))


def clear_address(submission):
    return reverse("submissions:clear", args=[submission.consultation.slug, submission.key])


def _under_way(submission):
    if submission.state == SubmissionState.IN_CLEARANCE:
        sentence, address, verb = _("It awaits clearance."), clear_address(submission), _("Open")
    else:
        address = reverse("submissions:edit", args=[submission.consultation.slug, submission.key])
        sentence, verb = _("A draft, begun by %(person)s.") % {"person": submission.began_by}, _("Go on writing")
    return Item(title_of(submission), sentence, address, verb)


def filed_in_the_name(consultation, actor):
    """What others have submitted in the name of the actor's delegation too, the latest first."""
    versions = SubmittedVersion.objects.readable_by(actor).current().standing()
    versions = versions.filter(spoken_for(actor.delegation_id), submission__consultation=consultation)
    others = versions.exclude(submission__delegation=actor.delegation_id).for_rows()
    return others.order_by("-submitted_at")[:LATELY]


def _filed(version):
    submission = version.submission
    day = times.house_date(submission.consultation.day(version.submitted_at))
    sentence = _("Filed in your name too, on %(date)s. If your delegation was listed wrongly, say so on its page.")
    title = f"{submission.reference} {version.said_by['name']}, {version.wording}"
    return Item(title, sentence % {"date": day}, submission.get_absolute_url(), _("Read it"))


def _done(submission):
    day = times.house_date(submission.consultation.day(submission.touched_at))
    title = f"{submission.reference} {title_of(submission)}"
    return Item(title, _("Submitted on %(date)s.") % {"date": day}, submission.get_absolute_url())
