"""A text from elsewhere: brought in, corrected in how it was understood, and taken over into the working draft."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record.models import File, Verb

from .. import editions, openings
from ..importing import matching, planning, recognizing
from ..models import Import, Paragraph, fitting_level
from .common import hold_to_edit, record, refuse, touch
from .paragraphs import MAX_PARAGRAPHS
from .stepping import become, fitting_alternative, keep_step, state_of

LONGEST = 20_000  # signs of a paragraph


@transaction.atomic
def bring_in(version, *, by, paragraphs, left=(), upload=None):
    """Recognize the paragraphs of a source and match them with the draft. Nothing of the draft is changed yet.

    ``upload`` are the fields of the file that it was read from, which is kept with it.
    """
    found = recognizing.recognized(paragraphs, left)
    refuse(_why_not_rows(found["rows"]), "rows")
    version = hold_to_edit(version.pk)
    rows = matching.matched(found["rows"], list(version.paragraphs.in_order()))
    file = File.objects.keep(**upload, at=by.at, consultation=version.consultation) if upload else None
    return Import.objects.create(
        version=version, file=file, rows=rows, left=found["left"], revision=version.revision, by=by.user, at=by.at
    )


@transaction.atomic
def correct_import(found, *, by, rows=None, kept=(), gone=()):
    """Keep what somebody chose: by the place of a row its ``kind``, ``level`` and ``key``; of ``gone`` what is kept.

    All is matched anew with the draft as it is now. A row whose key was chosen keeps it.
    """
    version, found = _held(found)
    keys = planning.kept_of(found.rows) - set(gone) | (set(kept) & set(gone))
    chosen = planning.with_kept(_corrected_rows(found.rows, rows or {}), keys)
    found.rows = matching.matched(chosen, list(version.paragraphs.in_order()))
    found.revision = version.revision
    found.save(update_fields=["rows", "revision"])
    return found


@transaction.atomic
def take_over(found, *, by, seen):
    """Make the draft what the text says: what is matched is changed and keeps its key, what is new comes in, what is
    gone goes unless it is kept. ``seen`` is the hash of what the person looked at. One step, which can be undone.
    """
    version, found = _held(found)
    paragraphs = list(version.paragraphs.in_order())
    rows = planning.rows_over(found, version, paragraphs)
    if seen != planning.seen(version.revision, rows):
        raise ValidationError(
            _("What would be taken over has changed, by your choices or in the draft. Look at it once more."),
            code="changed",
        )
    now = state_of(version)
    wanted = planning.taken_over(now, rows, paragraphs)
    _clean(version, wanted)
    if (wanted["order"], wanted["paragraphs"]) == (now["order"], now["paragraphs"]):
        raise ValidationError(
            _("The draft says this already: there is nothing to take over. Bring in another text."), code="same"
        )
    touched = become(version, now, wanted)
    _keep_editions(version, now, wanted, touched, by)
    keep_step(version, "imported", now, by)
    touch(version)
    found.rows, found.revision, found.taken_over_at = rows, version.revision, by.at
    found.save(update_fields=["rows", "revision", "taken_over_at"])
    record(version, Verb.IMPORTED, by, file=found.file.sha256 if found.file else "", **planning.counts(now, wanted))
    return found


def _held(found):
    """The version, held, and the text that was brought into it, if it can still be taken over."""
    version = hold_to_edit(found.version_id)
    found = Import.objects.select_for_update(of=("self",), no_key=True).select_related("file").get(pk=found.pk)
    refuse(found.why_not_take_over(), "take_over")
    found.version = version
    return version, found


def _why_not_rows(rows):
    if not rows:
        return _("No paragraph was found in this. Paste the text itself, or send the Word file that it stands in.")
    if len(rows) > MAX_PARAGRAPHS:
        return _("This has %(count)s paragraphs; a draft can have a thousand. Bring in a shorter text.") % {
            "count": len(rows)
        }
    if long := next((row["text"] for row in rows if len(row["text"]) > LONGEST), ""):
        return _(
            "The paragraph that begins “%(words)s…” has more than 20,000 signs. Put empty lines between paragraphs and "
            "bring the text in again."
        ) % {"words": long[:60]}
    return ""


def _corrected_rows(rows, given):
    """The rows as somebody wants them. A paragraph that they choose for one is taken from whatever had it."""
    takers = {}
    for place in sorted(given):
        if _is_chosen(rows[place], given[place]) and given[place]["key"]:
            takers.setdefault(given[place]["key"], place)
    corrected = []
    for place, row in enumerate(rows):
        now = _corrected(row, given[place]) if place in given else row
        if takers.get(now.get("key"), place) != place:
            now = now | {"key": None, "chosen": False}
        corrected.append(now)
    return corrected


def _corrected(row, given):
    kind = given["kind"]
    fields = {"kind": kind, "level": fitting_level(kind, given["level"])}
    if kind and kind != row["kind"] and row["plain"]:
        fields["text"] = openings.emphasised(kind, row["text"])
    if _is_chosen(row, given):
        fields |= {"key": given["key"], "chosen": True}
    return row | fields


def _is_chosen(row, given):
    return given["key"] != row.get("key")


def _clean(version, wanted):
    """Check each paragraph as if it were typed; the first fault is said with the words that it stands in."""
    if len(wanted["order"]) > MAX_PARAGRAPHS:
        raise ValidationError(
            _("A text can have a thousand paragraphs. Leave some out, or let go what is not needed."), code="paragraphs"
        )
    for fields in wanted["paragraphs"].values():
        fields["alternative"] = fitting_alternative(fields["kind"], fields["alternative"])
        Paragraph(version=version, key=uuid.uuid4(), order=1, **fields).clean_fields(exclude=["version"])


def _keep_editions(version, now, wanted, touched, by):
    """What each changed paragraph said, and what it says now; those that are new, and those that go."""
    new = [(key, wanted["paragraphs"][key]) for key in touched if key not in now["paragraphs"]]
    editions.keep_many(version, new, "imported", by)
    changed = [key for key in touched if key in now["paragraphs"]]
    for paragraph in version.paragraphs.filter(key__in=changed):
        editions.keep(version, paragraph, "imported", by, now["paragraphs"][str(paragraph.key)])
    gone = [
        (key, fields) for key, fields in now["paragraphs"].items() if key not in wanted["paragraphs"] and fields["text"]
    ]
    editions.keep_many(version, gone, "deleted", by)
