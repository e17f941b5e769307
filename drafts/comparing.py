"""Two versions of one consultation, compared: their paragraphs, and what links those that split or merge."""

from collections import defaultdict

from . import composition, redline
from .models import DraftVersion, Lineage


def rows_between(new, old):
    """The rows of the comparison of two versions, each paragraph with its number."""
    return redline.compare(composition.paragraphs_of(old), composition.paragraphs_of(new), lineage_between(new, old))


def lineage_between(new, old):
    """Pairs (key in ``new``, key in ``old``) through all versions between them, whichever is the older."""
    bases = dict(DraftVersion.objects.filter(consultation=new.consultation_id).values_list("pk", "base"))
    if steps := _steps(new.pk, old.pk, bases):
        return _composed(steps)
    return [(key, origin) for origin, key in _composed(_steps(old.pk, new.pk, bases))]


def _steps(start, end, bases):
    """The versions from ``start`` back to the one made from ``end``; empty if ``end`` is no ancestor."""
    steps, version = [], start
    while version is not None and version != end:
        steps.append(version)
        version = bases.get(version)
    return steps if version == end else []


def _composed(steps):
    """The origins of each paragraph after all ``steps``; every paragraph comes from its own key too."""
    links = defaultdict(lambda: defaultdict(set))
    for version, key, base_key in Lineage.objects.filter(version__in=steps).values_list("version", "key", "base_key"):
        links[version][key].add(base_key)
    origins = {}
    for version in reversed(steps):  # from the oldest on, so that each step looks up what is known
        step = links[version]
        origins = origins | {
            key: set().union(*(origins.get(base, {base}) for base in {key, *bases})) for key, bases in step.items()
        }
    return sorted((key, base) for key, bases in origins.items() for base in bases if base != key)
