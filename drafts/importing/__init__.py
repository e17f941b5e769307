"""A text from elsewhere, brought into a working draft: read, recognized as a resolution, matched with what stands.

``reading`` and ``pasted`` give the paragraphs of a source, ``recognizing`` makes rows of them, ``matching`` says which
paragraph of the draft each row is. Nothing is dropped: what is no paragraph is left, with the reason. Pure functions,
but for ``files``, which has the reading done in a process of its own.

A paragraph of a source is a dict: ``text`` (with ``*emphasis*`` and marks of footnotes), ``footnotes``, and what its
look tells: ``number`` (that Word has counted), ``ilvl``, ``style``, ``bold``, ``centred``, ``outline``, ``table``.
"""


def source(text, **look):
    """A paragraph of a source."""
    plain = {"footnotes": [], "number": "", "ilvl": None, "style": "", "outline": None}
    return {"text": text, **plain, "bold": False, "centred": False, "table": False, **look}
