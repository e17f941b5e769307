"""What others will see of an input once it is submitted, before it is; and what changed between two of its versions."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .. import changes, composition, desk
from ..models import SubmittedVersion, Visibility
from .reading import readable, shows_text
from .writing import working_copy

# Who reads, and the narrowest visibility that still lets them.
READERS = {
    "public": (gettext_lazy("Everyone, without signing in"), [Visibility.PUBLIC]),
    "participants": (
        gettext_lazy("Other States, observers and the secretariat"),
        [Visibility.PUBLIC, Visibility.PARTICIPANTS],
    ),
    "cofacilitators": (gettext_lazy("The co-facilitators and their staff"), list(Visibility)),
}


@require_safe
def preview(request, slug, copy):
    """The working copy as one of these readers would be shown it, if it were submitted as it stands."""
    submission = working_copy(request, slug, copy)
    content = composition.content_of(submission, request.at)
    reader = request.GET.get("as", "public")
    if reader not in READERS:
        raise Http404
    context = {
        "consultation": submission.consultation,
        "submission": submission,
        "title": desk.title_of(submission),
        "content": content,
        "reader": reader,
        "reader_label": READERS[reader][0],
        "shown": submission.visibility in READERS[reader][1],
        "readers": [(name, label, submission.visibility in among) for name, (label, among) in READERS.items()],
        "files": composition.by_language(content),
        "language_name": composition.LANGUAGES[submission.language],
    }
    return render(request, "submissions/preview.html", context)


@login_not_required
@require_safe
def compare_versions(request, slug, reference):
    """What changed in a version since the one before it, or since ``?since=``; for who may read the text of both."""
    version = readable(request, slug, reference)
    before = _before(request, version)
    if before is None or not shows_text(request.actor, version):
        raise Http404
    context = {
        "consultation": version.submission.consultation,
        "submission": version.submission,
        "version": version,
        "before": before,
        "content": version.content,
        "changes": changes.between(before.content, version.content),
        "sentence": _counted(changes.between(before.content, version.content)),
    }
    return render(request, "submissions/compare.html", context)


def _before(request, version):
    """The version to compare with, if the reader may read it."""
    asked = request.GET.get("since", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise Http404
    earlier = SubmittedVersion.objects.readable_by(request.actor).filter(submission=version.submission)
    earlier = earlier.filter(number__lt=version.number).order_by("-number")
    return earlier.filter(number=int(asked)).first() if asked else earlier.first()


def _counted(found):
    """How much changed, as a sentence."""
    if not found:
        return _("Nothing that it says was changed.")
    count = found.count()
    if not count:
        return _("No answer was changed, but what stands around them was.")
    return _("Of %(all)s answers %(count)s changed.") % {"all": len(found.answers), "count": count}
