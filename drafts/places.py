"""The paragraphs of a version by the names under which people cite them, and where those of earlier ones are now."""

from collections import defaultdict
from uuid import UUID

from . import composition, layout
from .models import DraftVersion, Lineage, ParagraphKind


def laid_out(version):
    """The paragraphs as pages lay them out, each with its address: as they were frozen, or as they are now."""
    if version.content is not None:
        return layout.addressed(layout.blocks(version.content["paragraphs"]))
    paragraphs = composition.paragraphs_of(version)
    contents = composition.paragraph_contents(paragraphs, [paragraph.number for paragraph in paragraphs])
    return layout.addressed(layout.blocks(contents))


def key_of(block):
    return UUID(block["key"])


def called(block):
    """What a paragraph is called: as it is cited or, where it has no number, its kind in words."""
    return block["address"] or str(ParagraphKind(block["kind"]).label)


def followed(version, keys):
    """Where the paragraphs of each version that this one was made from are in it, of whose paragraphs ``keys`` are the
    keys in order: by the key of the version, and there by that of the paragraph. Two queries.

    What was split is where its key stayed, what was joined with another where that is; what was deleted is nowhere.
    """
    versions = DraftVersion.objects.filter(consultation=version.consultation_id)
    bases = dict(versions.values_list("pk", "base"))
    links = defaultdict(list)
    rows = Lineage.objects.filter(version__consultation=version.consultation_id)
    for pk, key, base_key in rows.values_list("version", "key", "base_key"):
        links[pk].append((key, base_key))
    order = {key: place for place, key in enumerate(keys)}
    heirs, found, step = {key: {key} for key in keys}, {}, version.pk
    while step is not None:
        found[step] = {key: key if key in order else min(there, key=order.get) for key, there in heirs.items()}
        heirs, step = _before(heirs, links[step]), bases[step]
    return found


def _before(heirs, links):
    """Where the paragraphs of the base are, from where those of the version are that was made from it."""
    before = {key: set(there) for key, there in heirs.items()}
    for key, base_key in links:
        if there := heirs.get(key):
            before.setdefault(base_key, set()).update(there)
    return before
