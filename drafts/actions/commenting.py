"""Paragraphs are commented on, by delegations and, among themselves, by those who write the text."""

from django.db import transaction
from django.utils.translation import gettext as _

from record.models import Event, Verb
from submissions.models.version import INSIDE

from .. import commenting
from ..models import Comment, DraftVersion
from .common import refuse


@transaction.atomic
def comment(version, *, by, key, text, audience):
    """Comment on the paragraph with this key, for ``audience`` to read. What is internal is nobody's but the writer's.

    The version is held: one that is being superseded takes no comment any more.
    """
    version = DraftVersion.objects.hold(version.pk)
    inside = by.capacity in INSIDE
    refuse(version.why_not_comment(internally=inside), "comment")
    refuse(commenting.why_not_for(by, audience), "audience")
    there = version.paragraphs.filter(key=key).exists()
    refuse("" if there else _("This paragraph is no longer in the text. Load the page again."), "paragraph")
    delegation = None if inside else by.delegation
    made = Comment(version=version, key=key, text=text, audience=audience, delegation=delegation, by=by.user, at=by.at)
    made.full_clean(exclude=["version", "delegation", "by"])
    made.save(force_insert=True)
    _record(made, Verb.CREATED, by)
    return made


@transaction.atomic
def withdraw_comment(comment, *, by):
    """Take a comment back. Those who could read it still see that there was one, and no longer what it said."""
    comment = Comment.objects.hold(comment.pk)
    refuse(comment.why_not_withdraw(), "withdraw_comment")
    comment.withdrawn_at = by.at
    comment.save(update_fields=["withdrawn_at"])
    _record(comment, Verb.WITHDRAWN, by)
    return comment


def _record(comment, verb, by):
    version = comment.version
    Event.objects.record(
        comment,
        verb,
        by=by,
        consultation=version.consultation,
        number=version.number,
        key=str(comment.key),
        audience=comment.audience,
    )
