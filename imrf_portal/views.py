"""The pages that gather from all apps: the door, the desk, the check of a file, and what machines ask."""

import re
from collections import defaultdict

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import DelegationKind
from consultations import overview as glance
from consultations import timeline
from consultations.models import Call, Consultation, Meeting
from consultations.views import pages
from consultations.views.pages import consultation_for
from drafts.models import DraftVersion
from record.actor import Capacity
from submissions.models import SubmittedVersion

from . import desk as desks
from . import health, mailbox, news, samples, verification

SHA256 = re.compile(r"[0-9a-f]{64}")


@login_not_required
@require_safe
def index(request):
    """The consultations; the only one, where there is one."""
    consultations = list(Consultation.objects.visible_to(request.actor))
    if len(consultations) == 1:
        return redirect(consultations[0])
    meetings = _by_consultation(Meeting.objects.visible_to(request.actor).for_list())
    calls = _by_consultation(Call.objects.visible_to(request.actor))
    for consultation in consultations:
        call = next(iter(calls[consultation.pk]), None)
        consultation.headline = glance.headline(consultation, meetings[consultation.pk], call, request.at)
    return render(request, "imrf_portal/index.html", {"consultations": consultations})


def _by_consultation(rows):
    """Lists of ``rows`` in their order, by the key of their consultation."""
    found = defaultdict(list)
    for row in rows:
        found[row.consultation_id].append(row)
    return found


@login_not_required
@require_safe
def overview(request, slug):
    """The process at a glance: what is next, the picture, the questions, the text and who has sent inputs."""
    consultation = consultation_for(request, slug)
    versions = released_versions(consultation)
    context = pages.overview_context(request, consultation, marks=[version_mark(version) for version in versions])
    context["version"] = versions[0] if versions else None
    context["inputs"] = readable_inputs(request, consultation)
    return render(request, "consultations/overview.html", context)


def released_versions(consultation):
    """The versions of the text that are public, the newest first, without their text."""
    versions = DraftVersion.objects.filter(consultation=consultation).released().for_list()
    return list(versions.defer("content", "base__content"))


def version_mark(version):
    """A released version as a sheet of the timeline, on the day of its release."""
    return timeline.Mark(
        "version",
        version.consultation.day(version.released_at),
        version.label,
        version.get_absolute_url(),
        version.state,
        str(version.get_state_display()),
        label=version.label,
        joined=True,
    )


def readable_inputs(request, consultation):
    """How many inputs the reader may read, by kind of delegation: counts count nothing else."""
    versions = SubmittedVersion.objects.readable_by(request.actor).filter(submission__consultation=consultation)
    kinds = versions.current().standing().order_by().values_list("submission__delegation__kind")
    counts = dict(kinds.annotate(count=Count("pk")))
    return [(DelegationKind(kind), counts[kind]) for kind in DelegationKind.values if kind in counts]


@require_POST
def act_as(request):
    """Choose in which capacity one acts from now on, in this session."""
    chosen = request.POST.get("capacity", "")
    if chosen in {choice.key for choice in request.choices}:
        request.session["capacity"] = chosen
    else:
        messages.error(request, _("You do not hold this capacity any more. Choose one from the menu."))
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(after if safe else reverse("index"))  # redirect() would take a word for a view's name


@require_safe
def desk(request, slug):
    consultation = consultation_for(request, slug)
    context = {"consultation": consultation, **desks.lists(consultation, request.actor)}
    if request.actor.capacity != Capacity.PUBLIC:
        context |= news.of(consultation, request.actor)
    return render(request, "imrf_portal/desk.html", context)


@require_POST
def desk_seen(request, slug):
    """One has seen what is new: from now on it is not."""
    consultation = consultation_for(request, slug)
    if request.actor.capacity == Capacity.PUBLIC:
        raise PermissionDenied
    news.seen(consultation, by=request.actor)
    return redirect("desk", slug)


@login_not_required
@require_safe
def verify(request, sha256=""):
    """Whether a hash belongs to something that was issued, and whether that still stands."""
    typed = request.GET.get("sha256", "")
    if typed and not sha256:
        cleaned = "".join(typed.split()).lower()
        if SHA256.fullmatch(cleaned):
            return redirect("verified", cleaned)
        error = _("This is not a SHA-256 hash. It has 64 figures and letters from a to f: copy the whole of it.")
        return render(request, "imrf_portal/verify.html", {"error": error, "value": typed[:80]}, status=400)
    context = {"sha256": sha256, "found": verification.find(sha256, request.actor) if sha256 else None}
    missing = sha256 and not context["found"]
    return render(request, "imrf_portal/verify.html", context, status=404 if missing else 200)


@login_not_required
@require_safe
def verified_json(request, sha256):
    found = verification.find(sha256, request.actor)
    if found is None:
        return JsonResponse({"sha256": sha256, "issued": False}, status=404)
    return JsonResponse({"issued": True, **found.as_json()})


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """200 once the portal does its work: database, worker and beat, and the demo where one is asked for."""
    return _health(health.alive())


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """What of database, broker, storage, scheduler and printing is reachable; 503 if any is not."""
    return _health(health.ready())


def _health(checks):
    """One word for each part; what exactly is wrong stands in the log, not on a public page."""
    good = all(checks.values())
    parts = {name: "ok" if fine else "failing" for name, fine in checks.items()}
    return JsonResponse({"status": "ok" if good else "failing", **parts}, status=200 if good else 503)


@require_safe
def styleguide(request):
    """Every component once, for those who build and keep the pages."""
    if request.actor.capacity not in {Capacity.STAFF, Capacity.SECRETARIAT, Capacity.ADMINISTRATOR}:
        raise Http404
    return render(request, "imrf_portal/styleguide.html", samples.context())


def _only_in_the_demo(request):
    """The folder of the demo's mail is read by whoever works there; elsewhere it does not exist."""
    if not settings.DEMO or request.actor.capacity == Capacity.PUBLIC:
        raise Http404


@require_safe
def mail(request):
    """The demo's mail: what would have left, the newest first."""
    _only_in_the_demo(request)
    search = request.GET.get("q", "").replace("\0", "")[:100]
    context = {"messages_in_folder": mailbox.latest(search, mailbox.closed_to(request.actor)), "q": search}
    return render(request, "imrf_portal/mail.html", context)


@require_safe
def mail_message(request, key):
    _only_in_the_demo(request)
    message = None if key in mailbox.closed_to(request.actor) else mailbox.read(key)
    if message is None:
        raise Http404
    return render(request, "imrf_portal/mail_message.html", {"message": message})


@require_safe
def mail_attachment(request, key, number):
    _only_in_the_demo(request)
    answer = None if key in mailbox.closed_to(request.actor) else mailbox.attachment(key, number)
    if answer is None:
        raise Http404
    return answer


def csrf_failure(request, reason=""):
    """A form that came without its token: the text is still in the browser."""
    return render(request, "403.html", {"csrf": True}, status=403)
