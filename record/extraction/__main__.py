"""The program: the bounds of an inspection, the words of one file as one line of JSON."""

import json
import logging
import sys

from record.inspection import RefusedError
from record.inspection.__main__ import limit

from . import pdf, word

KINDS = {"pdf": pdf.extract, "word": word.extract}


def read(kind, file):
    """The words of an open file, or ``{"refused": code}``."""
    try:
        return KINDS[kind](file)
    except RefusedError as refused:
        return {"refused": refused.code}
    except MemoryError:
        return {"refused": "too_much"}


def main():
    """The border of the process: whatever else goes wrong ends it with an error, and no words are had."""
    limit()
    logging.disable(logging.CRITICAL)
    json.dump(read(sys.argv[1], sys.stdin.buffer), sys.stdout)
    return 0


if __name__ == "__main__":  # pragma: no cover - in another process, where nobody counts
    sys.exit(main())
