"""Comments are asked for paragraph by paragraph: a call with one question for each."""

from django.db import transaction
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consultations.actions import add_call
from consultations.models import CallKind

from .. import calling, text
from ..models import AskedParagraph
from .common import refuse

MOST = 100
WORDS = 8  # of a paragraph, by which its question is known


@transaction.atomic
def call_by_paragraph(version, *, by, paragraphs, **fields):
    """Ask for comments on ``paragraphs`` (keys) of a released version, in the order of the text; gives the call.

    A released text does not change, so the version need not be held.
    """
    refuse(calling.why_not(version), "call")
    chosen = [each for each in calling.askable(version) if each["key"] in set(paragraphs)]
    refuse("" if chosen else _("No paragraph was chosen. Choose at least one that can be commented on."), "paragraphs")
    refuse(
        _("A call can ask about 100 paragraphs at most. Choose fewer, or ask in two calls.")
        if len(chosen) > MOST
        else "",
        "paragraphs",
    )
    questions = [(_asked(version, each), version.language, each["number"]) for each in chosen]
    fields["kind"] = CallKind.COMMENTS
    call = add_call(version.consultation, by=by, questions=questions, **fields)
    AskedParagraph.objects.bulk_create(
        AskedParagraph(question=question, version=version, key=each["key"])
        for question, each in zip(call.questions.all(), chosen, strict=True)
    )
    return call


def _asked(version, paragraph):
    """The question, by the number of the paragraph and its first words, in the language of the text."""
    words = Truncator(text.plain(paragraph["text"])).words(WORDS, truncate="…")
    words = {"number": paragraph["number"], "words": words}
    with translation.override(version.language):
        return _("Comments on %(number)s: “%(words)s”") % words
