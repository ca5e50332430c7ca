"""Tests wait generously: a short bound is told apart from a failure by nobody, and comes true on a busy machine."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import called, sources

SHORTEST_S = 30.0
BOUNDS = {"timeout", "within_s", "patience_s", "timeout_s"}
"""Names of arguments and parameters that bound a wait."""
BY_POSITION = {"timeout": 0, "wait_for": 1, "wait": 0}
"""Calls whose bound stands at this place: asyncio.timeout, asyncio.wait_for, and `wait` of processes and events."""
REFUSALS = {
    "tests/alerts/prometheus.py": "asked again until it holds",
    "tests/delivery/test_programmes.py": "a version that never comes is waited for once",
    "tests/demo/test_client.py": "nobody answers for ever",
    "tests/demo/test_elsewhere.py": "services that do not answer are named",
    "tests/faults/hands.py": "asked again until it is ready",
    "tests/http/rates/test_quotas.py": "a look at what is done, no wait",
    "tests/local/test_process.py": "a process that is never ready",
    "tests/local/test_services.py": "a service that is never ready",
    "tests/runtime/test_loops.py": "a patience of nothing: whatever does not beat is stuck",
    "tests/intake/wallet/scanning/test_scanners.py": "a scanner that never answers",
}
"""Files in which a short bound is right, and why."""


def short(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value < SHORTEST_S


def bounds(tree: ast.AST) -> Iterator[ast.expr | None]:
    """Whatever bounds a wait: in calls, and as the default of a parameter or field."""
    for name, call in called(tree):
        yield from (one.value for one in call.keywords if one.arg in BOUNDS)
        if name in BY_POSITION and len(call.args) > BY_POSITION[name]:
            yield call.args[BY_POSITION[name]]
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):
            given = [*node.posonlyargs, *node.args][-len(node.defaults) or None :]
            pairs = [*zip(given, node.defaults, strict=False), *zip(node.kwonlyargs, node.kw_defaults, strict=True)]
            yield from (value for argument, value in pairs if argument.arg in BOUNDS)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in BOUNDS:
            yield node.value


def found() -> dict[str, int]:
    """How many short bounds each file of the tests has."""
    return {source.name: number for source in sources("tests") if (number := sum(map(short, bounds(source.tree))))}


def test_no_test_waits_briefly_but_where_a_refusal_by_time_is_looked_at() -> None:
    assert sorted(found().keys() - REFUSALS.keys()) == []


def test_every_exception_is_still_needed() -> None:
    assert sorted(REFUSALS.keys() - found().keys()) == []


@pytest.mark.parametrize(
    "code",
    [
        "asyncio.timeout(5)",
        "asyncio.wait_for(told, 10)",
        "asyncio.wait_for(told, timeout=10)",
        "process.wait(2)",
        "emptied(pool, within_s=20)",
        "def until(what, within_s: float = 20): ...",
        "class Filer:\n    patience_s: float = 5.0",
    ],
)
def test_a_short_bound_is_found_wherever_it_stands(code: str) -> None:
    assert sum(map(short, bounds(ast.parse(code)))) == 1
