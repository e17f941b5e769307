"""What stands under the themes of a consultation, as a reader is shown it: by delegation, in the order of lists."""

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from . import composition, passages
from .models import Excerpt, SubmittedVersion, Theme

COLUMNS = [
    *("theme", "delegation", "kind", "reference", "version", "language", "numeral", "question", "passage", "whole"),
    *("put_there_by", "put_there_at", "url"),
]


def words(excerpt, answer):
    """The passage, of the answer it was taken from."""
    return passages.quoted(answer["text"], excerpt.start, excerpt.end)


def themes(consultation, actor):
    """The themes in their order, each with how many passages of how many inputs the actor may read under it."""
    readable = Q(excerpts__in=Excerpt.objects.visible_to(actor).values("pk"))
    counted = Theme.objects.filter(consultation=consultation).annotate(
        passages=Count("excerpts", filter=readable, distinct=True),
        inputs=Count("excerpts__version__submission", filter=readable, distinct=True),
    )
    return list(counted)


def gather(consultation, actor, theme=None):
    """The passages under a theme, or under all of them, by theme and delegation, in one query.

    Each has its ``answer``, its ``words``, and whether a later version has taken the place of its own.
    """
    found = Excerpt.objects.visible_to(actor).filter(theme__consultation=consultation)
    if theme is not None:
        found = found.filter(theme=theme)
    later = SubmittedVersion.objects.filter(
        submission=OuterRef("version__submission"), number__gt=OuterRef("version__number")
    )
    related = ("theme", "coded_by", "version__submission__delegation", "version__submission__consultation")
    rows = list(found.select_related(*related).annotate(is_replaced=Exists(later)))
    for excerpt in rows:
        excerpt.answer = excerpt.version.content["answers"][excerpt.place]
        excerpt.words = words(excerpt, excerpt.answer)
    return sorted(rows, key=_place)


def _place(excerpt):
    theme = excerpt.theme
    where = composition.place(excerpt.version)
    return theme.order, theme.pk, where, excerpt.version.number, excerpt.place, excerpt.start, excerpt.pk


def address(excerpt):
    """The permanent address of the answer that it was taken from, in that version."""
    submission = excerpt.version.submission
    page = reverse("submissions:submission", args=[submission.consultation.slug, submission.reference])
    return f"{page}?version={excerpt.version.number}#answer-{excerpt.place + 1}"


def line(excerpt):
    """The line of a table that a passage makes, in the order of ``COLUMNS``."""
    version, answer = excerpt.version, excerpt.answer
    said_by, zone = version.content["delegation"], version.submission.consultation.zone
    return [
        excerpt.theme.name,
        said_by["name"],
        said_by["kind"],
        version.reference,
        version.number,
        version.content["language"],
        answer["numeral"],
        answer["question"],
        excerpt.words,
        "" if excerpt.end else "whole",
        excerpt.coded_by,
        excerpt.coded_at.astimezone(zone).isoformat(),
        settings.SITE_URL + address(excerpt),
    ]
