"""The paragraphs that questions of calls ask about, as they stand in the version that was asked about."""

from . import text
from .models import AskedParagraph, DraftVersion


def find(questions):
    """By the key of the question: the text of its paragraph, its permanent address, and how its version is called."""
    rows = AskedParagraph.objects.filter(question__in=questions).values_list("question", "version", "key")
    asked = {question: (version, str(key)) for question, version, key in rows}
    keys = {version for version, _key in asked.values()}
    versions = DraftVersion.objects.filter(pk__in=keys).select_related("consultation").in_bulk()
    texts = {
        pk: {each["key"]: each["text"] for each in version.content["paragraphs"]} for pk, version in versions.items()
    }
    return {
        question: {
            "text": _plain(texts[version].get(key, "")),
            "address": f"{versions[version].get_absolute_url()}#p-{key}",
            "title": versions[version].label,
            "language": versions[version].language,
        }
        for question, (version, key) in asked.items()
    }


def _plain(words):
    """Without emphasis and marks of footnotes."""
    return "".join(part for part, _emphasised in text.runs(text.without_notes(words)))
