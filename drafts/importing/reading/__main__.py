"""The program: bounds for this process, the reading of one file, and what was found as one line of JSON."""

import json
import sys

from record.inspection import RefusedError
from record.inspection.__main__ import limit

from . import read


def look(file):
    try:
        return read(file)
    except RefusedError as refused:
        return {"refused": refused.code, "facts": refused.facts}
    except MemoryError:
        return {"refused": "too_much", "facts": {}}


def main():
    limit()
    json.dump(look(sys.stdin.buffer), sys.stdout)
    return 0


if __name__ == "__main__":  # pragma: no cover - in another process, where nobody counts
    sys.exit(main())
