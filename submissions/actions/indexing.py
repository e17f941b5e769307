"""What is searched of a version, written when it is frozen; and anew, from the same words, whenever it is asked for."""

import unicodedata

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value

from .. import search
from ..models import SearchPassage

LONGEST = 200_000  # signs of one passage: what comes after is read in the file, and not found


@transaction.atomic
def index(version):
    """Make the words of a version found: of each answer, and of each file that was submitted with it."""
    language = version.content["language"]
    texts = [(language, answer["text"]) for answer in version.content["answers"]]
    texts += version.attachments.order_by("number").values_list("language", "text")
    SearchPassage.objects.filter(version=version).delete()
    SearchPassage.objects.bulk_create(
        _passage(version, place, language, text) for place, (language, text) in enumerate(texts) if text
    )


def _passage(version, place, language, text):
    kept = unicodedata.normalize("NFC", text)[:LONGEST]
    vector = SearchVector(Value(kept), config=search.configuration(language))
    return SearchPassage(version=version, place=place, language=language, text=kept, vector=vector)
