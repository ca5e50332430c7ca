"""Real servers for every test of the session: one PostgreSQL, one Kafka broker, started on first use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from deploy.local.databases import run_sql
from deploy.local.errors import LocalStartFailed
from deploy.local.stack import LocalStack

ROOTS = Path(__file__).parents[2] / "build" / "test"
SESSIONS = 9  # that may run at the same time in one checkout
NewDatabase = Callable[..., str]

DROPPED_TOGETHER = 20  # databases: a third of the time that it takes one by one

_numbers = count(1)
_left: list[str] = []


@pytest.fixture(scope="session")
def local_stack() -> Iterator[LocalStack]:
    """PostgreSQL (without fsync) and Kafka (one broker), emptied at the start and stopped at the end."""
    with _first_free_stack() as stack:
        yield stack


@pytest.fixture
def fresh_database(local_stack: LocalStack) -> Iterator[NewDatabase]:
    """`fresh_database()` makes an empty database and returns its URL; it is dropped a little later.

    `fresh_database(template="name")` copies a database instead, which is how to pay for migrations once.
    """
    with _databases(local_stack, together=DROPPED_TOGETHER) as new:
        yield new


@pytest.fixture(scope="session")
def session_database(local_stack: LocalStack) -> Iterator[NewDatabase]:
    """The same, for databases that live as long as the test session."""
    with _databases(local_stack) as new:
        yield new


@contextmanager
def _first_free_stack() -> Iterator[LocalStack]:
    for slot in range(1, SESSIONS + 1):
        stack = LocalStack(ROOTS / str(slot), durable=False)
        try:
            stack.claim()
        except LocalStartFailed:
            continue
        with stack:
            yield stack
        return
    pytest.exit(f"{SESSIONS} test sessions run already under {ROOTS}")


@contextmanager
def _databases(stack: LocalStack, together: int = 1) -> Iterator[NewDatabase]:
    def new(template: str = "template0") -> str:
        name = f"test_{next(_numbers)}"
        run_sql(stack.administration_url(), f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        made.append(name)
        return stack.administration_url(name)

    made: list[str] = []
    yield new
    _left.extend(made)
    if len(_left) >= together:
        run_sql(stack.administration_url(), "".join(f'DROP DATABASE "{name}" WITH (FORCE);\n' for name in _left))
        _left.clear()
