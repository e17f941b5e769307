"""The supervisor over harmless children: order, readiness, restart, end, and what a killed one leaves."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from imrf_portal.embedded.process import Account, UnavailableError, alive, eventually
from imrf_portal.embedded.supervisor import LARGEST_LOG, Service, StoppedError, Supervisor, open_log, program

# Says that it has begun and, when asked, that it ends.
CHILD = 'trap "echo $0 ends >>said; exit" TERM; echo $0 begins >>said; touch $0.ready; while :; do sleep 0.02; done'
STUBBORN = 'trap "" TERM; touch $0.ready; while :; do sleep 0.02; done'


@pytest.fixture
def told():
    return []


@pytest.fixture
def supervisor(tmp_path, told):
    with Supervisor(tmp_path, tell=told.append, pauses=(0.01, 0.02, 0.03)) as supervisor:
        yield supervisor


def service(folder, name, script=CHILD, **options):
    command = ["/bin/sh", "-c", script, name]
    return Service(name, program(command, cwd=folder), **{"ready": (folder / f"{name}.ready").exists} | options)


def lines(folder):
    return (folder / "said").read_text().splitlines()


def watch_until(supervisor, condition):
    """Let the supervisor do its work until ``condition`` holds."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        for each in supervisor.services:
            supervisor.look_after(each)
        supervisor.sleep(0.01)


def test_services_start_in_order_and_stop_in_the_opposite_one(supervisor, tmp_path):
    supervisor.start(service(tmp_path, "store", vital=True))
    supervisor.start(service(tmp_path, "worker"))
    supervisor.start(service(tmp_path, "web"))
    children = [each.child for each in supervisor.services]

    supervisor.stop()

    assert lines(tmp_path) == [
        "store begins",
        "worker begins",
        "web begins",
        "web ends",
        "worker ends",
        "store ends",
    ]
    assert [child.returncode for child in children] == [0, 0, 0]
    assert list(supervisor.run_folder.iterdir()) == []


def test_dead_service_is_started_again_and_said_so(supervisor, tmp_path, told):
    web = service(tmp_path, "web")
    supervisor.start(web)
    first = web.child.pid

    web.child.kill()
    watch_until(supervisor, lambda: web.runs and web.child.pid != first)

    assert told[0].startswith("web has died; starting it again in 0.01 s. See ")
    assert not supervisor.failed


def test_service_that_keeps_dying_stops_everything(supervisor, tmp_path, told):
    worker = service(tmp_path, "worker", "echo no broker; exit 1", ready=lambda: True)
    supervisor.services.append(worker)
    supervisor.launch(worker)

    watch_until(supervisor, lambda: supervisor.failed)

    assert len(told) == 4
    assert told[-1].startswith("worker has died, so the portal stops. See ")
    assert told[-1].endswith("no broker")


def test_old_deaths_are_forgiven(supervisor, tmp_path):
    web = service(tmp_path, "web")
    supervisor.start(web)
    web.deaths, web.born = 3, time.monotonic() - 61

    web.child.kill()
    web.child.wait()
    supervisor.look_after(web)

    assert (web.deaths, supervisor.failed) == (1, False)


def test_death_of_a_store_stops_everything(supervisor, tmp_path, told):
    store = service(tmp_path, "store", vital=True)
    supervisor.start(store, service(tmp_path, "web"))

    store.child.kill()
    watch_until(supervisor, lambda: supervisor.failed)

    assert told[0].startswith("store has died, so the portal stops.")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_ends_the_watch_at_once(supervisor, tmp_path, number):
    supervisor.start(service(tmp_path, "web"))
    os.kill(os.getpid(), number)

    supervisor.watch()
    supervisor.stop()

    assert lines(tmp_path)[-1] == "web ends"
    assert not supervisor.failed


def test_second_request_to_stop_kills(supervisor, tmp_path):
    impatient = STUBBORN.replace('trap ""', 'trap "kill -INT $PPID"')  # while it is waited for, someone asks again
    web, store = service(tmp_path, "web", impatient, patience=60), service(tmp_path, "store")
    supervisor.start(store, web)
    children = [store.child, web.child]

    os.kill(os.getpid(), signal.SIGINT)
    supervisor.stop()

    assert [child.returncode for child in children] == [-signal.SIGKILL, -signal.SIGKILL]


