"""``manage.py portal`` over real stores and a stand-in for Django: what is started, skipped, said and left."""

import json
import os
import shutil
import signal
import socket
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.core.management import call_command

from imrf_portal.embedded import portal
from imrf_portal.embedded.process import free_port
from imrf_portal.embedded.supervisor import Service, program

MANAGE = """
import json, os, sys
from pathlib import Path
root = Path(__file__).parent
with (root / "said").open("a") as said:
    said.write(" ".join(sys.argv[1:]) + "\\n")
(root / "environment.json").write_text(json.dumps(dict(os.environ)))
if sys.argv[1] == "collectstatic":
    (root / "var" / "static").mkdir(exist_ok=True)
    (root / "var" / "static" / "staticfiles.json").touch()
sys.exit((root / f"fail-{sys.argv[1]}").exists())
"""
WEB = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ok = self.path == "/healthz" and self.headers["Host"] == sys.argv[2]
        self.send_response(200 if ok else 404); self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
FIRST = ["collectstatic --noinput", "load_demo --if-empty", "migrate --noinput"]


@pytest.fixture
def root(monkeypatch):
    folder = Path(mkdtemp(prefix="imrf-root-"))
    folder.chmod(0o755)
    (folder / "manage.py").write_text(MANAGE)
    (folder / "web.py").write_text(WEB)
    for name in ("requirements.lock", "imrf_portal/webfonts.py", "static/css/page.css", "app/migrations/0001.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    commands = {}
    monkeypatch.setattr(portal, "program", lambda command, **options: commands.setdefault(command[2], command) and None)

    def web(self):
        real_web(self)
        words = [sys.executable, str(folder / "web.py"), str(self.port), f"127.0.0.1:{self.port}"]
        return Service("web", program(words), ready=self.healthy)

    real_web, real_worker, real_beat = portal.Portal.web, portal.Portal.worker, portal.Portal.beat
    monkeypatch.setattr(portal.Portal, "web", web)
    for name, real in (("worker", real_worker), ("beat", real_beat)):
        asleep = Service(name, program(["sleep", "600"]))
        monkeypatch.setattr(portal.Portal, name, lambda self, real=real, asleep=asleep: real(self) and asleep)
    yield folder
    shutil.rmtree(folder)


class Listener:
    """Hears what the portal says and, once it is up, asks it to stop."""

    def __init__(self, root):
        self.root = root
        self.lines = []
        self.neighbours = None

    def __call__(self, line):
        self.lines.append(line)
        if line.startswith("\nCtrl-C"):
            self.neighbours = dict(
                each.split("=", 1) for each in (self.root / "var/run/environment").read_text().splitlines()
            )
            os.kill(os.getpid(), signal.SIGTERM)


def run(root, **environ):
    """The exit code, what was said, what steps were run, what neighbours could read."""
    listener = Listener(root)
    (root / "said").write_text("")
    base = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    code = portal.run(root, base | {"PORT": str(free_port())} | environ, tell=listener)
    return code, listener.lines, sorted((root / "said").read_text().splitlines()), listener.neighbours


@pytest.fixture
def accounts(monkeypatch):
    module = type(sys)("imrf_portal.demo.accounts")
    module.ACCOUNTS, module.PASSWORD = [("head.prt@demo.invalid", "head of delegation")], "four words of a demo"
    monkeypatch.setitem(sys.modules, "imrf_portal.demo", type(sys)("imrf_portal.demo"))
    monkeypatch.setitem(sys.modules, "imrf_portal.demo.accounts", module)


@pytest.mark.usefixtures("accounts")
def test_first_start_prepares_all_and_the_second_nothing(root):
    port = str(free_port())
    code, said, steps, neighbours = run(root, PORT=port)

    assert (code, steps) == (0, FIRST)
    assert f"\nThe portal is ready: http://127.0.0.1:{port}/" in said
    assert "\nDemo accounts, all with the password: four words of a demo" in said
    assert "  head.prt@demo.invalid  head of delegation" in said
    assert set(neighbours) == {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEMO", "SITE_URL"}
    assert neighbours["DEMO"] == "1"
    given = json.loads((root / "environment.json").read_text())
    assert {name: given[name] for name in neighbours} == neighbours
    assert Path(given["FONTCONFIG_FILE"]).exists()
    assert not (root / "var" / "run" / "environment").exists()

    code, said, steps, again = run(root)
    assert (code, steps) == (0, [])
    assert again["SECRET_KEY"] == neighbours["SECRET_KEY"]

    (root / "app" / "migrations" / "0002.py").touch()
    (root / "var" / "static" / "staticfiles.json").unlink()
    assert run(root)[2] == ["collectstatic --noinput", "migrate --noinput"]

    shutil.rmtree(root / "var" / "pg18" / "data", ignore_errors=True)
    assert run(root)[2] == ["load_demo --if-empty", "migrate --noinput"]  # a new cluster knows nothing of the old


@pytest.mark.usefixtures("accounts")
def test_start_that_failed_half_way_is_taken_up_again(root):
    (root / "fail-load_demo").touch()
    code, said, steps, _ = run(root)
    assert code == 1
    assert said[-1].startswith("demo failed. See ")

    (root / "fail-load_demo").unlink()
    code, _, steps, _ = run(root)
    assert code == 0
    assert "load_demo --if-empty" in steps
    assert "migrate --noinput" not in steps


def test_stores_named_by_hand_are_used_always_asked_and_shown_to_no_neighbour(root, monkeypatch):
    monkeypatch.setattr(portal, "Postgres", None)
    monkeypatch.setattr(portal, "Valkey", None)
    given = {"DATABASE_URL": "postgres://there/db", "REDIS_URL": "redis://there", "SECRET_KEY": "mine"}

    code, said, steps, neighbours = run(root, **given)
    assert (code, steps) == (0, ["collectstatic --noinput", "migrate --noinput"])
    assert set(neighbours) == {"DEMO", "SITE_URL"}
    assert not any("Demo accounts" in line for line in said)

    assert run(root, **given)[2] == ["migrate --noinput"]


def test_taken_port_is_refused_in_words(root, monkeypatch):
    monkeypatch.setattr(portal, "eventually", lambda condition, seconds: condition())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said, steps, _ = run(root, PORT=str(taken.getsockname()[1]))

    assert (code, steps) == (1, [])
    assert "Choose another: PORT=8001 ./run" in said[-1]


def test_second_portal_of_a_folder_is_refused(root):
    with portal.only_one(root / "var" / "run" / "lock"):
        code, said, _, _ = run(root)

    assert code == 1
    assert said == ["The portal already runs from this folder. Stop it first (Ctrl-C where it runs)."]


def test_store_that_dies_ends_the_portal_with_an_error(root, accounts, monkeypatch):
    greet = portal.Portal.greet

    def kill(self):
        greet(self)
        os.kill(int((root / "var/run/valkey.pid").read_text().split()[0]), signal.SIGKILL)

    monkeypatch.setattr(portal.Portal, "greet", kill)
    monkeypatch.setattr(Listener, "__call__", lambda self, line: self.lines.append(line))

    code, said, _, _ = run(root)

    assert code == 1
    assert said[-2].startswith("valkey has died, so the portal stops.")
    assert said[-1] == "Stopping…"


def test_address_follows_host_and_port_until_it_is_set(tmp_path):
    def site(**environ):
        return portal.Portal(tmp_path, environ).environ["SITE_URL"]

    assert site() == "http://127.0.0.1:8000"
    assert site(HOST="0.0.0.0", PORT="81") == "http://127.0.0.1:81"  # noqa: S104 - what one types
    assert site(HOST="10.0.0.1") == "http://10.0.0.1:8000"
    assert site(HOST="10.0.0.1", SITE_URL="https://portal.example.org") == "https://portal.example.org"


def test_web_server_that_does_not_answer_is_not_healthy(tmp_path):
    assert not portal.Portal(tmp_path, {"PORT": str(free_port())}).healthy()


def test_command_hands_over_and_ends_with_its_code(monkeypatch, capsys):
    def run(root, environ, *, tell):
        tell("said")
        return 3

    monkeypatch.setattr(portal, "run", run)

    with pytest.raises(SystemExit) as ended:
        call_command("portal")

    assert ended.value.code == 3
    assert capsys.readouterr().out == "said\n"
