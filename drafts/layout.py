"""How the paragraphs of a content are laid out, on the page and on paper: printed numbers, words, footnotes."""

import re
from types import SimpleNamespace

from . import numbering, text


def blocks(paragraphs):
    """One block for each paragraph of a content, with its words in pieces and its footnotes counted through."""
    laid, count = [], 0
    for paragraph in paragraphs:
        pieces, count = _pieces(paragraph["text"], paragraph["footnotes"], count)
        laid.append(paragraph | {"printed": numbering.printed(paragraph["number"]), "pieces": pieces})
    return laid


def addressed(laid):
    """The blocks, each with the ``address`` by which it is cited: "OP4", "OP4-bis", "OP4-b"; "" if it has no number."""
    shaped = [SimpleNamespace(kind=block["kind"], level=block["level"]) for block in laid]
    chains = numbering.cited(shaped, [block["number"] for block in laid])
    return [block | {"address": as_cited(" ".join(chain))} for block, chain in zip(laid, chains, strict=True)]


def as_cited(words):
    """How a paragraph stands in an address, however it is cited: "OP4 (b)" and "op4-b" are "OP4-b"."""
    series, *parts = re.split(r"[^A-Za-z0-9.]+", words.strip().rstrip("."))
    return "-".join([series.upper(), *(part.strip(".").lower() for part in parts if part)])


def footnotes(laid):
    """All footnotes of the blocks, in order: (number, text)."""
    return [piece["note"] for block in laid for piece in block["pieces"] if piece["note"]]


def _pieces(words, notes, count):
    pieces = []
    for part, emphasised, called in text.pieces(words):
        note = None
        if called:
            count += 1
            note = (count, notes[called - 1] if called <= len(notes) else "")
        pieces.append({"text": part, "emphasised": emphasised, "note": note})
    return pieces, count
