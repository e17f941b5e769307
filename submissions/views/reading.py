"""The inputs that were submitted: the list, one input in each of its versions, its receipt, and the JSON forms."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import access
from consultations.json_forms import answer, results
from consultations.models import Call
from consultations.views.pages import consultation_for
from record.models import Job
from record.serving import serve

from .. import associating, composition, desk, input_panels, json_forms, statements
from ..forms import NoteForm
from ..models import PaperInput, Submission, SubmissionState, SubmittedVersion
from ..models.submission import SPEAKING
from ..rules import speaks_for
from . import searching
from .coding import coding


def readable(request, slug, reference):
    """The version that is asked for, or the one that stands, if the reader may know of it."""
    code, year, serial = reference
    versions = SubmittedVersion.objects.for_list()
    asked = request.GET.get("version", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise Http404
    versions = versions.filter(number=int(asked)) if asked else versions.current()
    within = {"consultation__slug": slug, "delegation__code": code, "year": year, "serial": serial}
    found = access(versions, request.actor, **{f"submission__{key}": value for key, value in within.items()})
    request.consultation = found.submission.consultation
    return found


def shows_text(actor, version):
    """Of a withdrawn input only the delegation still reads the text."""
    return version.submission.state != SubmissionState.WITHDRAWN or speaks_for(actor, version.submission)


@login_not_required
@require_safe
def inputs(request, slug):
    """The list of what was submitted; with words to look for, where they stand."""
    consultation = consultation_for(request, slug)
    listing, form = searching.listed(request, consultation)
    if form.query:
        return searching.found(request, listing, form)
    rows, actor = form.rows(), request.actor
    context = {
        "consultation": consultation,
        "form": form,
        "all": len(listing.rows),
        "shown": len(rows),
        "parts": listing.parts(rows),
        "own": Submission.objects.visible_to(actor).filter(consultation=consultation).for_list(),
        "unanswered": _unanswered(consultation, actor),
        "may_begin": _may_begin(actor, listing.calls),
        "may_compile": actor.may("submissions.compile", consultation),
        "may_read_themes": listing.coded,
        "may_enter": actor.may("submissions.enter_on_paper", Call(consultation=consultation)),
        "query": request.GET.urlencode(),
    }
    return render(request, "submissions/inputs.html", context)


def _may_begin(actor, calls):
    """Whether one of ``calls`` takes an input of the actor's delegation now, if need be because it has more time."""
    asked = [call for call in calls if actor.may("submissions.begin", call)]
    if any(call.is_open(actor.at) for call in asked):
        return True
    more = Call.objects.open_to(actor.delegation_id, actor.at).filter(pk__in=[call.pk for call in asked])
    return bool(asked) and more.exists()


def _unanswered(consultation, actor):
    return (
        [(c, desk.due_sentence(c)) for c in desk.unanswered(consultation, actor)] if actor.capacity in SPEAKING else []
    )


@login_not_required
@require_safe
def inputs_json(request, slug):
    consultation = consultation_for(request, slug)
    form, keys = searching.narrowed(request, consultation)
    if form and form.errors:
        return JsonResponse({"errors": form.sentences()}, status=400)
    versions = SubmittedVersion.objects.readable_by(request.actor).current().for_list()
    versions = versions.filter(submission__consultation=consultation)
    versions = composition.in_order(versions if keys is None else versions.filter(pk__in=keys))
    return results(json_forms.version(version) for version in versions)


@login_not_required
@require_safe
def submission(request, slug, reference):
    version = readable(request, slug, reference)
    submission, actor = version.submission, request.actor
    own, shown = speaks_for(actor, submission), shows_text(actor, version)
    context = {
        "consultation": submission.consultation,
        "version": version,
        "submission": submission,
        "content": version.content,
        "others": _versions(actor, submission),
        "shows_text": shown,
        "statements": list(statements.beside(submission, actor)) if shown else [],
        "own": own,
        "named": associating.beside(submission, actor),
        "may": {verb: _stands(request, submission, verb) for verb in ("revise", "withdraw")},
        "job": Job.objects.about(version).first() if own and not version.receipt_id else None,
        "language_name": composition.LANGUAGES.get(version.content["language"], version.content["language"]),
        "withdraw_form": NoteForm(),
        "paper": (paper := _paper(version)),
        "may_confirm": paper and actor.may("submissions.confirm_paper", submission) and not paper.why_not_confirm(),
        "may_read_scan": paper and shown and actor.may("submissions.read_scan", submission),
        "coding": (marks := coding(actor, version) if shown else None),
        "answers": _answers(version, marks) if shown else [],
        "files": composition.by_language(version.content) if shown else [],
        "panels": input_panels.of(request, version) if shown else [],
    }
    return render(request, "submissions/submission.html", context)


def _paper(version):
    """How a version came that the secretariat entered, and whether its delegation has confirmed it."""
    if "paper" not in version.content:
        return None
    paper = PaperInput.objects.get(version=version)
    paper.version = version
    return paper


def _answers(version, marks):
    """Each answer with its number on the page, and what of it stands under themes."""
    under = marks["found"] if marks else {}
    answers = enumerate(version.content["answers"])
    return [{"answer": answer, "number": n + 1, "place": n, "excerpts": under.get(n, [])} for n, answer in answers]


def _versions(actor, submission):
    versions = SubmittedVersion.objects.readable_by(actor).filter(submission=submission)
    return list(versions.order_by("-number").values("number", "submitted_at"))


def _stands(request, submission, verb):
    """Whether the actor may do ``verb`` and nothing stands in the way now."""
    may = request.actor.may(f"submissions.{verb}", submission)
    return may and not getattr(submission, f"why_not_{verb}")(request.at)


@login_not_required
@require_safe
def submission_json(request, slug, reference):
    return answer(json_forms.whole(readable(request, slug, reference)))


@login_not_required
@require_safe
def submission_pdf(request, slug, reference):
    version = readable(request, slug, reference)
    if version.receipt is None or not shows_text(request.actor, version):
        raise Http404
    return serve(request, version.receipt)
