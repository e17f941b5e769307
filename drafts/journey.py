"""A paragraph through all versions of a text: what became of it from each to the next."""

from collections import defaultdict
from typing import Any, NamedTuple

from . import numbering, redline, references
from .models import Lineage, Paragraph, VersionState


class Step(NamedTuple):
    """A version, the rows of what the paragraph is in it, and whether it is there for the first time, or gone."""

    version: Any
    rows: list
    is_first: bool
    is_gone: bool


def journey(version, key, versions):
    """The steps through ``versions``, the oldest first, of the paragraph that has this key in ``version``.

    What it was split from or joined with is followed to the origins; what was split off from it, to what it became.
    Three queries, whatever there is.
    """
    versions = sorted(versions, key=lambda each: each.number)
    texts = _texts(versions)
    links = _links(versions)
    followed = _followed(version, key, versions, texts, links)
    words = _words(versions, {key for keys in followed.values() for key in keys}, links)
    steps, before = [], None
    for each in versions:
        there = followed[each.pk]
        was = followed[before.pk] if before else set()
        if there or was:
            pair = [_read(texts[before.pk], words[before.pk]) if before else [], _read(texts[each.pk], words[each.pk])]
            rows = _rows(*pair, there, was, links[each.pk])
            steps.append(Step(each, rows, is_first=not was, is_gone=not there))
        before = each
    return steps


def _texts(versions):
    """The paragraphs of each version in order, without their words, each with the number that it has there."""
    found = defaultdict(list)
    for paragraph in Paragraph.objects.filter(version__in=versions).defer("text", "footnotes").order_by("order"):
        found[paragraph.version_id].append(paragraph)
    for version in versions:
        if version.state == VersionState.WORKING:
            base = found[version.base_id]
            numbers = numbering.over(found[version.pk], base, [paragraph.number for paragraph in base])
            for paragraph, number in zip(found[version.pk], numbers, strict=True):
                paragraph.number = number
    return found


def _links(versions):
    found = defaultdict(list)
    for version, key, base_key in Lineage.objects.filter(version__in=versions).values_list(
        "version", "key", "base_key"
    ):
        found[version].append((key, base_key))
    return found


def _followed(version, key, versions, texts, links):
    """The keys in each version that the paragraph comes from, or became."""
    present = {each.pk: {paragraph.key for paragraph in texts[each.pk]} for each in versions}
    place = [each.pk for each in versions].index(version.pk)
    found = {version.pk: {key} & present[version.pk]}
    keys = found[version.pk]
    for later, earlier in zip(versions[place::-1], versions[:place][::-1], strict=False):
        keys = _origins(keys, links[later.pk]) & present[earlier.pk]
        found[earlier.pk] = keys
    keys = found[version.pk]
    for later in versions[place + 1 :]:
        keys = (keys | {new for new, base in links[later.pk] if base in keys}) & present[later.pk]
        found[later.pk] = keys
    return found


def _origins(keys, links):
    return keys | {base for new, base in links if new in keys}


def _words(versions, keys, links):
    """Text and footnotes of the paragraphs of these keys, and of those with which they share their words."""
    kin = set(keys)
    for _each in range(2):
        kin |= {other for pairs in links.values() for pair in pairs if kin & set(pair) for other in pair}
    found = defaultdict(dict)
    rows = Paragraph.objects.filter(version__in=versions, key__in=kin)
    for version, key, text, footnotes in rows.values_list("version", "key", "text", "footnotes"):
        found[version][key] = text, footnotes
    return found


def _read(paragraphs, words):
    """The paragraphs whose words were read, in order."""
    for paragraph in paragraphs:
        if paragraph.key in words:
            paragraph.text, paragraph.footnotes = words[paragraph.key]
    return paragraphs


def _rows(old, new, there, was, links):
    """The rows of the comparison that are about the paragraph, compared with all that shares words with it."""
    news = there | was | {key for key, base in links if base in was}
    olds = _origins(news, links) | was
    was_there = [paragraph for paragraph in old if paragraph.key in olds]
    is_there = [paragraph for paragraph in new if paragraph.key in news]
    rows = redline.compare(was_there, is_there, links, [references.called(text) for text in (old, new)])
    moved = redline.moved([paragraph.key for paragraph in old], [paragraph.key for paragraph in new])
    for row in rows:
        row.moved = row.state != redline.GONE and row.key in moved
    kept = there if there else was
    return [row for row in rows if row.key in kept and row.state != redline.GONE and (row.new or not there)]
