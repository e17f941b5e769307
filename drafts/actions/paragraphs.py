"""The paragraphs of a working draft. Whoever changes one holds the version, so that all happens in one order."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from record.models import Verb

from .. import collisions, editions, openings
from .. import text as texts
from ..models import Paragraph, ParagraphKind, fitting_level
from .common import hold_to_edit, record, touch
from .stepping import FIELDS, find, fitting_alternative, held, keep_step, placed, state_of, take_out

MAX_PARAGRAPHS = 1000
ABOVE = [ParagraphKind.PREAMBULAR, ParagraphKind.OPERATIVE]  # what a sub-paragraph can belong to


@transaction.atomic
def edit_paragraph(paragraph, *, by, revision, base=None, **fields):
    """Change text, footnotes, kind or level of a paragraph, or whether it is an alternative to the one before it.

    ``revision`` is the paragraph's that the editor began with, ``base`` the fields that it then had: if someone has
    saved since, what both have changed is joined, and ``merged_with`` names them; where that is not possible, nothing
    is written and a ValidationError with the code "conflict" says so. ``quietly`` is an autosave: no event. Until it
    is ``settled`` somebody is still typing, and the opening words are left alone.
    """
    quietly, settled = fields.pop("quietly", False), fields.pop("settled", True)
    version, paragraph = held(paragraph)
    before = {name: getattr(paragraph, name) for name in FIELDS}
    fields = _clean(paragraph, fields)
    paragraph.merged_with = None
    if revision != paragraph.revision and fields != {name: before[name] for name in fields}:
        fields = _joined(version, paragraph, base and before | _clean(paragraph, base), before, before | fields)
    changed = _set(paragraph, fields)
    if _opens(version, paragraph, before, settled):
        paragraph.text = openings.emphasised(paragraph.kind, paragraph.text)
        changed = [name for name in FIELDS if getattr(paragraph, name) != before[name]]
    if not changed:  # the same text saved twice, by a tool and by itself, is no conflict
        return paragraph
    paragraph.clean_fields(exclude=["version"])
    paragraph.revision += 1
    paragraph.save(update_fields=[*changed, "revision"])
    editions.keep(version, paragraph, editions.WRITTEN, by, before)
    touch(version)
    if not quietly:
        record(version, Verb.CHANGED, by, key=paragraph.key.hex, fields=changed)
    return paragraph


def _joined(version, paragraph, base, theirs, mine):
    """What the two of them have written, joined."""
    together = collisions.joined(base, theirs, mine) if base else None
    if together is None:
        raise ValidationError(
            _("Someone else has saved this paragraph since you opened it. Compare the texts and save again."),
            code="conflict",
        )
    last = editions.latest(version, paragraph.key)
    paragraph.merged_with = last.by if last else version.begun_by
    return together


def _opens(version, paragraph, before, settled):
    """Whether the opening words are to be emphasised: on first writing and with a new kind, unless that was undone."""
    if openings.emphasised(paragraph.kind, paragraph.text) == paragraph.text:
        return False
    if paragraph.kind != before["kind"]:
        return not editions.was_emphasised(version, paragraph.key)
    return settled and editions.is_first_writing(version, paragraph.key, before["text"])


@transaction.atomic
def insert_paragraph(version, *, by, after=None, before=None, **fields):
    """Insert a paragraph after or before another (or its key), or as the first.

    ``fields`` are its kind (operative), level and text.
    """
    version = hold_to_edit(version.pk)
    if version.paragraphs.count() >= MAX_PARAGRAPHS:
        raise ValidationError(_("A text can have a thousand paragraphs. Join some of them."), code="paragraphs")
    order = _order_beside(version, after, before)
    stood = state_of(version)
    kind = fields.get("kind", ParagraphKind.OPERATIVE)
    level = fitting_level(kind, fields.get("level", 0))
    text = openings.emphasised(kind, texts.clean(fields.get("text", "")))
    paragraph = placed(version, Paragraph(version=version, kind=kind, level=level, text=text), order)
    editions.keep(version, paragraph, "inserted", by)
    keep_step(version, "inserted", stood, by, paragraph.key)
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, inserted=order)
    return paragraph


def _order_beside(version, after, before):
    if after:
        return find(version, getattr(after, "key", after)).order + 1
    return find(version, getattr(before, "key", before)).order if before else 1


@transaction.atomic
def delete_paragraph(paragraph, *, by):
    """Take a paragraph out of the working draft. In the base it stays, and a comparison shows it as deleted."""
    version, paragraph = held(paragraph)
    stood = state_of(version)
    editions.keep(version, paragraph, "deleted", by)
    take_out(version, paragraph)
    keep_step(version, "deleted", stood, by, paragraph.key)
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, deleted=paragraph.order)


@transaction.atomic
def move_paragraph(paragraph, *, by, to):
    """Move a paragraph to the place ``to``, counted from 1; beyond the last it becomes the last."""
    version, paragraph = held(paragraph)
    before, to = paragraph.order, max(1, min(to, version.paragraphs.count()))
    if to == before:
        return paragraph
    stood = state_of(version)
    others = version.paragraphs.exclude(pk=paragraph.pk)
    if to > before:
        others.filter(order__gt=before, order__lte=to).update(order=F("order") - 1)
    else:
        others.filter(order__gte=to, order__lt=before).update(order=F("order") + 1)
    paragraph.order = to
    paragraph.save(update_fields=["order"])
    keep_step(version, "moved", stood, by, paragraph.key)
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, moved=[before, to])
    return paragraph


@transaction.atomic
def indent_paragraph(paragraph, *, by):
    """Make a paragraph a sub-paragraph, or one of the next level."""
    _version, paragraph = held(paragraph)
    level = paragraph.level + 1
    if paragraph.kind not in [*ABOVE, ParagraphKind.SUBPARAGRAPH]:
        raise ValidationError(_("A title or heading cannot be indented. Choose another kind for it first."), "indent")
    if level > 3:
        raise ValidationError(_("Sub-paragraphs have three levels, and this is the third already."), code="indent")
    return _restyled(paragraph, by, ParagraphKind.SUBPARAGRAPH, level)


@transaction.atomic
def outdent_paragraph(paragraph, *, by):
    """Take a sub-paragraph one level back; from the first it becomes a paragraph like the one that it belonged to."""
    version, paragraph = held(paragraph)
    if paragraph.kind != ParagraphKind.SUBPARAGRAPH:
        raise ValidationError(_("Only a sub-paragraph can be taken a level back."), code="outdent")
    if paragraph.level > 1:
        return _restyled(paragraph, by, paragraph.kind, paragraph.level - 1)
    above = version.paragraphs.filter(order__lt=paragraph.order, kind__in=ABOVE).order_by("-order").first()
    return _restyled(paragraph, by, above.kind if above else ParagraphKind.OPERATIVE, 0)


def _restyled(paragraph, by, kind, level):
    return edit_paragraph(paragraph, by=by, revision=paragraph.revision, kind=kind, level=level)


def _clean(paragraph, fields):
    """The fields as they are kept."""
    fields = dict(fields)
    kind = fields.get("kind", paragraph.kind)
    if {"kind", "level"} & fields.keys():
        fields["level"] = fitting_level(kind, fields.get("level", paragraph.level))
    if {"kind", "alternative"} & fields.keys():
        fields["alternative"] = fitting_alternative(kind, fields.get("alternative", paragraph.alternative))
    if "text" in fields:
        fields["text"] = texts.clean(fields["text"])
    if "footnotes" in fields:
        fields["footnotes"] = [note for note in map(texts.clean, fields["footnotes"]) if note]
    return fields


def _set(paragraph, fields):
    """Set what is new, checked, and name it."""
    changed = [name for name in FIELDS if name in fields and getattr(paragraph, name) != fields[name]]
    for name in changed:
        setattr(paragraph, name, fields[name])
    paragraph.clean_fields(exclude=["version"])
    return changed
