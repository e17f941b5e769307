"""What this app shows on the page of an input: what became of its answers in the text."""

from django.urls import reverse
from django.utils.http import urlencode

from . import tracing
from .models import DraftVersion, VersionState


def traces(request, version):
    """What is noted of its answers; none where the reader may know of nothing and can note nothing."""
    actor, consultation = request.actor, version.submission.consultation
    found = tracing.of_input(version, actor)
    may = actor.may("drafts.trace", consultation)
    open_drafts = _open_drafts(consultation, version) if may else []
    if not found and not open_drafts:
        return None
    answers = [
        {
            "number": place + 1,
            "numeral": answer["numeral"],
            "question": answer["question"],
            "said": found.get(place, []),
        }
        for place, answer in enumerate(version.content["answers"])
    ]
    return "drafts/_traces_of_input.html", {"answers": answers, "drafts": open_drafts}


def _open_drafts(consultation, version):
    """The texts in which something can be noted of it now, with the address of the page where that is done."""
    drafts = DraftVersion.objects.filter(
        consultation=consultation, state__in=[VersionState.RELEASED, VersionState.WORKING]
    )
    words = urlencode({"of": f"{version.reference}-v{version.number}"})
    return [
        (draft, f"{reverse('drafts:trace', args=[consultation.slug, draft.number])}?{words}")
        for draft in drafts.defer("content")
    ]
