"""Whatever PostgreSQL does to a read: every GET route of every service says 503 and when to come again."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path

import asyncpg
import pytest

from deploy.local.databases import run_sql
from deploy.local.stack import LocalStack
from services.intake.follow_up.link_keys import key_of
from shared.identity.actor import Actor, Role
from shared.persistence import read_pool
from shared.runtime.service import Service
from tests.builders import DESK, PUBLISHER, some_id
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import PRIOR_REQUEST
from tests.pages.hosting import Site, hosted

SERVICES = ("intake", "evaluation", "decision", "catalogue", "surveillance")
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
EVERYBODY = Actor("everybody", frozenset(Role), "Exemple Santé SAS")
WITHOUT_DATABASE = {"/programme", "/programme/versions/{ref}", "/session", "/static/{digest}/{name}"}
NAMED = {
    "{kind}": "csv", "{questionnaire}": "doctrine", "{fact}": "paid", "{criterion}": "SEC-07", "{ref}": "3.0.0",
    "{id}": some_id("read"),
}  # fmt: skip
QUERIES = {"/programme/impact": "?from=2.0.0&to=3.0.0"}

WHILE_CONNECTING = {
    "nobody listens": ConnectionRefusedError(),
    "no such host": socket.gaierror(),
    "no answer to a connection": TimeoutError(),
    "starting up": asyncpg.CannotConnectNowError("the database system is starting up"),
    "too many connections": asyncpg.TooManyConnectionsError("sorry, too many clients already"),
    "another password": asyncpg.InvalidPasswordError("password authentication failed"),
    "no such database": asyncpg.InvalidCatalogNameError("database does not exist"),
    "a closing pool": asyncpg.InterfaceError("pool is closing"),
}
WHILE_READING = {
    "no answer in time": TimeoutError(),
    "shut down": asyncpg.AdminShutdownError("terminating connection due to administrator command"),
    "crashed": asyncpg.CrashShutdownError("terminating connection because of crash of another server process"),
    "statement too slow": asyncpg.QueryCanceledError("canceling statement due to statement timeout"),
    "read-only after failover": asyncpg.ReadOnlySQLTransactionError("cannot execute in a read-only transaction"),
    "a standby that must go on": asyncpg.SerializationError("canceling statement due to conflict with recovery"),
    "a deadlock": asyncpg.DeadlockDetectedError("deadlock detected"),
    "connection lost": asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
    "connection reset": ConnectionResetError(),
    "connection closed before": asyncpg.InterfaceError("connection is closed"),
    "out of memory": asyncpg.OutOfMemoryError("out of memory"),
    "disk full": asyncpg.DiskFullError("could not extend file"),
    "a disk that fails": asyncpg.PostgresIOError("could not read block"),
    "not migrated yet": asyncpg.UndefinedTableError("relation does not exist"),
    "rights not granted yet": asyncpg.InsufficientPrivilegeError("permission denied for table"),
    "a pooler without a server": asyncpg.ProtocolViolationError("server login failed"),
}


class Failing:
    """A connection on which every statement ends in the same way; without an error it never ends."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error

    async def fetch(self, *_: object) -> None:
        if self.error:
            raise self.error
        await asyncio.Event().wait()

    def terminate(self) -> None:
        """As asyncpg's."""


def refuse(monkeypatch: pytest.MonkeyPatch, acquire: Callable[[asyncpg.Pool], Awaitable[object]]) -> None:
    async def release(_: asyncpg.Pool, __: object) -> None:
        """Nothing is kept."""

    monkeypatch.setattr(asyncpg.Pool, "acquire", acquire)
    monkeypatch.setattr(asyncpg.Pool, "release", release)


def connecting_ends_in(error: Exception) -> Callable[[asyncpg.Pool], Awaitable[object]]:
    async def acquire(_: asyncpg.Pool) -> object:
        raise error

    return acquire


def reading_ends_in(error: Exception | None) -> Callable[[asyncpg.Pool], Awaitable[object]]:
    async def acquire(_: asyncpg.Pool) -> object:
        return Failing(error)

    return acquire


