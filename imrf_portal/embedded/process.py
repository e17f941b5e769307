"""Children that cannot outlive their parent, and the account a store runs under when the portal is root.

Postgres refuses root. As root it therefore runs under ``postgres`` or ``nobody``; where neither can reach the
project (a checkout below a private folder), root is mapped to ``nobody`` in a user namespace of the child's own.
"""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
LIBC = ctypes.CDLL(None, use_errno=True)


class UnavailableError(Exception):
    """A part of the platform is missing; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class Account:
    """Who a child runs as: by default whoever runs the portal."""

    uid: int | None = None
    gid: int | None = None
    namespace: bool = False

    def own(self, folder):
        """Make ``folder`` a private one of this account."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.uid is not None:
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def spawn(self, command, *, death=signal.SIGKILL, **options):
        """Start ``command`` in a session of its own; the kernel sends it ``death`` when its parent dies (on Linux)."""
        parent = os.getpid()

        def prepare():  # pragma: no cover - in the child, after the fork and the change of user
            if self.namespace:
                map_root_to_nobody()
            if sys.platform == "linux":
                LIBC.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)
                if os.getppid() != parent:  # it died before we asked
                    os.kill(os.getpid(), signal.SIGKILL)

        if self.uid is not None:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen(command, start_new_session=True, preexec_fn=prepare, **options)  # noqa: PLW1509, S603 - one thread, and our own words

    def run(self, command, **options):
        """The output of ``command`` run to its end; raises ``CalledProcessError`` with that output."""
        child = self.spawn(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
        output, _ = child.communicate()
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command, output)
        return output

    def can(self, binary, folder):
        """Whether this account can run ``binary`` and write into ``folder``."""
        probe = '"$1" --version && : > "$2/.probe" && rm "$2/.probe"'
        try:
            self.own(folder)
            self.run(["/bin/sh", "-c", probe, "-", str(binary), str(folder)], cwd="/")
        except (OSError, subprocess.SubprocessError):
            return False
        return True


def map_root_to_nobody():  # pragma: no cover - in the child
    """Enter a user namespace in which root is ``nobody``: Postgres starts, and the files stay root's."""
    uid, gid = os.geteuid(), os.getegid()
    if LIBC.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "no user namespace")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")


def account_for(binary, folder):
    """The account that can run ``binary`` on ``folder``, which it owns afterwards."""
    if os.geteuid() != 0:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Account()
    for account in candidates():
        if account.can(binary, folder):
            return account
    raise UnavailableError(
        "Postgres refuses to run as root and no other account can reach this folder. "
        "Run the portal as an ordinary user, or set DATABASE_URL."
    )


def candidates():
    """The accounts root may hand Postgres to, the best first."""
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        yield Account(entry.pw_uid, entry.pw_gid)
    if sys.platform == "linux":
        # Files that an account owned are root's again, or root mapped to nobody could not write them.
        yield Account(0, 0, namespace=True)


def alive(pid):
    """Whether a process of this number exists and has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return sys.platform != "linux"


def eventually(condition, *, seconds, every=0.05):
    """Whether ``condition`` came true within ``seconds``."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return answer


def signal_group(pid, number):
    """Send a signal to a child's whole session; one that has ended is no error."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def free_port():
    """A port on this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
