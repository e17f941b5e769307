"""One's own page: what needs me, what is under way, what was done lately, gathered from all apps."""

from accounts import desk as accounts_desk
from consultations import desk as consultations_desk
from drafts import desk as drafts_desk
from submissions import desk as submissions_desk

GATHERED = (accounts_desk, consultations_desk, submissions_desk, drafts_desk)


def lists(consultation, actor):
    """Three lists of items: ``needs``, ``progress`` and ``done``, each in the order in which it matters."""
    found = {"needs": [], "progress": [], "done": []}
    for app in GATHERED:
        for name, items in app.items(consultation, actor).items():
            found[name] += items
    return found


def waiting(consultation, actor):
    """How many things need this person."""
    return accounts_desk.counted(rows for app in GATHERED for rows in app.waiting(consultation, actor))
