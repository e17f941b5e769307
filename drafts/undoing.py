"""What a deed did to a text, and how it is taken back. Pure functions over dicts, as ``Step`` keeps them.

The state of a text has ``order``, the keys of its paragraphs; ``paragraphs``, their fields by key; ``lineage``, pairs
of keys; and ``names``, by key what a paragraph is called. A step keeps two of them, reduced to what the deed touched:
``None`` stands for a paragraph that is not there.
"""


def step_between(before, after, key=None):
    """The states before and after a deed, reduced to the paragraphs that it touched; ``key`` is named in both."""
    was, now = before["paragraphs"], after["paragraphs"]
    touched = sorted(each for each in was.keys() | now.keys() if was.get(each) != now.get(each))
    return tuple(
        {
            "order": state["order"],
            "paragraphs": {each: state["paragraphs"].get(each) for each in touched},
            "lineage": state["lineage"],
            "name": state["names"].get(key, ""),
        }
        for state in (before, after)
    )


def changed_since(now, after):
    """The keys of the paragraphs that are no longer as the deed left them."""
    return [key for key, fields in after["paragraphs"].items() if now["paragraphs"].get(key) != fields]


def is_rearranged(now, after):
    """Whether other paragraphs are there, in another order or from other origins than the deed left them."""
    return now["order"] != after["order"] or now["lineage"] != after["lineage"]


def undone(now, before):
    """The state of the text once the deed is taken back."""
    paragraphs = {**now["paragraphs"], **before["paragraphs"]}
    return now | {
        "order": before["order"],
        "paragraphs": {key: fields for key, fields in paragraphs.items() if fields is not None},
        "lineage": before["lineage"],
    }


def place_of(key, order, present):
    """The place, counted from 1, at which what stood in ``order`` belongs among the paragraphs that are ``present``."""
    before = set(order[: order.index(key)]) if key in order else set(present)  # one of which no place is known: last
    places = [place for place, each in enumerate(present, start=1) if each in before]
    return max(places, default=0) + 1
