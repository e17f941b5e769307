"""The text as everyone reads it: the versions, one of them, a paragraph of it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import access
from consultations.json_forms import answer, results
from consultations.models import Consultation
from record.hashing import content_hash
from record.models import Approval, Job

from .. import calling, composition, following, json_forms, layout, said
from ..actions.releasing import PRINT
from ..models import DraftVersion, VersionState

VERBS = ("edit", "ask_for_release", "approve_release", "begin_next", "print_again")


def consultation_for(request, slug):
    return access(Consultation.objects, request.actor, slug=slug)


def visible(request, slug, number, perm=None):
    """The version of that number, for one who may see it and, if given, do ``perm``."""
    versions = DraftVersion.objects.select_related("consultation", "base", "pdf", "begun_by")
    return access(versions, request.actor, perm, consultation__slug=slug, number=number)


def versions_of(request, consultation):
    return DraftVersion.objects.visible_to(request.actor).filter(consultation=consultation).for_list()


def contents_of(version):
    """The paragraphs as they are laid out, with the numbers that they have now."""
    if version.content is not None:
        return version.content["paragraphs"]
    paragraphs = composition.paragraphs_of(version)
    return composition.paragraph_contents(paragraphs, [paragraph.number for paragraph in paragraphs])


def _blocks(version):
    return layout.addressed(layout.blocks(contents_of(version)))


@login_not_required
@require_safe
def versions(request, slug):
    consultation = consultation_for(request, slug)
    found = list(versions_of(request, consultation))
    context = {
        "consultation": consultation,
        "versions": found,
        "may_begin": request.actor.may("drafts.begin", consultation)
        and all(version.state == VersionState.DISCARDED for version in found),
    }
    return render(request, "drafts/versions.html", context)


@login_not_required
@require_safe
def versions_json(request, slug):
    consultation = consultation_for(request, slug)
    return results(json_forms.summary(version) for version in versions_of(request, consultation).released())


@login_not_required
@require_safe
def version(request, slug, number):
    version = visible(request, slug, number)
    blocks = said.on(version, request.actor, _blocks(version))
    context = {
        "consultation": version.consultation,
        "version": version,
        "blocks": blocks,
        "footnotes": layout.footnotes(blocks),
        "sha256": version.content_sha256,
        "verify_url": f"{settings.SITE_URL}/verify/{version.content_sha256}/",
        "others": versions_of(request, version.consultation).kept().exclude(pk=version.pk),
        "may": {verb: _stands(request.actor, version, verb) for verb in VERBS},
        "may_call": request.actor.may("consultations.open_calls", version) and not calling.why_not(version),
        "may_comment": said.may_comment(version, request.actor),
        "may_read_comments": request.actor.may("drafts.read_comments", version),
    }
    if request.actor.may("drafts.read_working", version):
        context |= _release_context(request, version)
        context["working"] = next((each for each in context["others"] if each.state == VersionState.WORKING), None)
    discarded = version.state == VersionState.DISCARDED
    return render(request, "drafts/discarded.html" if discarded else "drafts/version.html", context)


def _stands(actor, version, verb):
    """Whether the actor may do ``verb`` and nothing stands in the way now."""
    return actor.may(f"drafts.{verb}", version) and not getattr(version, f"why_not_{verb}")()


def _release_context(request, version):
    """What those who work on the text see beside it: who has approved it, what it lacks, how the print goes."""
    if version.is_frozen():
        return {"job": None if version.pdf_id else Job.objects.about(version).filter(task=PRINT).first()}
    if version.state == VersionState.DISCARDED:
        return {}
    content = composition.content_of(version)
    seen = content_hash(content)
    given = {approval.user_id: approval for approval in Approval.objects.of(version, seen)}
    return {
        "seen": seen,
        "approvals": [(user, given.get(user.pk)) for user in composition.approvers(version, request.at)],
        "has_approved": request.actor.user.pk in given,
        "problems": composition.problems(version, content),
        "advice": len(following.findings(version)[0]),
    }


@login_not_required
@require_safe
def version_json(request, slug, number):
    version = visible(request, slug, number)
    if not version.is_frozen():
        raise Http404  # other sites' pages may read what is answered here: it is only what is public
    return answer(json_forms.version(version, composition.paragraphs_of(version)))


@login_not_required
@require_safe
def paragraph(request, slug, number, cited):
    """The paragraph as people cite it, "OP4" or "OP4-bis": led to its place in the version."""
    version = visible(request, slug, number)
    wanted = layout.as_cited(cited)
    found = next((block for block in _blocks(version) if wanted and block["address"] == wanted), None)
    if found is None:
        raise Http404
    return redirect(f"{version.get_absolute_url()}#p-{found['key']}")
