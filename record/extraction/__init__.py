"""The words of a file that was taken in, read in a process that may not do much, as ``record.inspection`` is.

``python -m record.extraction KIND`` reads the file from its standard input and answers in JSON: ``passages``, the
paragraphs in reading order, ``hidden``, whether text that nobody sees was left out, and ``cut``, whether there is more.
"""

MOST = 500_000  # signs of one file; a statement has some thousands


def bounded(passages):
    """The passages up to the most that is kept, and whether there are more."""
    kept, size = [], 0
    for passage in passages:
        size += len(passage)
        if size > MOST:
            return kept, True
        kept.append(passage)
    return kept, False
