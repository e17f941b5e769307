"""What inputs ask of a delegation: questions to answer, texts to clear; what is under way and what was submitted."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import PartyCapacity
from consultations import times
from consultations.desk import LATELY, Item
from consultations.models import Call

from .models import PaperInput, Submission, SubmissionState, SubmittedVersion
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
        "needs": [_to_clear(s) for s in to_clear]
        + [_to_confirm(paper) for paper in to_confirm(consultation, actor)]
        + [_unanswered(c) for c in unanswered(consultation, actor)],
        "progress": [_under_way(submission) for submission in under_way],
        "done": [_done(s) for s in done[:LATELY]] + [_filed(v) for v in filed_in_the_name(consultation, actor)],
    }


def waiting(consultation, actor):
    """What needs the actor, as querysets to be counted."""
    if actor.capacity not in SPEAKING:
        return []
    own = Submission.objects.visible_to(actor).filter(consultation=consultation, state=SubmissionState.IN_CLEARANCE)
    clears = [own, to_confirm(consultation, actor)] if "may_clear" in actor.flags else []
    return [unanswered(consultation, actor), *clears]


def to_confirm(consultation, actor):
    """What the secretariat entered for the actor's delegation and it has not confirmed, for one who may."""
    if "may_clear" not in actor.flags:
        return PaperInput.objects.none()
    papers = PaperInput.objects.to_confirm(actor.delegation_id).filter(version__submission__consultation=consultation)
    related = ("version__submission__consultation", "version__submission__delegation", "version__submission__call")
    return papers.select_related(*related).defer("version__content").order_by("pk")


def _to_confirm(paper):
    submission = paper.version.submission
    words = {"way": paper.get_way_display(), "date": times.house_date(paper.received_on)}
    sentence = _("It came %(way)s on %(date)s, and the secretariat entered it for you. If it is not right, revise it.")
    address = f"{submission.get_absolute_url()}?version={paper.version.number}"
    title = f"{submission.reference} {submission.call}"
    return Item(title, sentence % words, address, _("Confirm the input that the secretariat entered for you"))


def unanswered(consultation, actor):
    """The open calls to the actor's kind of delegation, to which theirs has begun no input in its own name."""
    mine = Submission.objects.filter(
        call=OuterRef("pk"), delegation=actor.delegation_id, capacity=PartyCapacity.NATIONAL
    ).exclude(state=SubmissionState.WITHDRAWN)
    calls = Call.objects.open_to(actor.delegation_id, actor.at)
    asked = calls.filter(consultation=consultation, audience__contains=[actor.delegation.kind])
    return asked.filter(~Exists(mine)).select_related("consultation")


def due_sentence(call):
    """Until when, as a sentence, for one whose delegation may have more time; that there is no date where none is."""
    if call.due_for(call.extended_until) is None:
        return _("No date is set; inputs are welcome throughout.")
    if more := _more_time(call, call.extended_until):
        return more
    return _("Due %(moment)s.") % {"moment": times.moment(call.due_at, call.consultation.zone)}


def _more_time(call, extended_until):
    """That the delegation has been given more time than the others, as a sentence; "" where it was not."""
    if extended_until is None or extended_until != call.due_for(extended_until):
        return ""
    moment = times.moment(extended_until, call.consultation.zone)
    return _("Your delegation has been given more time, until %(moment)s.") % {"moment": moment}


def _unanswered(call):
    address = reverse("submissions:new", args=[call.consultation.slug])
    return Item(str(call), due_sentence(call), f"{address}?call={call.number}", _("Write an input"))


def title_of(submission):
    """What it is called on the desk: the call, and on whose behalf."""
    return f"{submission.call}, {submission.party.wording}" if submission.party.wording else str(submission.call)


def _to_clear(submission):
    sentence = _with_time(submission, _("It awaits your clearance."))
    return Item(title_of(submission), sentence, clear_address(submission), _("Read and submit"))


def _with_time(submission, sentence):
    """The sentence, and how much more time the delegation was given."""
    submission.call.consultation = submission.consultation
    return " ".join(filter(None, [sentence, _more_time(submission.call, submission.extended_until)]))


def clear_address(submission):
    return reverse("submissions:clear", args=[submission.consultation.slug, submission.key])


def _under_way(submission):
    if submission.state == SubmissionState.IN_CLEARANCE:
        sentence, address, verb = _("It awaits clearance."), clear_address(submission), _("Open")
    else:
        address = reverse("submissions:edit", args=[submission.consultation.slug, submission.key])
        sentence, verb = _("A draft, begun by %(person)s.") % {"person": submission.began_by}, _("Go on writing")
    return Item(title_of(submission), _with_time(submission, sentence), address, verb)


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
