"""What the embedded stores stand on: processes, accounts, the files of ``var``, the native libraries."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest

from imrf_portal.embedded import process, state, syslibs
from imrf_portal.embedded.environment import environment
from imrf_portal.embedded.process import Account, UnavailableError, alive, eventually


@pytest.fixture
def var():
    """A folder with a short path, which an account without rights can pass."""
    folder = Path(mkdtemp(prefix="imrf-var-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


# Processes and accounts

PARENT = """
import sys, time
from imrf_portal.embedded.process import Account
print(Account().spawn(["sleep", "60"]).pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_child_dies_with_its_parent_even_when_that_is_killed():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()

    assert eventually(lambda: not alive(child), seconds=5)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands over to another account")


@needs_root
def test_root_hands_the_folder_to_an_account_without_rights(var):
    account = process.account_for("/bin/true", var / "pg")

    assert account.uid not in {0, None}
    assert account.run(["id", "-u"]).strip() == str(account.uid)
    assert (var / "pg").stat().st_uid == account.uid


@needs_root
def test_root_below_a_private_folder_becomes_nobody_in_a_namespace(var):
    var.chmod(0o700)
    try:
        account = process.account_for("/bin/true", var / "pg")
    except UnavailableError:
        pytest.skip("this machine allows no user namespaces")

    assert account.namespace
    assert account.run(["id", "-u"]).strip() == str(process.NOBODY)
    assert (var / "pg").stat().st_uid == 0


@needs_root
def test_root_that_nobody_can_stand_in_for_is_told_what_to_do(var, monkeypatch):
    monkeypatch.setattr(process, "candidates", lambda: [Account(process.NOBODY, process.NOBODY)])
    var.chmod(0o700)

    with pytest.raises(UnavailableError, match="ordinary user"):
        process.account_for("/bin/true", var / "pg")


def test_ordinary_user_runs_everything_as_themselves(var, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert process.account_for("/bin/true", var / "pg") == Account()
    assert stat.S_IMODE((var / "pg").stat().st_mode) == 0o700


def test_run_raises_with_what_the_command_said():
    with pytest.raises(subprocess.CalledProcessError) as caught:
        Account().run(["sh", "-c", "echo no; exit 3"])

    assert (caught.value.returncode, caught.value.output) == (3, "no\n")


def test_ended_but_unburied_child_is_not_alive():
    with subprocess.Popen(["true"]) as child:
        assert eventually(lambda: not alive(child.pid), seconds=5)
    assert not process.signal_group(child.pid, signal.SIGTERM)


def test_eventually_gives_up_in_time():
    assert not eventually(lambda: False, seconds=0.1)


# What lies in var


def test_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "secret_key"
    key = state.secret_key(path)

    assert len(key) > 50
    assert state.secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_neighbours_read_what_was_left_and_a_variable_set_by_hand_wins(tmp_path, monkeypatch):
    path = tmp_path / "environment"
    monkeypatch.setenv("REDIS_URL", "redis://mine")
    monkeypatch.delenv("DATABASE_URL")
    state.write_environment(path, {"DATABASE_URL": "postgres://a=b", "REDIS_URL": "redis://theirs"})

    found = environment(path)

    assert (found["DATABASE_URL"], found["REDIS_URL"]) == ("postgres://a=b", "redis://mine")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert environment(tmp_path / "none") == dict(os.environ)


def test_second_supervisor_in_a_folder_is_refused_and_the_next_one_let_in(tmp_path):
    with state.only_one(tmp_path / "lock"), pytest.raises(UnavailableError, match="already runs"):
        state.only_one(tmp_path / "lock")

    state.only_one(tmp_path / "lock").close()


def test_stamp_holds_for_the_same_files_only(tmp_path):
    file, path = tmp_path / "file", tmp_path / "stamp"
    file.write_text("one")
    stamp = state.Stamp(path, state.fingerprint([file]))
    assert not stamp.holds()

    stamp.set()
    assert state.Stamp(path, state.fingerprint([file])).holds()

    file.write_text("two")
    assert not state.Stamp(path, state.fingerprint([file])).holds()
    stamp.drop()
    assert not stamp.holds()


# Native libraries


def test_missing_libraries_are_named(monkeypatch):
    monkeypatch.setitem(syslibs.LIBRARIES, sys.platform, ("libc.so.6", "libnone.so.1"))

    assert syslibs.missing() == ["libnone.so.1"]


@pytest.mark.parametrize(
    ("words", "names", "code"),
    [(["check"], ("libc.so.6",), 0), (["check"], ("libnone.so.1",), 1), (["else"], (), syslibs.__doc__)],
)
def test_script_answers_the_shell(monkeypatch, words, names, code):
    monkeypatch.setattr(sys, "argv", ["syslibs.py", *words])
    monkeypatch.setitem(syslibs.LIBRARIES, sys.platform, names)

    with pytest.raises(SystemExit) as ended:
        syslibs.main()

    assert ended.value.code == code


def test_unpack_lays_out_libraries_whole(tmp_path, monkeypatch):
    said = []

    def run(command, check):
        said.append(command)
        if "install" in command:
            (tmp_path / "sys" / "apt" / "cache" / "archives" / "libone.deb").touch()
        if command[0] == "dpkg-deb":
            folder = Path(command[-1], "usr", "lib", "machine")
            (folder / "more.so.d").mkdir(parents=True)
            (folder / "libone.so.1.2").write_text("code")
            (folder / "libone.so.1").symlink_to("libone.so.1.2")

    (tmp_path / "sys" / "lib").mkdir(parents=True)
    (tmp_path / "sys" / "lib" / "old.so.1").touch()
    monkeypatch.setattr(syslibs.subprocess, "run", run)
    monkeypatch.setattr(sys, "argv", ["syslibs.py", "unpack", str(tmp_path / "sys")])
    syslibs.main()

    assert sorted(path.name for path in (tmp_path / "sys").rglob("*")) == ["lib", "libone.so.1", "libone.so.1.2"]
    assert (tmp_path / "sys" / "lib" / "libone.so.1").read_text() == "code"
    assert [command[0] for command in said] == ["apt-get", "apt-get", "dpkg-deb"]
