"""A stack belongs to its directory: found there, replaced there, alone there."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from deploy.local.databases import run_sql
from deploy.local.errors import LocalStartFailed
from deploy.local.external import External
from deploy.local.identity import start_mark
from deploy.local.stack import SERVICES, LocalStack
from deploy.local.state import State
from tests.waiting import WITHIN_S

WITH_A_STACK = """
import signal, sys, time
from pathlib import Path
from deploy.local.stack import LocalStack
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # ignored where the tests run under nohup
with LocalStack(Path(sys.argv[1]), durable=False):
    print("up", flush=True)
    time.sleep(600)
"""


def a_stack(root: Path, lines: list[str] | None = None, *, keep_data: bool = False, brokers: str = "") -> LocalStack:
    """`brokers`: others', so that it need not start any."""
    told = lines if lines is not None else []
    external = External({"KAFKA_BOOTSTRAP_SERVERS": brokers})
    return LocalStack(root, durable=False, say=told.append, keep_data=keep_data, external=external)


def another_run(root: Path, *before: str, **external: str) -> subprocess.Popen[str]:
    """A stack in a process of its own; `external` names servers that it need not start."""
    environment = {name: value for name, value in os.environ.items() if not name.endswith(("_URL", "_SERVERS"))}
    environment |= external
    run = subprocess.Popen(
        [*before, sys.executable, "-c", WITH_A_STACK, str(root)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "up\n"
    return run


def ended(run: subprocess.Popen[str], number: signal.Signals) -> None:
    """Send the signal and wait: each server may take its whole grace, one after the other, before it is killed."""
    with run:
        run.send_signal(number)
        run.wait(timeout=WITHIN_S)


def running(state: State | None) -> set[str]:
    assert state is not None
    return {name for name, pid in state.pids.items() if start_mark(pid)}


def test_what_a_killed_run_left_is_found_and_replaced(tmp_path: Path) -> None:
    ended(another_run(tmp_path), signal.SIGKILL)
    left = State.read(tmp_path)
    assert running(left) == {"kafka-1", "postgres"}
    lines: list[str] = []

    with a_stack(tmp_path, lines) as stack:
        assert running(left) == set()
        assert running(stack.state) == {"kafka-1", "postgres"}

    assert lines == ["stopped what an earlier run left: kafka-1, postgres"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, number: signal.Signals, local_stack: LocalStack) -> None:
    run = another_run(tmp_path, KAFKA_BOOTSTRAP_SERVERS=local_stack.bootstrap_servers)
    state = State.read(tmp_path)
    assert running(state) == {"postgres"}

    ended(run, number)

    assert running(state) == set()


def test_a_background_job_which_ignores_ctrl_c_still_ends_on_sigterm(tmp_path: Path) -> None:
    run = another_run(tmp_path, "sh", "-c", 'trap "" INT; exec "$@"', "sh")
    state = State.read(tmp_path)
    assert running(state) == {"kafka-1", "postgres"}

    ended(run, signal.SIGTERM)

    assert running(state) == set()


def test_a_directory_in_use_is_refused(tmp_path: Path, local_stack: LocalStack) -> None:
    with pytest.raises(LocalStartFailed, match="in use by a running stack"):
        LocalStack(local_stack.root).start()
    first = a_stack(tmp_path)
    first.claim()
    with pytest.raises(LocalStartFailed, match="in use by a running stack"):
        a_stack(tmp_path).claim()
    first.stop()


def test_two_stacks_run_side_by_side_and_data_is_kept_on_request(tmp_path: Path, local_stack: LocalStack) -> None:
    with a_stack(tmp_path) as stack:
        assert stack.bootstrap_servers != local_stack.bootstrap_servers
        run_sql(stack.owner_url("intake"), "CREATE TABLE kept (id int)")

    brokers = local_stack.bootstrap_servers
    with a_stack(tmp_path, keep_data=True, brokers=brokers) as stack:
        assert run_sql(stack.database_url("intake"), "SELECT to_regclass('kept')") == "kept"
    with a_stack(tmp_path, brokers=brokers) as stack:
        assert run_sql(stack.database_url("intake"), "SELECT to_regclass('kept') IS NULL") == "t"


async def test_each_service_has_a_database_of_its_own(local_stack: LocalStack) -> None:
    for service in SERVICES:
        connection = await asyncpg.connect(local_stack.database_url(service))
        assert await connection.fetchval("SELECT current_database()::text") == service
        await connection.close()


def test_servers_that_exist_are_used_instead(tmp_path: Path, local_stack: LocalStack) -> None:
    environment = {
        "DATABASE_URL": local_stack.administration_url(),
        "CATALOGUE_DATABASE_URL": "postgresql://elsewhere/catalogue",
        "KAFKA_BOOTSTRAP_SERVERS": local_stack.bootstrap_servers,
    }

    with LocalStack(tmp_path, external=External(environment)) as stack:
        assert stack.state.pids == {}
        assert stack.bootstrap_servers == local_stack.bootstrap_servers
        assert stack.database_url("catalogue") == "postgresql://elsewhere/catalogue"
        assert stack.database_url("intake") == local_stack.administration_url("intake")
        assert run_sql(stack.database_url("intake"), "SELECT 1") == "1"


def test_a_cluster_of_two_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LocalStartFailed, match="a cluster has 1 or 3 brokers, not 2"):
        LocalStack(tmp_path, brokers=2, external=External({})).start()


async def test_a_fresh_database_is_empty_and_may_be_a_copy(fresh_database: Callable[..., str]) -> None:
    first = fresh_database()
    run_sql(first, "CREATE TABLE migrated (id int)")

    copy = fresh_database(template=first.rpartition("/")[2])

    assert run_sql(copy, "SELECT to_regclass('migrated')") == "migrated"
    assert run_sql(fresh_database(), "SELECT to_regclass('migrated') IS NULL") == "t"
