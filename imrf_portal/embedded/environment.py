"""What a running ``./run`` leaves for its neighbours: the addresses of its own stores, readable by its user alone."""

import os
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent.parent / "var" / "run" / "environment"


def environment(file=FILE):
    """The process's environment, over what a running portal has written to ``file``.

    So ``manage.py`` reaches the embedded stores from another terminal, and a variable set by hand wins.
    """
    try:
        lines = file.read_text().splitlines()
    except OSError:
        lines = []
    return {**dict(line.split("=", 1) for line in lines if "=" in line), **os.environ}
