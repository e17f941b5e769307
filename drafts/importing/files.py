"""The reading of a Word document, done in a process of its own. Every refusal is a ValidationError with a sentence."""

import json
import logging

from record import uploads

log = logging.getLogger(__name__)
PROGRAM = "drafts.importing.reading"


def read(file):
    """The paragraphs of an open document that ``uploads.take`` has taken, and what is left: a dict of two lists."""
    done = uploads.run(PROGRAM, "word", file)
    file.seek(0)
    if done.returncode < 0:  # killed: by a limit, or by the system for want of memory
        raise uploads.refused("too_much")
    if done.returncode:
        log.error("The reading of a file broke off: %s", done.stderr.decode(errors="replace").strip()[-300:])
        raise uploads.refused("damaged")
    answer = json.loads(done.stdout)
    if code := answer.get("refused"):
        raise uploads.refused(code, **answer["facts"])
    return answer
