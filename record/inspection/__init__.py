"""Whether a file that someone sends holds nothing but a document: looked at in a process that may not do much.

``python -m record.inspection KIND`` reads the file from its standard input and answers in JSON. Nothing here imports
Django or the rest of the portal: the process has no database, no secret and no settings, and it speaks in codes, of
which ``record.refusals`` makes sentences.
"""

MIB = 1 << 20
UNPACKED_LIMIT = 50 * MIB
PARTS_LIMIT = 2000
RATIO_LIMIT = 100
PAGES_LIMIT = 500


class RefusedError(Exception):
    """The file is not taken in; ``code`` says why, ``facts`` what the sentence about it names."""

    def __init__(self, code, **facts):
        super().__init__(code)
        self.code = code
        self.facts = facts