FAILURES = {name: connecting_ends_in(error) for name, error in WHILE_CONNECTING.items()} | {
    name: reading_ends_in(error) for name, error in WHILE_READING.items()
}


def reads_of(service: Service, secret: object) -> dict[str, str]:
    """Every GET route, with an address that fits it."""
    found = {}
    for router in service.routers:
        for route in router.routes:
            path: str = route.path  # type: ignore[attr-defined]  # APIRoute
            if "GET" not in route.methods:  # type: ignore[attr-defined]  # the same
                continue
            address = path
            for name, value in NAMED.items():
                address = address.replace(name, value)
            found[path] = address + QUERIES.get(path, "")
    if "/dossiers/{id}/suivi" in found:
        key = key_of(NAMED["{id}"], secret)  # type: ignore[arg-type]  # intake's
        found["/dossiers/{id}/suivi"] += f"?key={key}"
    return found


async def answer_of(site: Site, address: str, accept: str) -> tuple[int, str, str]:
    token = site.issuer.token(EVERYBODY.id, EVERYBODY.roles, EVERYBODY.organisation)
    answer = await site.client.get(address, headers={"authorization": f"Bearer {token}", "accept": accept})
    return answer.status_code, answer.headers.get("retry-after", ""), answer.headers["content-type"]


@pytest.mark.parametrize("name", SERVICES)
async def test_every_read_and_every_page_says_when_to_come_again(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service: Service = import_module(f"services.{name}.main").SERVICE
    wrong: dict[tuple[str, str], object] = {}
    async with hosted(service, NOWHERE, tmp_path) as site:
        state = site.client._transport.app.state  # type: ignore[attr-defined]  # that of an ASGITransport
        reads = reads_of(service, getattr(state.settings, "tracking_secret", None))
        for failure, acquire in FAILURES.items():
            refuse(monkeypatch, acquire)
            for path, address in reads.items():
                told = await answer_of(site, address, "application/json")
                if path in WITHOUT_DATABASE:
                    assert told[0] < 500, path
                elif told != (503, "2", "application/problem+json"):
                    wrong[failure, path] = told
        for path, address in reads.items():
            told = await answer_of(site, address, "text/html")
            if path not in WITHOUT_DATABASE and told != (503, "2", "text/html; charset=utf-8"):
                wrong["as a page", path] = told

    assert wrong == {}
    assert len(reads.keys() - WITHOUT_DATABASE) >= 4


@pytest.mark.parametrize("name", SERVICES)
async def test_a_silent_server_is_waited_for_no_longer_than_said(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service: Service = import_module(f"services.{name}.main").SERVICE
    monkeypatch.setattr(read_pool, "LONGEST_WAIT_S", 0.01)
    refuse(monkeypatch, reading_ends_in(None))
    async with hosted(service, NOWHERE, tmp_path) as site:
        state = site.client._transport.app.state  # type: ignore[attr-defined]  # that of an ASGITransport
        reads = reads_of(service, getattr(state.settings, "tracking_secret", None))
        answers = {
            path: (await answer_of(site, address, "application/json"))[:2]
            for path, address in reads.items()
            if path not in WITHOUT_DATABASE
        }

    assert set(answers.values()) == {(503, "2")}


async def test_on_a_standby_lists_are_read_and_what_must_be_written_down_is_told_to_come_again(
    desk: Desk, local_stack: LocalStack
) -> None:
    path = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"
    database = await desk.pool.fetchval("SELECT current_database()")
    admin = local_stack.administration_url()
    run_sql(admin, f'ALTER DATABASE "{database}" SET default_transaction_read_only = on')
    run_sql(admin, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
    try:
        listed = await desk.get(DESK, "/dossiers")
        journaled = await desk.get(DESK, path)
        command = await desk.post(DESK, f"{path}/validation")
    finally:
        run_sql(admin, f'ALTER DATABASE "{database}" RESET default_transaction_read_only')
        run_sql(admin, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")

    assert listed.status_code == 200
    assert problem(command) == problem(journaled) == (503, "unavailable")
    assert command.headers["retry-after"] == journaled.headers["retry-after"] == "2"
    assert (await desk.post(DESK, f"{path}/validation")).status_code == 200
