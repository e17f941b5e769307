"""What every action on a draft shares: how it holds, refuses and records."""

from django.core.exceptions import ValidationError

from record.models import Event

from ..models import DraftVersion


def refuse(reason, code):
    """Raise ``reason``, if there is one."""
    if reason:
        raise ValidationError(reason, code=code)


def hold_to_edit(version_pk):
    """The version, held, if it can be changed now."""
    version = DraftVersion.objects.hold(version_pk)
    refuse(version.why_not_edit(), "edit")
    return version


def touch(version, *fields):
    """Save ``fields``; what the co-facilitators were asked to release, or have approved, is so no more."""
    version.revision += 1
    version.asked_sha256 = ""
    version.save(update_fields=[*fields, "revision", "asked_sha256"])


def record(version, verb, by, **facts):
    """Add the deed to the record. Called last: it holds the chain of the consultation until the commit."""
    Event.objects.record(version, verb, by=by, consultation=version.consultation, number=version.number, **facts)
