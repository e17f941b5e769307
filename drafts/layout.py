"""How the paragraphs of a content are laid out, on the page and on paper: printed numbers, words, footnotes."""

from . import numbering, text


def blocks(paragraphs):
    """One block for each paragraph of a content, with its words in pieces and its footnotes counted through."""
    laid, count = [], 0
    for paragraph in paragraphs:
        pieces, count = _pieces(paragraph["text"], paragraph["footnotes"], count)
        laid.append(paragraph | {"printed": numbering.printed(paragraph["number"]), "pieces": pieces})
    return laid


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
