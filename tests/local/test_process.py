"""A process is stopped by pid and start time, never by pid alone."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.errors import LocalStartFailed
from deploy.local.identity import Identity
from deploy.local.leftovers import stop_recorded
from deploy.local.process import Process
from tests.waiting import WITHIN_S

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    process = Process("sleeper", tmp_path / "run" / "sleeper.pid", tmp_path / "sleeper.log")
    yield process
    process.kill()


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(SLEEPER) as child:
        yield child
        child.kill()


def test_a_started_process_is_known_by_its_pid_file(process: Process) -> None:
    process.start(SLEEPER)

    same = Process("sleeper", process.pid_file, process.log)
    assert same.is_alive
    assert same.pid == process.pid


def test_a_stopped_process_leaves_no_pid_file(process: Process) -> None:
    process.start(SLEEPER)

    process.stop()

    assert not process.is_alive
    assert not process.pid_file.exists()


def test_a_process_that_ignores_the_request_is_killed(process: Process) -> None:
    process.grace = 0.2
    process.start(STUBBORN)
    process.wait_until(lambda: "up" in process.log.read_text(), timeout=WITHIN_S)

    process.stop()

    assert not process.is_alive


def test_a_recycled_pid_is_not_killed(tmp_path: Path, bystander: subprocess.Popen[bytes]) -> None:
    of_an_earlier_process = replace(Identity.of(bystander.pid), started="an earlier moment")
    of_an_earlier_process.write(tmp_path / "server.pid")

    found = stop_recorded(tmp_path)

    assert found == []
    assert bystander.poll() is None
    assert not (tmp_path / "server.pid").exists()


def test_what_a_killed_run_left_is_stopped_from_its_pid_file(
    tmp_path: Path, bystander: subprocess.Popen[bytes]
) -> None:
    Identity.of(bystander.pid).write(tmp_path / "server.pid")

    found = stop_recorded(tmp_path)

    assert found == ["server"]
    assert bystander.wait(timeout=WITHIN_S) != 0


def test_a_half_written_pid_file_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "server.pid").write_text('{"pid": 1')

    assert stop_recorded(tmp_path) == []


def test_a_process_that_ends_while_starting_is_reported_with_its_last_words(process: Process) -> None:
    process.start([sys.executable, "-c", "print('no such database')"])

    with pytest.raises(LocalStartFailed, match=r"(?s)sleeper ended while starting.*no such database"):
        process.wait_until(lambda: False, timeout=WITHIN_S)


def test_a_process_that_is_never_ready_is_reported_and_stopped(process: Process) -> None:
    process.start(SLEEPER)

    with pytest.raises(LocalStartFailed, match=r"not ready within 0\.1 s"):
        process.wait_until(lambda: False, timeout=0.1)
    assert not process.is_alive


def test_a_running_process_is_not_started_twice(process: Process) -> None:
    process.start(SLEEPER)

    with pytest.raises(LocalStartFailed, match="runs already"):
        process.start(SLEEPER)


def test_it_does_not_share_the_terminal_s_process_group(process: Process) -> None:
    process.start(
        [sys.executable, "-c", "import os, time; print(os.getsid(0) == os.getpid(), flush=True); time.sleep(600)"]
    )

    process.wait_until(lambda: process.log.read_text() == "True\n", timeout=WITHIN_S)
