"""Themes of a consultation, and the passages of inputs that are put under them. Submitted words are never touched."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultations.models import Consultation
from record.models import Event, Verb

from .. import passages
from ..models import Excerpt, Submission, SubmissionState, Theme
from .common import refuse


@transaction.atomic
def add_theme(consultation, *, by, name):
    """Add a theme at the end of the list."""
    consultation = Consultation.objects.hold(consultation.pk)  # names and places, one at a time
    _refuse_same_name(consultation, name)
    last = Theme.objects.filter(consultation=consultation).aggregate(last=Max("order"))["last"] or 0
    theme = Theme(consultation=consultation, name=name, order=last + 1)
    theme.full_clean(validate_constraints=False)
    theme.save(force_insert=True)
    _record(theme, Verb.CREATED, by)
    return theme


@transaction.atomic
def rename_theme(theme, *, by, name, revision):
    """Give a theme another name. ``revision`` is the one the form began with: who renames at once must compare."""
    Consultation.objects.hold(theme.consultation_id)
    theme = Theme.objects.hold(theme.pk)
    if name == theme.name:
        return theme
    if revision != theme.revision():
        raise ValidationError(
            _("Someone else has renamed this theme since you opened it. Compare the two names and save again."),
            code="conflict",
        )
    _refuse_same_name(theme.consultation, name, theme)
    before, theme.name = theme.name, name
    theme.full_clean(validate_constraints=False)
    theme.save(update_fields=["name"])
    _record(theme, Verb.CHANGED, by, fields=["name"], before=before)
    return theme


def _refuse_same_name(consultation, name, but=None):
    others = Theme.objects.filter(consultation=consultation, name__iexact=name).exclude(pk=but and but.pk)
    if others.exists():
        raise ValidationError(_("There is a theme of this name already. Use that one, or choose another name."), "name")


@transaction.atomic
def move_theme(theme, *, by, up):
    """Exchange the places of a theme and the one above it, or below; at the end of the list nothing happens."""
    Consultation.objects.hold(theme.consultation_id)
    themes = list(Theme.objects.filter(consultation=theme.consultation_id))
    here = themes.index(theme)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(themes):
        return theme
    themes[here], themes[there] = themes[there], themes[here]
    for order, each in enumerate(themes, start=1):
        each.order = order
    Theme.objects.bulk_update(themes, ["order"])
    _record(themes[there], Verb.CHANGED, by, fields=["order"])
    return themes[there]


@transaction.atomic
def close_theme(theme, *, by):
    """Nothing more is put under it; what is there stays."""
    theme = Theme.objects.hold(theme.pk)
    refuse(theme.why_not_close(), "close_theme")
    theme.closed_at = by.at
    theme.save(update_fields=["closed_at"])
    _record(theme, Verb.CLOSED, by)
    return theme


@transaction.atomic
def reopen_theme(theme, *, by):
    theme = Theme.objects.hold(theme.pk)
    refuse(theme.why_not_reopen(), "reopen_theme")
    theme.closed_at = None
    theme.save(update_fields=["closed_at"])
    _record(theme, Verb.RESUMED, by)
    return theme


@transaction.atomic
def code(version, *, by, theme, place, first=0, count=0):
    """Put an answer of a version, the one at ``place`` from 0, under a theme; or what of it was selected: ``count``
    visible signs from the ``first`` on. 0 signs are the whole answer.
    """
    submission = Submission.objects.hold(version.submission_id)
    theme = Theme.objects.hold(theme.pk)
    refuse(_why_not_code(submission, theme), "code")
    start, end = _passage(version, place, first, count)
    excerpt = Excerpt(version=version, theme=theme, place=place, start=start, end=end, coded_by=by.user, coded_at=by.at)
    same = Excerpt.objects.filter(version=version, theme=theme, place=place, start=start, end=end)
    refuse(_("These words stand under this theme already. Nothing was added.") if same.exists() else "", "code")
    excerpt.save(force_insert=True)
    _record(theme, Verb.CHANGED, by, coded=submission.reference, version=version.number, place=place, span=[start, end])
    return excerpt


def _why_not_code(submission, theme):
    if submission.state == SubmissionState.WITHDRAWN:
        return _("This input was withdrawn: nothing of it is put under a theme.")
    if submission.consultation_id != theme.consultation_id:
        return _("This theme belongs to another consultation. Load the page again.")
    return theme.why_not_code()


def _passage(version, place, first, count):
    """Where the passage begins and ends in the plain text: 0 and 0 for all of it."""
    answers = version.content["answers"]
    if not 0 <= place < len(answers):
        raise ValidationError(_("There is no such answer in this version. Load the page again."), "place")
    if not count:
        return 0, 0
    if (span := passages.cut(answers[place]["html"], answers[place]["text"], first, count)) is None:
        raise ValidationError(_("What you selected was not found in the answer. Select it again."), "passage")
    return span


@transaction.atomic
def uncode(excerpt, *, by):
    """Take a passage out from under its theme. It is gone from there, and from nowhere else."""
    theme = Theme.objects.hold(excerpt.theme_id)
    found = Excerpt.objects.select_related("version__submission__delegation").filter(pk=excerpt.pk).first()
    refuse("" if found else _("This passage has been taken out already."), "uncode")
    version = found.version
    facts = {"uncoded": version.reference, "version": version.number, "place": found.place}
    span = [found.start, found.end]
    found.delete()
    _record(theme, Verb.CHANGED, by, **facts, span=span)


def _record(theme, verb, by, **facts):
    """Add the deed to the record, with the name that the theme had then."""
    Event.objects.record(theme, verb, by=by, consultation=theme.consultation, name=theme.name, **facts)
