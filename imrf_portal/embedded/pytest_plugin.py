"""One Postgres and one Valkey for a test session, started before Django reads its settings.

Named in ``addopts``, since settings are read before any ``conftest.py``. The cluster is copied from one kept in
``var/test-pg-template`` and is not safe against a crash of the machine, which makes it fast. With
``TEST_DATABASE_URL`` set, that server is used instead.
"""

import gc
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from .fontconfig import fonts_conf
from .postgres import Postgres
from .process import UnavailableError, eventually
from .valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent.parent
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Stores:
    """The session's stores in a folder of their own, gone with it."""

    def __init__(self, templates):
        self.templates = templates
        self.folder = Path(tempfile.mkdtemp(prefix="imrf-test-"))
        self.folder.chmod(0o711)  # the account that Postgres runs as must pass, and see nothing
        self.children = []

    def start_postgres(self):
        """The address of a running server whose cluster is as new."""
        server = Postgres(self.folder / "pg", sockets=self.folder / "run", settings=FAST)
        template = self.templates / template_name(server)
        if template.exists():
            shutil.copytree(template, server.data)
            server.account.own(server.folder)
        else:
            server.prepare()
            keep(server.data, template)
        self.start(server, stop=signal.SIGINT)
        return server.url

    def start_valkey(self):
        """The address of a running, empty Valkey."""
        server = Valkey(self.folder / "valkey", durable=False)
        self.start(server, stop=signal.SIGTERM)
        return server.url

    def start(self, server, *, stop):
        with (self.folder / "log").open("ab") as log:
            child = server.spawn(stdout=log, stderr=subprocess.STDOUT)
        self.children.append((child, stop))
        if not eventually(lambda: child.poll() is not None or server.ready(), seconds=20) or child.poll() is not None:
            raise UnavailableError(f"A store for the tests did not start. {(self.folder / 'log').read_text()}")

    def stop(self):
        """Stop all stores, the last started first, and remove their folder."""
        while self.children:
            child, stop = self.children.pop()
            child.send_signal(stop)
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def template_name(server):
    """A name that changes with whatever changes the cluster that initdb makes."""
    binary = (server.binaries / "initdb").stat()
    made_by = f"{server.binaries.major} {binary.st_size} {(Path(__file__).parent / 'postgres.py').read_text()}"
    return hashlib.sha256(made_by.encode()).hexdigest()[:12]


def keep(data, template):
    """Keep a new cluster for the next session, whole or not at all; a folder we may not write is no error."""
    new = template.with_name(f"{template.name}.{secrets.token_hex(4)}")
    try:
        shutil.rmtree(template.parent, ignore_errors=True)  # those of other versions
        shutil.copytree(data, new)
        new.rename(template)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)


def environment(stores, given):
    """What the tests find in ``os.environ``: our stores, and nothing of a portal that runs beside them."""
    yield "DATABASE_URL", given.get("TEST_DATABASE_URL") or stores.start_postgres()
    yield "REDIS_URL", given.get("TEST_REDIS_URL") or stores.start_valkey()
    yield "FONTCONFIG_FILE", str(fonts_conf(ROOT / "var"))
    yield from {
        "DEMO": "0",
        "DEBUG": "0",
        "SITE_URL": "http://127.0.0.1:8000",
        "EMAIL_URL": "",
        "ALLOWED_HOSTS": "",
    }.items()


def pytest_collection_finish():
    """What has been imported stays: looking for garbage in it again and again took an eighth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


STORES = pytest.StashKey()


@pytest.hookimpl(wrapper=True, tryfirst=True)  # a wrapper runs before pytest-django reads the settings
def pytest_load_initial_conftests(early_config):
    if not {"--help", "-h", "--version", "-V"} & set(sys.argv) and "PYTEST_XDIST_WORKER" not in os.environ:
        stores = early_config.stash[STORES] = Stores(ROOT / "var" / "test-pg-template")
        early_config.add_cleanup(stores.stop)
        os.environ.update(environment(stores, os.environ))
        # Importing this package has named the settings of production; those of pytest.ini hold.
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    return (yield)
