"""The whole portal under one supervisor: what ``./run`` starts, in which order, and what it says meanwhile.

Stores first (ours, unless ``DATABASE_URL`` and ``REDIS_URL`` name others), then migrations, static files and the
demo, each skipped where a stamp says that nothing has changed, then worker, beat and web server. The address is
printed when ``/healthz`` answers 200.
"""

import http.client
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .fontconfig import fonts_conf
from .postgres import Postgres
from .process import UnavailableError, eventually
from .state import Stamp, fingerprint, only_one, secret_key, write_environment
from .supervisor import Service, StoppedError, Supervisor, program
from .valkey import Valkey

TRUE = {"1", "true", "yes", "on"}


def run(root, environ, *, tell=print):
    """Run the portal in ``root`` until somebody asks for the end; the exit code."""
    portal = Portal(root, dict(environ), tell)
    try:
        lock = only_one(portal.var / "run" / "lock")
        with Supervisor(portal.var, tell=tell) as supervisor, lock:
            try:
                portal.start(supervisor)
                supervisor.watch()
            except StoppedError:
                pass
            finally:
                portal.neighbours.unlink(missing_ok=True)
                tell("Stopping…")
    except UnavailableError as error:
        tell(str(error))
        return 1
    finally:
        for store in portal.stores:
            store.clean()
    return 1 if supervisor.failed else 0


@dataclass
class Portal:
    root: Path
    environ: dict
    tell: object = print
    made: dict = field(default_factory=dict)  # variables that this run found the values of
    stores: list = field(default_factory=list)

    def __post_init__(self):
        self.var = self.root / "var"
        self.neighbours = self.var / "run" / "environment"
        self.host = self.environ.get("HOST") or "127.0.0.1"
        self.port = int(self.environ.get("PORT") or 8000)
        seen_at = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - only compared
        self.provide("SITE_URL", lambda: f"http://{seen_at}:{self.port}")
        self.embedded = not self.environ.get("DATABASE_URL")
        self.provide("DEMO", lambda: "1" if self.embedded else "0")

    def provide(self, name, value):
        """Give the children a variable, unless somebody has set it by hand."""
        if not self.environ.get(name):
            self.environ[name] = self.made[name] = value()

    def start(self, supervisor):
        self.check_port()
        self.provide("SECRET_KEY", lambda: secret_key(self.var / "secret_key"))
        self.environ["FONTCONFIG_FILE"] = str(fonts_conf(self.var))
        self.start_stores(supervisor)
        write_environment(self.neighbours, self.made)
        self.prepare(supervisor)
        self.tell("Starting worker, clock and pages…")
        supervisor.start(self.worker(), self.beat(), self.web())
        self.greet()

    def check_port(self):
        """Refuse early, and in words, when somebody else listens at our address; the last run may need a moment."""

        def free():
            family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((self.host, self.port))
                except OSError:
                    return False
            return True

        if not eventually(free, seconds=5):
            raise UnavailableError(f"Port {self.port} of {self.host} is taken. Choose another: PORT=8001 ./run")

    def start_stores(self, supervisor):
        services = []
        if self.embedded:
            self.tell("Starting the database…")
            postgres = Postgres.below(self.var)
            postgres.prepare()
            self.stamps = postgres.done
            self.stores.append(postgres)
            self.provide("DATABASE_URL", lambda: postgres.url)
            services.append(store("postgres", postgres, stop=signal.SIGINT))
        if not self.environ.get("REDIS_URL"):
            valkey = Valkey(self.var / "valkey")
            self.stores.append(valkey)
            self.provide("REDIS_URL", lambda: valkey.url)
            services.append(store("valkey", valkey))
        supervisor.start(*services)

    def prepare(self, supervisor):
        """Bring pages, tables and the demo up to date: all of it at the first start, nothing of it at most others."""
        static = Stamp(self.var / "static.done", fingerprint(self.static()))
        collecting = None
        if not (static.holds() and (self.var / "static" / "staticfiles.json").exists()):
            static.drop()
            self.tell("Preparing styles and fonts…")
            collecting = supervisor.begin("static", self.manage("collectstatic", "--noinput"), **self.options)
        tables = fingerprint(self.migrations())
        self.once(supervisor, "migrate", tables, "Preparing the tables…", "migrate", "--noinput")
        if self.environ["DEMO"].lower() in TRUE:
            self.once(supervisor, "demo", "loaded", "Loading the demo…", "load_demo", "--if-empty")
        if collecting:
            supervisor.finish(collecting)
            static.set()

    def once(self, supervisor, name, key, line, *words):
        """Run a command on the database, unless our own cluster has seen it; somebody else's is always asked."""
        stamp = Stamp(self.stamps / name, key) if self.embedded else None
        if stamp and stamp.holds():
            return
        self.tell(line)
        supervisor.finish(supervisor.begin(name, self.manage(*words), **self.options))
        if stamp:
            stamp.set()

    def static(self):
        """The files from which the collected ones are made."""
        yield from (self.root / "requirements.lock", self.root / "imrf_portal" / "webfonts.py")
        for folder in {self.root / "static", *self.root.glob("*/static")} - {self.var / "static"}:
            yield from (path for path in folder.rglob("*") if path.is_file())

    def migrations(self):
        return [self.root / "requirements.lock", *self.root.glob("*/migrations/*.py")]

    def manage(self, *words):
        return [sys.executable, str(self.root / "manage.py"), *words]

    @property
    def options(self):
        return {"env": self.environ, "cwd": self.root}

    def worker(self):
        words = ["worker", "--concurrency=2", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
        return Service("worker", program(celery(*words), **self.options))

    def beat(self):
        folder = self.var / "beat"
        folder.mkdir(exist_ok=True)
        words = ["beat", "--loglevel=INFO", "--pidfile=", f"--schedule={folder / 'schedule'}"]
        return Service("beat", program(celery(*words), **self.options))

    def web(self):
        shared = Path("/dev/shm")  # noqa: S108 - a heartbeat on a slow disk would look like a hung worker
        tmp = [f"--worker-tmp-dir={shared}"] if os.access(shared, os.W_OK) else []
        words = ["--worker-class=gthread", "--workers=2", "--threads=4", "--preload", "--no-control-socket"]
        address = f"--bind={f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"
        command = [sys.executable, "-m", "gunicorn", "imrf_portal.wsgi", address, *words, *tmp]
        return Service(
            "web", program(command, death=signal.SIGTERM, **self.options), ready=self.healthy, start_within=90
        )

    def healthy(self):
        """Whether ``/healthz`` answers 200, asked as the site itself."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 - only compared
        link = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            link.request("GET", "/healthz", headers={"Host": urlsplit(self.environ["SITE_URL"]).netloc})
            return link.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def greet(self):
        """Say where the portal is and who may sign in to the demo."""
        self.tell(f"\nThe portal is ready: {self.environ['SITE_URL']}/")
        if self.environ["DEMO"].lower() in TRUE:
            from imrf_portal.demo.accounts import ACCOUNTS, PASSWORD  # plain data, wanted only here

            width = max(len(email) for email, _ in ACCOUNTS)
            self.tell(f"\nDemo accounts, all with the password: {PASSWORD}")
            for email, description in ACCOUNTS:
                self.tell(f"  {email:<{width}}  {description}")
        self.tell("\nCtrl-C stops it. Logs are in var/log.")


def celery(*words):
    return [sys.executable, "-m", "celery", "--app=imrf_portal", *words]


def store(name, server, **options):
    """A store as a service: everything stops when it dies."""
    return Service(name, server.spawn, ready=server.ready, vital=True, **options)
