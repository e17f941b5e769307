"""Folders that are made whole or not at all, by whoever is first."""

import shutil
import tempfile
from pathlib import Path


def made_once(finished, make):
    """The folder ``finished``, which ``make`` fills, given the path of an empty one, where it is not there yet."""
    if not finished.exists():
        finished.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix="new-", dir=finished.parent))
        try:
            make(new)
            new.chmod(0o755)
            new.rename(finished)
        except OSError:
            if not finished.exists():  # else another process was quicker, with the same result
                raise
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return finished
