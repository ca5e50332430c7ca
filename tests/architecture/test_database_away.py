"""A loop that waits for PostgreSQL gets over every way in which asyncpg tells that it is away, or over none."""

import ast

from tests.architecture.sources import sources

ANSWERS_THEM_ITSELF = {"shared/http/read_journal.py"}


def by_hand() -> set[str]:
    """Files with a handler that names asyncpg's base error instead of `DATABASE_AWAY`, which holds all of them."""
    return {
        source.name
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        if any(isinstance(part, ast.Attribute) and part.attr == "PostgresError" for part in ast.walk(node.type))
    }


def test_loops_name_what_a_database_that_is_away_raises_in_one_place() -> None:
    assert by_hand() == ANSWERS_THEM_ITSELF
