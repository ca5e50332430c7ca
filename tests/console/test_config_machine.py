"""`referencement config check` on the machine: limits that are too small, of a container or of the system."""

import resource
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy.console.config.checks.machine_check import check_machine

MB = 1024 * 1024


@pytest.fixture
def limits(tmp_path: Path) -> Callable[..., Path]:
    def written(**files: str) -> Path:
        for name, content in files.items():
            (tmp_path / name.replace("_", ".")).write_text(content + "\n")
        return tmp_path

    return written


def test_limits_that_are_too_small(limits: Callable[..., Path]) -> None:
    found = check_machine(limits(memory_max=str(100 * 1024 * 1024), cpu_max="10000 100000"))

    assert [one.line() for one in found] == [
        "wrong     memory is limited to 100 MB: a process needs 160 to start",
        "doubtful  processor is limited to 0.10: start-up takes long, give 0.25 or more",
    ]


def test_no_limits_are_enough(limits: Callable[..., Path]) -> None:
    (found,) = check_machine(limits(memory_max="max", cpu_max="max 100000"))

    assert found.line() == "ok        machine: enough room, open files, memory and processor for one process"


@pytest.fixture
def few_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("few_files")
def test_too_few_open_files(limits: Callable[..., Path]) -> None:
    found = check_machine(limits(memory_max="max", cpu_max="max 100000"))

    assert [one.line() for one in found] == ["wrong     open files are limited to 512: allow 1024 (ulimit -n)"]


@pytest.fixture
def older(tmp_path: Path) -> Callable[[int, int], Path]:
    """Control groups of version 1: bytes of memory, microseconds of processor in each tenth of a second."""

    def written(memory: int, quota: int) -> Path:
        files = {
            "memory/memory.limit_in_bytes": memory,
            "cpu/cpu.cfs_quota_us": quota,
            "cpu/cpu.cfs_period_us": 100_000,
        }
        for name, value in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(f"{value}\n")
        return tmp_path

    return written


def test_limits_of_older_control_groups(older: Callable[[int, int], Path]) -> None:
    found = check_machine(older(200 * MB, 20_000))

    assert [one.line() for one in found] == [
        "doubtful  memory is limited to 200 MB: give 256, a batch takes some",
        "doubtful  processor is limited to 0.20: start-up takes long, give 0.25 or more",
    ]


def test_older_control_groups_without_limits(older: Callable[[int, int], Path]) -> None:
    (found,) = check_machine(older(9_223_372_036_854_771_712, -1))

    assert found.verdict == "ok"


def test_a_disk_that_is_full(limits: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=3 * MB))
    monkeypatch.setattr("shared.runtime.machine.gettempdir", lambda: ".")

    found = check_machine(limits(memory_max="max", cpu_max="max 100000"))

    assert [one.line() for one in found] == ["wrong     disk of . is full (3 MB left): free some"]


def test_a_root_that_is_read_only_needs_no_room(limits: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr("shared.runtime.machine.gettempdir", nowhere)
    monkeypatch.setattr("os.access", lambda *_: False)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))

    (found,) = check_machine(limits(memory_max="max", cpu_max="max 100000"))

    assert found.verdict == "ok"
