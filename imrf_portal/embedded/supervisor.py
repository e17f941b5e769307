"""Start services in order, keep them running, stop them in the opposite order.

A service that is not ``vital`` is started again when it dies, after 1, 2 and 4 seconds; a fourth death within a
minute, and any death of a vital one (a store), stops everything. Nothing is left behind: a killed supervisor takes
its children with it where the kernel can (Linux), and the next start ends whatever it finds of the last.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .process import Account, UnavailableError, alive, eventually, signal_group

PAUSES = (1, 2, 4)  # seconds before a new try
FORGIVEN_AFTER = 60  # seconds of life after which earlier deaths no longer count
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HURRY = 5  # seconds of patience once a store has died: nobody can finish anything without it
LARGEST_LOG = 5_000_000  # bytes; kept once more as .1


class StoppedError(Exception):
    """Somebody asked for the end while the portal was starting."""


@dataclass
class Service:
    """A program, how it is started, how one knows that it is ready, and how it is asked to stop."""

    name: str
    spawn: Callable  # given stdout and stderr, answers a Popen
    ready: Callable = lambda: True
    stop: int = signal.SIGTERM
    patience: float = 20  # seconds from the request to stop to the kill
    start_within: float = 30
    vital: bool = False
    child: subprocess.Popen | None = None
    born: float = 0
    deaths: int = 0
    due: float | None = None  # when it is started again

    @property
    def runs(self):
        return self.child is not None and self.child.poll() is None


def program(command, **options):
    """How a service spawns an ordinary program."""
    return lambda **streams: Account().spawn(command, **options, **streams)


@dataclass
class Supervisor:
    """The services of one run; ``folder`` is ``var``."""

    folder: Path
    tell: Callable = print
    pauses: tuple = PAUSES
    services: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    asked: int = 0  # how often somebody asked for the end
    failed: bool = False

    def __enter__(self):
        self.run_folder.mkdir(parents=True, exist_ok=True)
        self.log_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.reading, self.writing = os.pipe()
        os.set_blocking(self.reading, False)
        os.set_blocking(self.writing, False)
        self.before = {number: signal.signal(number, self.hear) for number in ENDS}
        self.before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        self.woken_before = signal.set_wakeup_fd(self.writing, warn_on_full_buffer=False)
        self.sweep()
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            signal.set_wakeup_fd(self.woken_before)
            for number, handler in self.before.items():
                signal.signal(number, handler)
            os.close(self.reading)
            os.close(self.writing)

    @property
    def run_folder(self):
        return self.folder / "run"

    @property
    def log_folder(self):
        return self.folder / "log"

    def hear(self, *_):
        """The first request to stop begins the orderly end, the second one makes it a kill; ``stop`` sees to both."""
        self.asked += 1

    def start(self, *services):
        """Start services at the same time and wait until all are ready."""
        for service in services:
            self.services.append(service)
            self.launch(service)
        for service in services:
            if not eventually(lambda: self.settled(service), seconds=service.start_within):  # noqa: B023 - called here
                raise UnavailableError(f"{service.name} was not ready in time. {self.last_words(service)}")

    def launch(self, service):
        with open_log(self.log_folder / f"{service.name}.log") as log:
            service.child = service.spawn(stdout=log, stderr=subprocess.STDOUT)
        service.born, service.due = time.monotonic(), None
        self.pidfile(service).write_text(f"{service.child.pid} {int(service.stop)} {birth(service.child.pid)}")

    def settled(self, service):
        """Whether ``service`` is ready; raises when any has ended meanwhile, or when somebody asks for the end."""
        if self.asked:
            raise StoppedError
        for each in self.services:
            if not each.runs:
                raise UnavailableError(f"{each.name} ended while the portal was starting. {self.last_words(each)}")
        return service.ready()

    def begin(self, name, command, **options):
        """Begin a step that ends by itself; its output goes into the log of that name."""
        with open_log(self.log_folder / f"{name}.log") as log:
            child = Account().spawn(command, stdout=log, stderr=subprocess.STDOUT, **options)
        step = Service(name, spawn=None, child=child)
        self.steps.append(step)
        return step

    def finish(self, step):
        """Wait for a step; raises when it failed, or when somebody asks for the end."""
        while step.runs:
            if self.asked:
                raise StoppedError
            self.sleep(0.5)
        self.steps.remove(step)
        if step.child.returncode:
            raise UnavailableError(f"{step.name} failed. {self.last_words(step)}")

    def watch(self):
        """Keep everything running until somebody asks for the end, or something cannot be kept."""
        while not self.asked and not self.failed:
            for service in self.services:
                self.look_after(service)
            self.sleep(0.5)

    def look_after(self, service):
        now = time.monotonic()
        if service.runs:
            return
        if service.due is None:
            if now - service.born > FORGIVEN_AFTER:
                service.deaths = 0
            if service.vital or service.deaths >= len(self.pauses):
                self.tell(f"{service.name} has died, so the portal stops. {self.last_words(service)}")
                self.failed = True
                return
            signal_group(service.child.pid, signal.SIGKILL)  # what a dead parent may have left in its session
            pause = self.pauses[service.deaths]
            service.deaths += 1
            service.due = now + pause
            self.tell(f"{service.name} has died; starting it again in {pause} s. {self.last_words(service)}")
        elif now >= service.due:
            self.launch(service)

    def stop(self):
        """Stop all, the last started first; whoever does not end in time is killed with its whole session."""
        for service in [*reversed(self.steps), *reversed(self.services)]:
            if service.runs and self.asked < 2:
                # Only the parent is asked: it ends its own children in its own order.
                service.child.send_signal(service.stop)
                patience = min(service.patience, HURRY) if self.failed else service.patience
                eventually(lambda: not service.runs or self.asked > 1, seconds=patience)  # noqa: B023 - called here
            if service.child:
                signal_group(service.child.pid, signal.SIGKILL)
                service.child.wait()
            self.pidfile(service).unlink(missing_ok=True)
        self.steps.clear()
        self.services.clear()

    def sleep(self, seconds):
        """Pause, but wake at once for a signal: a child's death or a request to stop."""
        if select.select([self.reading], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self.reading, 4096)

    def pidfile(self, service):
        return self.run_folder / f"{service.name}.pid"

    def sweep(self):
        """End what a killed supervisor has left: no two workers, no two beats, no taken port."""
        left = []
        for path in self.run_folder.glob("*.pid"):
            pid, stop, born = path.read_text().split(" ", 2) if path.stat().st_size else ("0", "0", "")
            if born and birth(int(pid)) == born:
                left.append(int(pid))
                os.kill(int(pid), int(stop))
            path.unlink()
        if not eventually(lambda: not any(map(alive, left)), seconds=HURRY):
            for pid in filter(alive, left):
                signal_group(pid, signal.SIGKILL)
            eventually(lambda: not any(map(alive, left)), seconds=HURRY)

    def last_words(self, service):
        """The end of a service's log, and where the rest is."""
        path = self.log_folder / f"{service.name}.log"
        try:
            lines = path.read_text(errors="replace").strip().splitlines()[-3:]
        except OSError:
            lines = []
        return "\n  ".join([f"See {path}:", *lines])


def open_log(path):
    """A log to append to; a long one is put aside first."""
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_name(f"{path.name}.1"))
    return path.open("ab")


def birth(pid):
    """When a process began, in the machine's own words: a number taken over by another process has another birth."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
        except OSError:
            return ""
    words = ["ps", "-o", "lstart=", "-p", str(pid)]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
