"""What each person left of a paragraph of a working draft, so that it can be read again and put back."""

from record.models import Event, Verb
from submissions.editions import KEPT, TOGETHER, stands_of

from . import openings
from .models import Paragraph, ParagraphEdition

BEGUN, WRITTEN = "begun", "written"
MOST = 50  # that a page shows
FIELDS = ["kind", "level", "text", "footnotes"]


def latest(version, key):
    """The last edition of a paragraph; ``None`` if nobody has changed it in this version."""
    return version.editions.filter(key=key).select_related("by").first()


def of(version, key):
    """The latest editions of a paragraph, the newest first, and whoever left them. One query."""
    return list(version.editions.filter(key=key).select_related("by")[:MOST])


def deleted(version):
    """The last edition of each paragraph that is no longer in the draft and had a text. One query."""
    gone = version.editions.exclude(key__in=version.paragraphs.values("key")).select_related("by")
    found = gone.order_by("key", "-at", "-pk").distinct("key")
    return sorted((each for each in found if each.text), key=lambda each: (each.at, each.pk), reverse=True)


def keep(version, paragraph, deed, by, before=None):
    """Keep a paragraph as it was just left. ``before`` are its fields until now: they are kept first, if nothing is."""
    last = latest(version, paragraph.key)
    if last is None and before:
        began = _begun_at(version, by)
        last = _edition(version, paragraph.key, before, deed=BEGUN, by=version.begun_by, at=began)
        last.save(force_insert=True)
    fields = fields_of(paragraph)
    if last and deed == WRITTEN and _goes_on(last, fields, by):
        last.text, last.footnotes, last.at = fields["text"], fields["footnotes"], by.at
        last.save(update_fields=["text", "footnotes", "at"])
    else:
        _edition(version, paragraph.key, fields, deed=deed, by=by.user, at=by.at).save(force_insert=True)


def keep_many(version, rows, deed, by):
    """Keep paragraphs, each given as (key, fields), as they were just left by one deed. One query."""
    ParagraphEdition.objects.bulk_create(
        _edition(version, key, fields, deed=deed, by=by.user, at=by.at) for key, fields in rows
    )


def fields_of(paragraph):
    return {name: getattr(paragraph, name) for name in FIELDS}


def is_first_writing(version, key, stood):
    """Whether a paragraph gets its first text, or gets it still; ``stood`` is its text until now."""
    base = Paragraph.objects.filter(version=version.base_id, key=key).exclude(text="")
    if version.base_id and base.exists():
        return False
    texts = [text for text in version.editions.filter(key=key).values_list("text", flat=True) if text]
    if stood and not texts:
        return False
    return len(texts) < 2 and not any(map(openings.is_emphasised, texts))


def was_emphasised(version, key):
    """Whether the opening words of a paragraph have been emphasised before: whoever took that away wants it so."""
    texts = version.editions.filter(key=key, text__contains="*").values_list("text", flat=True)
    return any(map(openings.is_emphasised, texts))


def _edition(version, key, fields, **made):
    given = {name: fields[name] for name in FIELDS}
    return ParagraphEdition(version=version, key=key, began_at=made["at"], **made, **given)


def _begun_at(version, by):
    created = Event.objects.about(version).filter(verb=Verb.CREATED).values_list("at", flat=True)
    return created.first() or by.at


def _goes_on(last, fields, by):
    """Whether it is still the same writing: one person's, and nothing that somebody may miss is lost in it."""
    if last.deed != WRITTEN or last.by_id != by.user.pk or by.at - last.began_at >= TOGETHER:
        return False
    if (last.kind, last.level) != (fields["kind"], fields["level"]):
        return False
    if openings.is_emphasised(last.text) and not openings.is_emphasised(fields["text"]):
        return False
    notes = stands_of("\n".join(last.footnotes), "\n".join(fields["footnotes"]))
    return min(stands_of(last.text, fields["text"]), notes) >= KEPT
