"""References that follow the new numbers of what they mean, all at once."""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record.models import Verb

from .. import editions, following, references
from .common import hold_to_edit, record, touch
from .stepping import keep_step, state_of


@transaction.atomic
def follow_references(version, *, by):
    """Let each reference read as what it means is called at the release. What leads nowhere stays as it is."""
    version = hold_to_edit(version.pk)
    stood, text = state_of(version), following.Text(version)
    changed = list(_rewritten(text))
    if not changed:
        raise ValidationError(
            _("Every reference that can follow reads as it should already. Mend those that lead nowhere by hand."),
            code="follow",
        )
    for paragraph, words in changed:
        before = editions.fields_of(paragraph)
        paragraph.text, paragraph.revision = words, paragraph.revision + 1
        paragraph.save(update_fields=["text", "revision"])
        editions.keep(version, paragraph, following.FOLLOWED, by, before)
    step = keep_step(version, following.FOLLOWED, stood, by)
    step.after["settled"] = following.settled(text.paragraphs, text.now())
    step.save(update_fields=["after"])
    touch(version)
    record(version, Verb.CHANGED, by, followed=[paragraph.key.hex for paragraph, _words in changed])
    return version


def _rewritten(text):
    """The paragraphs whose references do not read as they should, with the words that do."""
    paragraphs = {paragraph.key: paragraph for paragraph in text.paragraphs}
    for key, found in groupby(text.references(), key=lambda each: each.reference.within):
        words = references.followed(paragraphs[key].text, list(found))
        if words != paragraphs[key].text:
            yield paragraphs[key], words
