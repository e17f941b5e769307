"""What a delegation sent on paper or by mail: entered by the secretariat as a version, confirmed by the delegation.

Nobody outside edits a working copy, and who enters a paper does not learn whether the delegation is writing one: the
paper becomes a version beside it, in all cases in the same way.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Delegation, PartyCapacity
from consultations import hours
from record.hashing import content_hash
from record.models import File, Job, Verb

from .. import composition, editions, naming, prose
from ..models import Answer, PaperInput, Submission, SubmissionState, SubmittedVersion, Visibility
from . import indexing
from .common import record, refuse
from .submitting import PRINT, next_serial
from .writing import party_of, refuse_too_long, was_public

READABLE = [Visibility.PUBLIC, Visibility.PARTICIPANTS]  # the secretariat enters what it may read


@transaction.atomic
def enter_on_paper(call, *, by, delegation, way, received_on, scan, language, visibility, answers):
    """Submit what came on paper as the next version of the delegation's own input, or as the first of a new one.

    ``answers`` is HTML by the key of the question (``None``: the additional elements), ``scan`` the fields of a File.
    A working copy that is being written stays as it is, and becomes the version after this one; but where the paper is
    public, so is what follows. One that lies still takes over the text, so that a revision begins from it.
    """
    delegation = Delegation.objects.hold(delegation.pk)  # its inputs, one at a time
    _refuse(call, delegation, received_on, by)
    answers = _cleaned(call, answers)
    submission = _standing(call, delegation)
    refuse(_why_not_read(submission, visibility), "visibility")
    is_still = submission is None or submission.state == SubmissionState.SUBMITTED
    submission = submission or _new(call, delegation, by, language, visibility)
    _take_reference(submission, by)
    content = composition.paper_content(
        call, delegation, answers, by.at, language=language, visibility=visibility, way=way, received_on=received_on
    )
    version = _version(submission, composition.with_reference(content, submission.reference), received_on, by)
    if is_still:
        _take_over(submission, answers, language, visibility, by)
    elif visibility == Visibility.PUBLIC and submission.visibility != visibility:
        submission.visibility = visibility
        submission.save(update_fields=["visibility"])
    _keep(version, way, received_on, scan, by)
    Job.objects.start(PRINT, version, by=by, consultation=submission.consultation)
    record(
        submission,
        Verb.SUBMITTED,
        by,
        reference=submission.reference,
        version=version.number,
        sha256=version.sha256,
        late=version.late,
        visibility=version.visibility,
        paper=way,
    )
    return version


def _refuse(call, delegation, received_on, by):
    """Refuse what the call did not ask, or did not take on that day: what counts is when the paper came."""
    if delegation.kind not in call.audience:
        raise ValidationError({"delegation": _("This call does not ask this delegation. Choose one that is asked.")})
    if received_on > call.consultation.day(by.at):
        raise ValidationError({"received_on": _("This day is still to come. Enter the day on which it was received.")})
    first, last = _day(call, received_on)
    if last <= call.opens_at:
        raise ValidationError({"received_on": _("On that day the call had not opened yet. Correct the day.")})
    if not call.is_open(max(first, call.opens_at), call.more_time_of(delegation.pk)):
        raise ValidationError(
            {"received_on": _("On that day the call took no inputs any more. Correct the day, or give it more time.")}
        )


def _day(call, day):
    """When ``day`` begins and ends on the clocks of the consultation."""
    zone = call.consultation.zone
    return hours.midnight(day, zone), hours.midnight(day + timedelta(days=1), zone)


def _cleaned(call, answers):
    """Safe HTML of the answers; refused where one is too long, or none says anything."""
    refuse_too_long(answers.values())
    answers = {key: prose.clean(html) for key, html in answers.items()}
    refuse("" if composition.said(call, answers) else composition.why_empty(False), "empty")
    return answers


def _standing(call, delegation):
    """The delegation's own input to the call, held; ``None`` where it has none, or has withdrawn it."""
    own = Submission.objects.filter(call=call, delegation=delegation, capacity=PartyCapacity.NATIONAL)
    pk = own.exclude(state=SubmissionState.WITHDRAWN).values_list("pk", flat=True).first()
    return pk and Submission.objects.hold(pk)


def _why_not_read(submission, visibility):
    if visibility not in READABLE:
        return _("The secretariat may not read what is for the co-facilitators only: the delegation files it itself.")
    if visibility != Visibility.PUBLIC and submission and was_public(submission):
        return _("This input has been public, and cannot be hidden now. Enter it for everyone.")
    return ""


def _new(call, delegation, by, language, visibility):
    chosen = naming.Chosen(PartyCapacity.NATIONAL, call.consultation.day(by.at), (), (), "")
    submission = Submission(
        consultation=call.consultation,
        call=call,
        party=party_of(delegation, chosen, language),
        delegation=delegation,
        capacity=PartyCapacity.NATIONAL,
        language=language,
        visibility=visibility,
        began_by=by.user,
        touched_at=by.at,
    )
    submission.full_clean(validate_constraints=False)
    submission.save(force_insert=True)
    return submission


def _take_reference(submission, by):
    """As the first submission does: a working copy that goes on keeps its state."""
    if not submission.serial:
        submission.year = submission.consultation.day(by.at).year
        submission.serial = next_serial(submission)
        submission.save(update_fields=["year", "serial"])


def _version(submission, content, received_on, by):
    last = submission.versions.order_by("-number").first()
    sha256 = content_hash(content)
    if last and last.sha256 == sha256:
        raise ValidationError(_("This has been entered already, word for word. Look at its page."), code="twice")
    _first, end = _day(submission.call, received_on)
    version = SubmittedVersion.objects.create(
        submission=submission,
        number=last.number + 1 if last else 1,
        content=content,
        sha256=sha256,
        visibility=content["visibility"],
        submitted_at=by.at,
        submitted_by=by.user,
        late=submission.is_late(end),
    )
    indexing.index(version)
    return version


def _take_over(submission, answers, language, visibility, by):
    """Let the working copy that lies still say what the paper says, to be revised from there."""
    kept = dict(submission.answers.values_list("question", "html"))
    stands = {key: answers.get(key, "") for key in {*kept, *answers}}
    changed = [
        Answer(submission=submission, question_id=key, html=html)
        for key, html in stands.items()
        if html != kept.get(key, "")
    ]
    Answer.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["submission", "question"], update_fields=["html"]
    )
    editions.keep(submission, changed, by)
    submission.state, submission.note, submission.touched_at = SubmissionState.SUBMITTED, "", by.at
    submission.language, submission.visibility = language, visibility
    submission.revision += 1
    submission.save(update_fields=["state", "note", "touched_at", "language", "visibility", "revision"])


def _keep(version, way, received_on, scan, by):
    file = File.objects.keep(**scan, at=by.at, consultation=version.submission.consultation)
    paper = PaperInput(
        version=version, way=way, received_on=received_on, scan=file, entered_by=by.user, entered_at=by.at
    )
    paper.full_clean(validate_constraints=False)
    paper.save(force_insert=True)


@transaction.atomic
def confirm_paper(paper, *, by):
    """Say that what the secretariat entered is what the delegation sent."""
    submission = Submission.objects.hold(paper.version.submission_id)
    paper = PaperInput.objects.hold(paper.pk)
    refuse(paper.why_not_confirm(), "confirm_paper")
    paper.confirmed_by, paper.confirmed_at = by.user, by.at
    paper.save(update_fields=["confirmed_by", "confirmed_at"])
    record(submission, Verb.CONFIRMED, by, reference=submission.reference, version=paper.version.number)
    return paper
