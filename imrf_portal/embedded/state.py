"""What lies in ``var``: the lock, the secret key, the addresses for neighbours, and stamps of work already done."""

import fcntl
import hashlib
import os
import secrets
from pathlib import Path

from .process import UnavailableError


def write_private(path, text):
    """Put ``text`` into a file that only its owner reads; readers see the old file or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    new.replace(path)


def only_one(path):
    """Hold ``path`` until this process ends, however it ends; one supervisor per folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise UnavailableError(
            "The portal already runs from this folder. Stop it first (Ctrl-C where it runs)."
        ) from None
    return lock


def secret_key(path):
    """The key that signs sessions and links: made once, then the same at every start."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        write_private(path, secrets.token_urlsafe(50) + "\n")
        return path.read_text().strip()


def write_environment(path, variables):
    """Leave for ``manage.py`` in another terminal what this run has made itself."""
    write_private(path, "".join(f"{name}={value}\n" for name, value in sorted(variables.items())))


class Stamp:
    """A file that says for which inputs a piece of work was last finished."""

    def __init__(self, path, key):
        self.path = path
        self.key = key

    def holds(self):
        try:
            return self.path.read_text() == self.key
        except OSError:
            return False

    def set(self):
        """Say that the work is done; only ever called after it."""
        write_private(self.path, self.key)

    def drop(self):
        self.path.unlink(missing_ok=True)


def fingerprint(paths, *words):
    """One hash over the names and contents of files, and over words."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(Path(path) for path in paths):
        digest.update(f"\0{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
