"""Words as Word keeps them: runs, and what says of them that they were inserted, deleted or moved, by whom and when."""

from datetime import UTC
from xml.sax.saxutils import escape, quoteattr

from ..wording import DEL, EQUAL, INS
from .tracking import FROM, TO, note_pieces

# What XML 1.0 cannot hold is left out; the texts of paragraphs never have it, those of facts may.
UNPRINTABLE = {code: None for code in [*range(32), 0xFFFE, 0xFFFF] if code != 9}
ELEMENTS = {INS: "w:ins", DEL: "w:del", FROM: "w:moveFrom", TO: "w:moveTo"}
CALL = '<w:rStyle w:val="FootnoteReference"/>'


class Marks:
    """The marks of one document: each says who and when, and has a number of its own."""

    def __init__(self, author, at, *, turned):
        self.author, self.turned = quoteattr(author.translate(UNPRINTABLE)), turned
        self.date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.notes = []
        self._last = 0

    def said(self):
        """The attributes of a mark."""
        self._last += 1
        return f'w:id="{self._last}" w:author={self.author} w:date="{self.date}"'

    def of_paragraph(self, op):
        """The mark on the end of a paragraph, for its properties."""
        return "" if op == EQUAL else f"<{ELEMENTS[op]} {self.said()}/>"

    def range_of(self, op, name):
        """Where a moved paragraph begins and ends, so that both its places are known to be of one move."""
        self._last += 1
        element, number = ELEMENTS[op], self._last
        begin = f'<{element}RangeStart w:id="{number}" w:author={self.author} w:date="{self.date}" w:name="{name}"/>'
        return begin, f'<{element}RangeEnd w:id="{number}"/>'

    def words(self, pieces, *, within=EQUAL):
        """The runs of a paragraph; in one that was moved here (``within`` TO) what stays has moved with it."""
        return "".join(self._piece(piece, within) for piece in pieces)

    def _piece(self, piece, within):
        op = within if piece.op == EQUAL else piece.op
        run = self._run(piece, op)
        if op == EQUAL:
            return run
        wrapped = f"<{ELEMENTS[op]} {self.said()}>{run}</{ELEMENTS[op]}>"
        if op == DEL and within == TO:  # it was moved here, and then deleted
            return f"<{ELEMENTS[TO]} {self.said()}>{wrapped}</{ELEMENTS[TO]}>"
        return wrapped

    def _run(self, piece, op):
        if piece.notes:
            number = self._note(piece, op)
            return f'<w:r><w:rPr>{CALL}</w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
        change = ""
        if piece.was_emphasised != piece.emphasised:
            change = f"<w:rPrChange {self.said()}><w:rPr>{self._look(piece.was_emphasised)}</w:rPr></w:rPrChange>"
        return f"<w:r><w:rPr>{self._look(piece.emphasised)}{change}</w:rPr>{text(piece.text, op)}</w:r>"

    def _look(self, emphasised):
        return ("<w:i/><w:iCs/>" if emphasised else "") + ("<w:rtl/>" if self.turned else "")

    def _note(self, piece, op):
        """The number of the footnote that is called for here, which is written with the others."""
        before, after = piece.notes
        both = op in {FROM, TO} and before == after
        pieces = note_pieces(after, after) if both else note_pieces(before, after)
        self.notes.append(pieces)
        return len(self.notes)

    def written_notes(self):
        """The footnotes, in the order of their calls: their numbers and their runs."""
        return [(number, self.words(pieces)) for number, pieces in enumerate(self.notes, 1)]


def text(words, op=EQUAL):
    """Words inside a run; those that are deleted have an element of their own."""
    element = "w:delText" if op == DEL else "w:t"
    pieces = escape(words.translate(UNPRINTABLE)).split("\t")
    return "<w:tab/>".join(f'<{element} xml:space="preserve">{part}</{element}>' if part else "" for part in pieces)
