"""Tasks: one that outlives the request that started it must not carry that request's trace along."""

import ast

from tests.architecture.sources import sources

STARTED_WITH_THE_PROCESS = {"shared/runtime/process.py"}
AWAITED_WHERE_STARTED = {"shared/delivery/kafka/sender.py", "services/intake/wallet/scanning/clamd.py"}


def without_a_context() -> set[str]:
    """Files that start a task in the context of whoever is running."""
    found = set()
    for source in sources():
        for node in ast.walk(source.tree):
            call = node.func if isinstance(node, ast.Call) else None
            named = call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")
            given = {word.arg for word in node.keywords} if isinstance(node, ast.Call) else set()
            if named in {"create_task", "ensure_future"} and "context" not in given:
                found.add(source.name)
    return found


def test_a_task_has_a_context_of_its_own_unless_it_is_awaited_where_it_starts() -> None:
    assert without_a_context() == STARTED_WITH_THE_PROCESS | AWAITED_WHERE_STARTED
