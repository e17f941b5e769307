"""The program: bounds for this process, the look at one file, and what was found as one line of JSON."""

import json
import logging
import sys

from . import RefusedError, pdf, word

KINDS = {"pdf": pdf.inspect, "word": word.inspect}
CPU_SECONDS = 15
MEMORY = 1 << 30


def limit():
    """Bound what this process may use, where the system knows how to. It writes no file."""
    import resource  # not there on Windows

    limits = {"RLIMIT_CPU": CPU_SECONDS, "RLIMIT_AS": MEMORY, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (ValueError, OSError):  # macOS refuses a bound on memory
            logging.getLogger(__name__).debug("%s could not be set", name)


def look(kind, file):
    """What was found in an open file: ``{"notes": …}``, or ``{"refused": code, "facts": …}``."""
    try:
        return {"notes": KINDS[kind](file)}
    except RefusedError as refused:
        return {"refused": refused.code, "facts": refused.facts}
    except MemoryError:
        return {"refused": "too_much", "facts": {}}


def main():
    """The border of the process: whatever else goes wrong ends it with an error, and the file is not taken in."""
    limit()
    logging.disable(logging.CRITICAL)  # pikepdf tells of every flaw that it repairs
    json.dump(look(sys.argv[1], sys.stdin.buffer), sys.stdout)
    return 0


if __name__ == "__main__":  # pragma: no cover - in another process, where nobody counts
    sys.exit(main())
