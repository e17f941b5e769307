"""What was done to a working draft, taken back; and earlier texts put back."""

from django.db import transaction
from django.utils.translation import gettext as _

from record.models import Verb

from .. import deeds, editions, undoing
from ..models import Lineage, Paragraph, fitting_level
from .common import hold_to_edit, record, refuse, touch
from .paragraphs import MAX_PARAGRAPHS
from .stepping import become, fitting_alternative, held, keep_step, placed, refuse_conflict, state_of


@transaction.atomic
def undo(version, *, by, step):
    """Take back the latest deed that was not taken back. ``step`` is the one that the person saw (its primary key)."""
    version = hold_to_edit(version.pk)
    latest = version.steps.filter(undone_at=None).first()
    refuse(_why_not_latest(latest, step), "stale")
    now = state_of(version)
    refuse(_why_changed(now, latest.after), "changed")
    wanted = undoing.undone(now, latest.before)
    touched = become(version, now, wanted)
    gone = now["paragraphs"].keys() - wanted["paragraphs"].keys()
    editions.keep_many(version, [(key, wanted["paragraphs"][key]) for key in touched], "undone", by)
    editions.keep_many(version, [(key, now["paragraphs"][key]) for key in sorted(gone)], "deleted", by)
    latest.undone_at = by.at
    latest.save(update_fields=["undone_at"])
    touch(version)
    record(version, Verb.UNDONE, by, deed=latest.deed, key=latest.key.hex if latest.key else "")
    return latest


def _why_not_latest(latest, step):
    if latest is None:
        return _("There is nothing left to undo in this draft.")
    if latest.pk != step:
        return _("Something else has been done or undone since you opened this page. Look at what is offered now.")
    return ""


def _why_changed(now, after):
    """Why a deed cannot be taken back any more: then somebody's later work would be lost with it."""
    if changed := undoing.changed_since(now, after):
        place = deeds.called(now["names"].get(changed[0]) or after["name"])
        return _(
            "%(place)s has been changed since, and that would be lost. Its history has the earlier texts: put one back."
        ) % {"place": place}
    if undoing.is_rearranged(now, after):
        return _("The paragraphs have been rearranged since. Move them by hand, or put back an earlier text.")
    return ""


@transaction.atomic
def restore_edition(paragraph, edition, *, by, revision):
    """Put back a paragraph as somebody left it. What stood until now stays in its history."""
    version, paragraph = held(paragraph)
    refuse_conflict(paragraph, revision)
    stood, before = state_of(version), editions.fields_of(paragraph)
    wanted = {name: getattr(edition, name) for name in editions.FIELDS}
    if wanted == before:
        return paragraph
    for name, value in wanted.items():
        setattr(paragraph, name, value)
    paragraph.alternative = fitting_alternative(paragraph.kind, paragraph.alternative)
    paragraph.revision += 1
    paragraph.save(update_fields=[*wanted, "alternative", "revision"])
    editions.keep(version, paragraph, "restored", by, before)
    keep_step(version, "restored", stood, by, paragraph.key)
    touch(version)
    record(version, Verb.RESTORED, by, key=paragraph.key.hex)
    return paragraph


@transaction.atomic
def restore_paragraph(version, *, by, key):
    """Put a paragraph that was deleted back where it stood, under its key and with its origins."""
    version = hold_to_edit(version.pk)
    edition = editions.latest(version, key)
    refuse(_why_not_restore(version, key, edition), "restore")
    stood = state_of(version)
    left = _left(version, str(key))
    paragraph = Paragraph(
        version=version,
        key=key,
        kind=edition.kind,
        level=fitting_level(edition.kind, edition.level),
        text=edition.text,
        footnotes=edition.footnotes,
        revision=version.revision + 1,
    )
    fields = left["paragraphs"].get(str(key)) or {}
    paragraph.alternative = fitting_alternative(edition.kind, fields.get("alternative"))
    paragraph = placed(version, paragraph, undoing.place_of(str(key), left["order"], stood["order"]))
    Lineage.objects.bulk_create(
        Lineage(version=version, key=key, base_key=base) for each, base in left["lineage"] if each == str(key)
    )
    editions.keep(version, paragraph, "restored", by)
    keep_step(version, "restored", stood, by, key)
    touch(version)
    record(version, Verb.RESTORED, by, key=key.hex)
    return paragraph


def _why_not_restore(version, key, edition):
    if version.paragraphs.filter(key=key).exists():
        return _("This paragraph is in the draft already: someone has put it back.")
    if edition is None:
        return _("Nothing is known of this paragraph in this draft. Insert a new one instead.")
    if version.paragraphs.count() >= MAX_PARAGRAPHS:
        return _("A text can have a thousand paragraphs. Join some of them.")
    return ""


def _left(version, key):
    """The text when the paragraph was last in it, as the step keeps it with which it went."""
    steps = version.steps.order_by("-pk")
    step = steps.filter(before__order__contains=[key]).first()
    inserted = steps.filter(after__order__contains=[key]).first()
    if inserted and (step is None or inserted.pk > step.pk):
        return inserted.after
    return step.before if step else {"order": [], "paragraphs": {}, "lineage": []}
