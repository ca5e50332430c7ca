"""Services are started with their settings, watched until ready, stopped gently or killed."""

import socket
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.errors import LocalStartFailed
from deploy.local.services import Services
from tests.waiting import WITHIN_S

COMMAND = (sys.executable, "-m", "tests.local.standin", "{name}")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = {"intake": {"DATABASE_URL": "first"}, "decision": {"DATABASE_URL": "second"}}
    with Services(tmp_path, settings, COMMAND) as services:
        yield services


def asked(services: Services, name: str) -> str:
    with urllib.request.urlopen(services.url(name), timeout=WITHIN_S) as answer:
        return str(answer.read().decode())


def test_each_service_gets_its_own_settings(services: Services) -> None:
    assert asked(services, "intake") == "first"
    assert asked(services, "decision") == "second"


def test_a_stopped_service_is_told_to_drain(services: Services) -> None:
    services.stop("intake")

    assert services.log("intake").read_text().endswith("drained\n")
    assert services.is_alive("decision")


def test_a_killed_service_is_told_nothing_and_comes_back_at_the_same_place(services: Services) -> None:
    before = services.url("intake")

    services.kill("intake")
    assert not services.is_alive("intake")
    services.start("intake")

    assert "drained" not in services.log("intake").read_text()
    assert services.url("intake") == before
    assert asked(services, "intake") == "first"


def test_a_service_left_by_a_killed_run_is_replaced(services: Services, tmp_path: Path) -> None:
    port = services.url("intake").rpartition(":")[2]
    next_run = Services(tmp_path, {"intake": {"DATABASE_URL": "new", "HTTP_PORT": port}}, COMMAND)

    next_run.start()

    assert asked(next_run, "intake") == "new"
    next_run.stop()


def test_a_busy_port_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.local.services.FREE_WITHIN_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        services = Services(tmp_path, {"intake": {"HTTP_PORT": str(port)}}, COMMAND)

        with pytest.raises(LocalStartFailed, match=f"^port {port} of intake is taken: [^\n]*$"):
            services.start()


def test_a_service_that_cannot_start_is_quoted(tmp_path: Path) -> None:
    services = Services(tmp_path, {"intake": {"BROKEN": "1"}}, COMMAND)

    with pytest.raises(LocalStartFailed, match=r"(?s)intake ended while starting.*the settings make no sense"):
        services.start()


def test_a_service_that_never_gets_ready_is_stopped(tmp_path: Path) -> None:
    services = Services(tmp_path, {"intake": {"NEVER_READY": "1", "DATABASE_URL": ""}}, COMMAND)

    with pytest.raises(LocalStartFailed, match="intake was not ready within 1 s"):
        services.start(timeout=1)
    assert not services.is_alive("intake")
