"""A version as a whole: begun anew or from the last, what stands at its head, and how it is laid aside."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultations.models import Consultation
from record.models import Verb

from .. import text as texts
from ..comparing import lineage_between
from ..models import DraftVersion, Lineage, Paragraph, VersionState, fitting_level
from .common import hold_to_edit, record, refuse, touch
from .tracing import carry_over

FIELDS = ["label", "status_statement", "language", "organ", "session", "agenda_item", "symbol", "dated", "note"]
FIELDS += ["numbers_kept"]
INHERITED = ["language", "organ", "session", "agenda_item", "symbol"]


@transaction.atomic
def begin(consultation, *, by, label, paragraphs=(), **fields):
    """Begin the first text of a consultation. ``paragraphs`` are dicts of fields: kind, text, level, footnotes."""
    consultation = _held(consultation)
    if current := DraftVersion.objects.filter(consultation=consultation, state=VersionState.RELEASED).first():
        raise ValidationError(
            _("There is a text already. Begin the next version from “%(label)s”."),
            code="begin",
            params={"label": current.label},
        )
    version = _new_version(consultation, by, label=label, base=None, **fields)
    rows = [Paragraph(version=version, order=order, **given) for order, given in enumerate(paragraphs, start=1)]
    for row in rows:
        row.text = texts.clean(row.text)
        row.level = fitting_level(row.kind, row.level)
        row.clean_fields(exclude=["version"])
    Paragraph.objects.bulk_create(rows)
    record(version, Verb.CREATED, by, label=label)
    return version


@transaction.atomic
def begin_next(base, *, by, label, restored=None, **fields):
    """Begin the next version as a copy of a released one: the same paragraphs under the same keys.

    With ``restored``, an earlier released version, it begins with that one's text: what was split and joined since is
    joined and split again, so that the comparison with the base shows it.
    """
    _held(base.consultation)
    base = DraftVersion.objects.hold(base.pk)
    refuse(base.why_not_begin_next(), "begin_next")
    inherited = {name: getattr(base, name) for name in INHERITED}
    version = _new_version(base.consultation, by, label=label, base=base, **{**inherited, **fields})
    Paragraph.objects.bulk_create(
        Paragraph(
            version=version,
            key=paragraph.key,
            order=paragraph.order,
            kind=paragraph.kind,
            level=paragraph.level,
            text=paragraph.text,
            footnotes=paragraph.footnotes,
            alternative=paragraph.alternative,
        )
        for paragraph in (restored or base).paragraphs.in_order()
    )
    if restored:
        _turn_back(version, base, restored)
    carry_over(base, version)
    facts = {"restored": restored.number} if restored else {}
    record(version, Verb.CREATED, by, label=label, base=base.number, **facts)
    return version


def _turn_back(version, base, restored):
    """From which paragraphs of the base those of an earlier text come: the way that led to the base, backwards."""
    if restored.consultation_id != base.consultation_id or not restored.is_frozen():
        raise ValidationError(_("Choose a version of this text that was released."), code="restored")
    pairs = {(before, now) for now, before in lineage_between(base, restored) if before != now}
    Lineage.objects.bulk_create(Lineage(version=version, key=key, base_key=base_key) for key, base_key in sorted(pairs))


@transaction.atomic
def edit_version(version, *, by, revision, **fields):
    """Change what stands at the head of a working draft: label, status, masthead.

    ``revision`` is the one the editor began with: if the draft has changed since, nothing is written.
    """
    version = hold_to_edit(version.pk)
    if revision != version.revision:
        raise ValidationError(
            _("Someone else has changed this draft since you opened it. Look at it again, then save."), code="conflict"
        )
    changed = [name for name in FIELDS if name in fields and getattr(version, name) != fields[name]]
    if not changed:
        return version
    for name in changed:
        setattr(version, name, fields[name])
    version.full_clean()
    touch(version, *changed)
    record(version, Verb.CHANGED, by, fields=changed)
    return version


@transaction.atomic
def discard(version, *, by, reason):
    """Lay a working draft aside for good. Its number is not given again; its text stays to be read."""
    version = DraftVersion.objects.hold(version.pk)
    refuse(version.why_not_discard(), "discard")
    version.state, version.discarded_at, version.reason = VersionState.DISCARDED, by.at, reason
    version.save(update_fields=["state", "discarded_at", "reason"])
    record(version, Verb.DISCARDED, by, label=version.label, paragraphs=version.paragraphs.count(), reason=reason)
    return version


def _held(consultation):
    """The consultation, held: its versions are begun one after the other."""
    return Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)


def _new_version(consultation, by, **fields):
    """A working draft with the next number; there is one at a time."""
    versions = DraftVersion.objects.filter(consultation=consultation)
    if working := versions.filter(state=VersionState.WORKING).first():
        raise ValidationError(
            _("“%(label)s” is being worked on. Release or discard it before you begin another version."),
            code="working",
            params={"label": working.label},
        )
    fields.setdefault("dated", consultation.day(by.at))
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = DraftVersion(consultation=consultation, number=number, begun_by=by.user, **fields)
    version.full_clean()
    version.save(force_insert=True)
    return version
