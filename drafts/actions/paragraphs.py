"""The paragraphs of a working draft. Whoever changes one holds the version, so that all happens in one order."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from record.models import Verb

from .. import text as texts
from ..models import Lineage, Paragraph, ParagraphKind, fitting_level
from .common import hold_to_edit, record, touch

FIELDS = ["kind", "level", "text", "footnotes"]
MAX_PARAGRAPHS = 1000


@transaction.atomic
def edit_paragraph(paragraph, *, by, revision, quietly=False, **fields):
    """Change text, footnotes, kind or level of a paragraph.

    ``revision`` is the paragraph's that the editor began with: if someone has saved since, nothing is written and
    a ValidationError with the code "conflict" says so. ``quietly`` is an autosave: no event.
    """
    version, paragraph = _held(paragraph)
    changed = _set(paragraph, fields)
    if not changed:  # the same text saved twice, by a tool and by itself, is no conflict
        return paragraph
    if revision != paragraph.revision:
        raise ValidationError(
            _("Someone else has saved this paragraph since you opened it. Compare the texts and save again."),
            code="conflict",
        )
    paragraph.revision += 1
    paragraph.save(update_fields=[*changed, "revision"])
    touch(version)
    if not quietly:
        record(version, Verb.CHANGED, by, key=paragraph.key.hex, fields=changed)
    return paragraph


@transaction.atomic
def insert_paragraph(version, *, by, after=None, kind=ParagraphKind.OPERATIVE, level=0, text=""):
    """Insert a paragraph after another (or its key), or as the first."""
    version = hold_to_edit(version.pk)
    if version.paragraphs.count() >= MAX_PARAGRAPHS:
        raise ValidationError(_("A text can have a thousand paragraphs. Join some of them."), code="paragraphs")
    order = _find(version, getattr(after, "key", after)).order + 1 if after else 1
    paragraph = Paragraph(version=version, kind=kind, level=fitting_level(kind, level), text=texts.clean(text))
    paragraph = _placed(version, paragraph, order)
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, inserted=order)
    return paragraph


@transaction.atomic
def delete_paragraph(paragraph, *, by):
    """Take a paragraph out of the working draft. In the base it stays, and a comparison shows it as deleted."""
    version, paragraph = _held(paragraph)
    _take_out(version, paragraph)
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, deleted=paragraph.order)


@transaction.atomic
def move_paragraph(paragraph, *, by, to):
    """Move a paragraph to the place ``to``, counted from 1; beyond the last it becomes the last."""
    version, paragraph = _held(paragraph)
    before, to = paragraph.order, max(1, min(to, version.paragraphs.count()))
    if to == before:
        return paragraph
    others = version.paragraphs.exclude(pk=paragraph.pk)
    if to > before:
        others.filter(order__gt=before, order__lte=to).update(order=F("order") - 1)
    else:
        others.filter(order__gte=to, order__lt=before).update(order=F("order") + 1)
    paragraph.order = to
    paragraph.save(update_fields=["order"])
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, moved=[before, to])
    return paragraph


@transaction.atomic
def split_paragraph(paragraph, *, by, at, revision):
    """Split a paragraph before the sign ``at`` of its text. The second part gets a key of its own, and its origin."""
    version, paragraph = _held(paragraph)
    _refuse_conflict(paragraph, revision)
    first, second = texts.clean(paragraph.text[:at]), texts.clean(paragraph.text[at:])
    if not (first and second):
        raise ValidationError(
            _("Say where to split: put an empty line between the two parts of the text."), code="split"
        )
    part = Paragraph(version=version, key=uuid.uuid4(), kind=paragraph.kind, level=paragraph.level)
    part.text, part.footnotes = _with_own_notes(second, paragraph.footnotes)
    paragraph.text, paragraph.footnotes = _with_own_notes(first, paragraph.footnotes)
    paragraph.revision += 1
    paragraph.save(update_fields=["text", "footnotes", "revision"])
    part = _placed(version, part, paragraph.order + 1)
    _come_from(version, part.key, _origins(version, paragraph.key))
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, split=part.key.hex)
    return part


@transaction.atomic
def merge_with_next(paragraph, *, by, revision):
    """Join a paragraph with the one after it, which goes; what it came from is kept as the origin of both."""
    version, paragraph = _held(paragraph)
    _refuse_conflict(paragraph, revision)
    other = version.paragraphs.filter(order=paragraph.order + 1).first()
    if other is None:
        raise ValidationError(_("This is the last paragraph: there is none to merge it with."), code="merge")
    origins = _origins(version, other.key)
    shifted = texts.NOTE.sub(lambda mark: f"[^{int(mark[1]) + len(paragraph.footnotes)}]", other.text)
    paragraph.text = texts.clean(f"{paragraph.text} {shifted}")
    paragraph.footnotes = [*paragraph.footnotes, *other.footnotes]
    paragraph.revision += 1
    paragraph.save(update_fields=["text", "footnotes", "revision"])
    _take_out(version, other)
    _come_from(version, paragraph.key, origins)
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, merged=other.key.hex)
    return paragraph


def _held(paragraph):
    """The version, held, and the paragraph as it is now."""
    version = hold_to_edit(paragraph.version_id)
    return version, _find(version, paragraph.key)


def _find(version, key):
    found = version.paragraphs.filter(key=key).first()
    if found is None:
        raise ValidationError(
            _("This paragraph is no longer in the draft: someone has deleted or merged it. Load the page again."),
            code="gone",
        )
    found.version = version
    return found


def _refuse_conflict(paragraph, revision):
    if revision != paragraph.revision:
        raise ValidationError(
            _("Someone else has saved this paragraph since you opened it. Read it again first."), code="conflict"
        )


def _set(paragraph, fields):
    """Set what is new, cleaned and checked, and name it."""
    if {"kind", "level"} & fields.keys():
        kind = fields.get("kind", paragraph.kind)
        fields["level"] = fitting_level(kind, fields.get("level", paragraph.level))
    if "text" in fields:
        fields["text"] = texts.clean(fields["text"])
    if "footnotes" in fields:
        fields["footnotes"] = [note for note in map(texts.clean, fields["footnotes"]) if note]
    changed = [name for name in FIELDS if name in fields and getattr(paragraph, name) != fields[name]]
    for name in changed:
        setattr(paragraph, name, fields[name])
    paragraph.clean_fields(exclude=["version"])
    return changed


def _placed(version, paragraph, order):
    """Save a new paragraph at ``order``; those from there on make room."""
    version.paragraphs.filter(order__gte=order).update(order=F("order") + 1)
    paragraph.order = order
    paragraph.clean_fields(exclude=["version"])
    paragraph.save(force_insert=True)
    return paragraph


def _take_out(version, paragraph):
    version.lineage.filter(key=paragraph.key).delete()
    version.paragraphs.filter(pk=paragraph.pk).delete()
    version.paragraphs.filter(order__gt=paragraph.order).update(order=F("order") - 1)


def _origins(version, key):
    """The keys of the base from which the paragraph of this key comes."""
    origins = set(version.lineage.filter(key=key).values_list("base_key", flat=True))
    if version.base_id and Paragraph.objects.filter(version=version.base_id, key=key).exists():
        origins.add(key)
    return origins


def _come_from(version, key, origins):
    rows = [Lineage(version=version, key=key, base_key=origin) for origin in sorted(origins - {key})]
    Lineage.objects.bulk_create(rows, ignore_conflicts=True)


def _with_own_notes(text, footnotes):
    """A part of a text with the footnotes that it calls for, their marks counted anew."""
    called = [number for number in texts.notes(text) if 1 <= number <= len(footnotes)]
    counted = {number: place for place, number in enumerate(called, start=1)}
    marked = texts.NOTE.sub(lambda mark: f"[^{counted.get(int(mark[1]), mark[1])}]", text)
    return marked, [footnotes[number - 1] for number in called]
