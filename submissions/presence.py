"""Who of a delegation has an input open, and in which answer: known for half a minute, in the cache, never on record.

Each sign of life writes the one entry of its input anew. Where two meet, one is lost and stands there again with its
next, some seconds later. Without the cache nobody is shown, and writing goes on.
"""

import logging
import re

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
FORGOTTEN = 30  # seconds without a sign of life
BOX = re.compile(r"answer_(?:more|[0-9]{1,18})")


def heard(submission, by, box="", *, leaving=False):
    """Note that ``by`` is here, in ``box``, and give the others who are: (name, box), in the order of their names."""
    key, now = f"writing:{submission.key}", by.at.timestamp()
    try:
        known = cache.get(key) or {}
        here = {pk: entry for pk, entry in known.items() if now - entry[2] < FORGOTTEN and pk != by.user.pk}
        mine = {} if leaving else {by.user.pk: (by.user.name, box if BOX.fullmatch(box) else "", now)}
        cache.set(key, here | mine, FORGOTTEN)
    except RedisError:
        log.warning("The cache does not answer: nobody is shown who else writes.", exc_info=True)
        return []
    return sorted((name, place) for name, place, _when in here.values())


def told(others):
    """What the page says: for each box in which somebody is a sentence, and at the foot who else is here."""
    boxes = {}
    for name, box in others:
        if box:
            boxes.setdefault(box, []).append(name)
    return {"boxes": {box: _writing(names) for box, names in boxes.items()}, "foot": _here([n for n, _box in others])}


def _writing(names):
    sentence = ngettext("%(names)s is writing here.", "%(names)s are writing here.", len(names))
    return sentence % {"names": _joined(names)}


def _here(names):
    return _("Also here: %(names)s") % {"names": _joined(names)} if names else ""


def _joined(names):
    return _(", ").join(names)
