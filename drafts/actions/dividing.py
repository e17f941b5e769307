"""Paragraphs that are split and joined, and where the parts come from."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record.models import Verb

from .. import editions
from .. import text as texts
from ..models import Lineage, Paragraph
from .common import record, touch
from .stepping import FIELDS, held, keep_step, placed, refuse_conflict, state_of, take_out


@transaction.atomic
def split_paragraph(paragraph, *, by, at, revision):
    """Split a paragraph before the sign ``at`` of its text. The second part gets a key of its own, and its origin."""
    version, paragraph = held(paragraph)
    refuse_conflict(paragraph, revision)
    first, second = texts.clean(paragraph.text[:at]), texts.clean(paragraph.text[at:])
    if not (first and second):
        raise ValidationError(
            _("Say where to split: put an empty line between the two parts of the text."), code="split"
        )
    stood, before = state_of(version), {name: getattr(paragraph, name) for name in FIELDS}
    part = Paragraph(version=version, key=uuid.uuid4(), kind=paragraph.kind, level=paragraph.level)
    part.text, part.footnotes = _with_own_notes(second, paragraph.footnotes)
    paragraph.text, paragraph.footnotes = _with_own_notes(first, paragraph.footnotes)
    paragraph.revision += 1
    paragraph.save(update_fields=["text", "footnotes", "revision"])
    part = placed(version, part, paragraph.order + 1)
    _come_from(version, part.key, _origins(version, paragraph.key))
    editions.keep(version, paragraph, "split", by, before)
    editions.keep(version, part, "split", by)
    keep_step(version, "split", stood, by, paragraph.key)
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, split=part.key.hex)
    return part


@transaction.atomic
def merge_with_next(paragraph, *, by, revision):
    """Join a paragraph with the one after it, which goes; what it came from is kept as the origin of both."""
    version, paragraph = held(paragraph)
    refuse_conflict(paragraph, revision)
    other = version.paragraphs.filter(order=paragraph.order + 1).first()
    if other is None:
        raise ValidationError(_("This is the last paragraph: there is none to merge it with."), code="merge")
    stood, before = state_of(version), {name: getattr(paragraph, name) for name in FIELDS}
    origins = _origins(version, other.key)
    shifted = texts.NOTE.sub(lambda mark: f"[^{int(mark[1]) + len(paragraph.footnotes)}]", other.text)
    paragraph.text = texts.clean(f"{paragraph.text} {shifted}")
    paragraph.footnotes = [*paragraph.footnotes, *other.footnotes]
    paragraph.revision += 1
    paragraph.clean_fields(exclude=["version"])
    paragraph.save(update_fields=["text", "footnotes", "revision"])
    editions.keep(version, other, "merged", by)
    take_out(version, other)
    _come_from(version, paragraph.key, origins)
    editions.keep(version, paragraph, "merged", by, before)
    keep_step(version, "merged", stood, by, paragraph.key)
    touch(version)
    record(version, Verb.CHANGED, by, key=paragraph.key.hex, merged=other.key.hex)
    return paragraph


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
