"""What every deed on the paragraphs shares: the version held, the place found, and the step that can be undone."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from .. import composition, undoing
from ..models import Lineage, Paragraph, ParagraphKind, Step
from .common import hold_to_edit

FIELDS = ["kind", "level", "text", "footnotes", "alternative"]


def held(paragraph):
    """The version, held, and the paragraph as it is now."""
    version = hold_to_edit(paragraph.version_id)
    return version, find(version, paragraph.key)


def find(version, key):
    found = version.paragraphs.filter(key=key).first()
    if found is None:
        raise ValidationError(
            _("This paragraph is no longer in the draft: someone has deleted or merged it. Load the page again."),
            code="gone",
        )
    found.version = version
    return found


def refuse_conflict(paragraph, revision):
    if revision != paragraph.revision:
        raise ValidationError(
            _("Someone else has saved this paragraph since you opened it. Read it again first."), code="conflict"
        )


def placed(version, paragraph, order):
    """Save a new paragraph at ``order``; those from there on make room."""
    version.paragraphs.filter(order__gte=order).update(order=F("order") + 1)
    paragraph.order = order
    paragraph.clean_fields(exclude=["version"])
    paragraph.save(force_insert=True)
    return paragraph


def take_out(version, paragraph):
    version.lineage.filter(key=paragraph.key).delete()
    version.paragraphs.filter(pk=paragraph.pk).delete()
    version.paragraphs.filter(order__gt=paragraph.order).update(order=F("order") - 1)


def state_of(version):
    """The text as it is now, as ``undoing`` reads it. Two queries, and one for the numbers of the base."""
    paragraphs = composition.paragraphs_of(version)
    return {
        "order": [str(paragraph.key) for paragraph in paragraphs],
        "paragraphs": {
            str(paragraph.key): {name: getattr(paragraph, name) for name in FIELDS} for paragraph in paragraphs
        },
        "lineage": composition.lineage_content(version),
        "names": {str(paragraph.key): paragraph.number or str(paragraph.kind) for paragraph in paragraphs},
    }


def keep_step(version, deed, before, by, key=None):
    """Keep what a deed did to the text since it was as in ``before``, so that it can be undone."""
    before, after = undoing.step_between(before, state_of(version), str(key))
    return Step.objects.create(version=version, deed=deed, key=key, before=before, after=after, by=by.user, at=by.at)


def become(version, now, wanted):
    """Make the text, which is as in ``now``, what it is in ``wanted``. The keys of those that are changed or new."""
    kept = {str(paragraph.key): paragraph for paragraph in version.paragraphs.all()}
    gone = [paragraph.pk for key, paragraph in kept.items() if key not in wanted["paragraphs"]]
    version.paragraphs.filter(pk__in=gone).delete()
    rows = [_row(version, key, order, wanted, kept) for order, key in enumerate(wanted["order"], start=1)]
    Paragraph.objects.bulk_update([row for row in rows if row.pk], [*FIELDS, "order", "revision"])
    Paragraph.objects.bulk_create([row for row in rows if not row.pk])
    version.lineage.all().delete()
    Lineage.objects.bulk_create(Lineage(version=version, key=key, base_key=base) for key, base in wanted["lineage"])
    return [key for key, fields in wanted["paragraphs"].items() if now["paragraphs"].get(key) != fields]


def _row(version, key, order, wanted, kept):
    """A paragraph as it shall be. One that changes gets a revision that no page has seen of it."""
    row, fields = kept.get(key) or Paragraph(version=version, key=key), wanted["paragraphs"][key]
    if row.pk is None or any(getattr(row, name) != fields[name] for name in FIELDS):
        row.revision = version.revision + 1
    for name in FIELDS:
        setattr(row, name, fields[name])
    row.order = order
    return row


def fitting_alternative(kind, alternative):
    """Only what is numbered can be an alternative to the paragraph before it."""
    return bool(alternative) and kind in {
        ParagraphKind.PREAMBULAR,
        ParagraphKind.OPERATIVE,
        ParagraphKind.SUBPARAGRAPH,
    }