def test_service_that_does_not_stop_in_time_is_killed_with_its_children(supervisor, tmp_path):
    web = service(tmp_path, "web", "sleep 60 & echo $! >pid; " + STUBBORN, patience=0.1)
    supervisor.start(web)
    grandchild = int((tmp_path / "pid").read_text())

    supervisor.stop()

    assert eventually(lambda: not alive(grandchild), seconds=5)


@pytest.mark.parametrize(
    ("script", "options", "said"),
    [
        ("echo broken; exit 1", {}, "web ended while the portal was starting.*broken"),
        (CHILD, {"ready": lambda: False, "start_within": 0.1}, "web was not ready in time"),
    ],
)
def test_start_that_fails_says_why(supervisor, tmp_path, script, options, said):
    with pytest.raises(UnavailableError, match=f"(?s){said}"):
        supervisor.start(service(tmp_path, "web", script, **options))


def test_request_to_stop_ends_the_start(supervisor, tmp_path):
    os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(StoppedError):
        supervisor.start(service(tmp_path, "web", ready=lambda: False))
    with pytest.raises(StoppedError):
        supervisor.finish(supervisor.begin("step", ["sleep", "60"]))
    supervisor.stop()
    assert supervisor.steps == []


def test_step_runs_to_its_end_and_its_failure_is_told(supervisor, tmp_path):
    supervisor.finish(supervisor.begin("good", ["touch", str(tmp_path / "done")]))
    assert (tmp_path / "done").exists()

    with pytest.raises(UnavailableError, match=r"(?s)bad failed.*reason"):
        supervisor.finish(supervisor.begin("bad", ["sh", "-c", "echo reason; exit 2"]))


KILLED = """
import sys, time
from pathlib import Path
from imrf_portal.embedded.supervisor import *
folder = Path(sys.argv[1])
with Supervisor(folder) as supervisor:
    supervisor.start(*(Service(name, program(["sleep", "60"])) for name in ("store", "web")))
    print("up", flush=True)
    supervisor.watch()
"""


def start_other(folder):
    other = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True)
    assert other.stdout.readline() == "up\n"
    return other, [int(path.read_text().split()[0]) for path in (folder / "run").glob("*.pid")]


def test_supervisor_asked_to_end_leaves_nothing_and_answers_zero(tmp_path):
    other, children = start_other(tmp_path)

    other.terminate()
    other.communicate(timeout=10)

    assert other.returncode == 0
    assert [pid for pid in children if alive(pid)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_killed_supervisor_takes_its_children_along(tmp_path):
    other, children = start_other(tmp_path)
    assert len(children) == 2

    other.kill()
    other.communicate()

    assert eventually(lambda: not any(map(alive, children)), seconds=5)


def test_next_start_ends_what_the_last_one_left_but_nobody_elses_process(tmp_path, monkeypatch):
    monkeypatch.setattr("imrf_portal.embedded.supervisor.HURRY", 0.2)
    left = {name: service(tmp_path, name, script) for name, script in (("web", CHILD), ("worker", STUBBORN))}
    first = Supervisor(tmp_path)
    for folder in (first.run_folder, first.log_folder):
        folder.mkdir()
    for each in left.values():
        first.launch(each)
        assert eventually(each.ready, seconds=5)
    bystander = Account().spawn(["sleep", "60"])
    (first.run_folder / "beat.pid").write_text(f"{bystander.pid} 15 another birth")
    (first.run_folder / "torn.pid").touch()

    with Supervisor(tmp_path) as second:
        codes = {name: each.child.wait(5) for name, each in left.items()}

        assert codes == {"web": 0, "worker": -signal.SIGKILL}
        assert bystander.poll() is None
        assert list(second.run_folder.iterdir()) == []
    bystander.kill()
    bystander.wait()


def test_handlers_of_before_are_back_afterwards(tmp_path):
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)]

    with Supervisor(tmp_path):
        assert signal.getsignal(signal.SIGTERM) not in before

    assert [
        signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
    ] == before


def test_long_log_is_put_aside(tmp_path):
    path = tmp_path / "web.log"
    with path.open("wb") as log:
        log.truncate(LARGEST_LOG + 1)

    open_log(path).close()

    assert (path.stat().st_size, Path(f"{path}.1").stat().st_size) == (0, LARGEST_LOG + 1)
