"""Runs of words as one text, as the portal writes it: ``*emphasis*``, and ``[^1]`` where a footnote is called for."""

from itertools import groupby


def marked(pieces):
    """The text of the pieces, and the footnotes that it calls for, in order."""
    notes, parts = [], []
    for piece in pieces:
        if piece["note"]:
            notes.append(piece["note"])
            parts.append((f"[^{len(notes)}]", None))
        elif piece["text"]:
            parts.append((piece["text"], piece["italic"]))
    groups = _groups(_settled(parts))
    return "".join(_emphasised(groups, place) for place in range(len(groups))), notes


def _settled(parts):
    """The same, where the mark of a footnote, spaces and signs are emphasised if what stands on both sides is."""
    settled = []
    for place, (text, italic) in enumerate(parts):
        if italic is not None and any(sign.isalnum() for sign in text):
            settled.append((text, italic))
            continue
        before = settled[-1][1] if settled else False
        after = next((each[1] for each in parts[place + 1 :] if each[1] is not None and each[0].strip()), False)
        settled.append((text, bool(before and after)))
    return settled


def _groups(parts):
    return [
        ("".join(text for text, _italic in group), italic) for italic, group in groupby(parts, key=lambda each: each[1])
    ]


def _emphasised(groups, place):
    """One group with its asterisks, where asterisks can say it: not within a word."""
    text, italic = groups[place]
    core = text.strip()
    if not italic or not core or "*" in core:
        return text
    start, end = text.index(core), text.index(core) + len(core)
    before = (groups[place - 1][0] if place else "") + text[:start]
    after = text[end:] + (groups[place + 1][0] if place + 1 < len(groups) else "")
    if _joins(before[-1:]) or _joins(after[:1]):
        return text
    return f"{text[:start]}*{core}*{text[end:]}"


def _joins(sign):
    return sign in {"*", "_"} or sign.isalnum()
