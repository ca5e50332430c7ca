"""Migrations expand: the version before works on while one runs and after it. One that does not, says so."""

import io
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations

from tests.architecture.sources import ROOT, SERVICES

MIGRATIONS = tuple(
    (service, file.stem)
    for service in SERVICES
    for file in sorted((ROOT / "services" / service / "migrations" / "versions").glob("[0-9]*.py"))
)
ADDED = re.compile(r"ALTER TABLE (\w+) ADD COLUMN (?!.*NOT NULL)|ALTER TABLE (\w+) ADD COLUMN .*DEFAULT", re.DOTALL)
INDEXED = re.compile(r"CREATE (UNIQUE )?INDEX \w+ ON (\w+)")


def migration(service: str, name: str) -> ModuleType:
    return import_module(f"services.{service}.migrations.versions.{name}")


def statements(module: ModuleType) -> list[str]:
    """What PostgreSQL is told."""
    told = io.StringIO()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": told})
    with Operations.context(context):
        module.upgrade()
    return [one.strip() for one in told.getvalue().split(";") if one.strip()]


def narrowing(told: list[str]) -> Iterator[str]:
    """Statements after which the version before may fail: all but new tables, columns that may be left out, and
    indexes that forbid nothing."""
    new = {match[1] for one in told if (match := re.match(r"CREATE TABLE (\w+)", one))}
    for one in told:
        index = INDEXED.match(one)
        if re.match(r"CREATE TABLE", one) or ADDED.match(one) or (index and (not index[1] or index[2] in new)):
            continue
        yield one


@pytest.mark.parametrize(("service", "name"), MIGRATIONS)
def test_a_migration_only_adds_or_says_which_versions_can_do_without(service: str, name: str) -> None:
    module = migration(service, name)
    taken = list(narrowing(statements(module)))

    assert bool(taken) == hasattr(module, "oldest_able"), taken
    assert getattr(module, "oldest_able", "0001") <= module.revision


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ("CREATE TABLE notes (id INTEGER NOT NULL)", False),
        ("ALTER TABLE listings ADD COLUMN note TEXT", False),
        ("ALTER TABLE listings ADD COLUMN note TEXT DEFAULT '' NOT NULL", False),
        ("CREATE INDEX ix_listings_note ON listings (note)", False),
        ("ALTER TABLE listings ADD COLUMN note TEXT NOT NULL", True),
        ("CREATE UNIQUE INDEX only_one ON listings (note)", True),
        ("ALTER TABLE listings ALTER COLUMN note SET NOT NULL", True),
        ("ALTER TABLE listings DROP COLUMN note", True),
        ("DROP TABLE listings", True),
        ("ALTER TABLE listings RENAME TO entries", True),
        ("DELETE FROM listings", True),
    ],
)
def test_what_takes_away_is_told_from_what_adds(told: str, taken: bool) -> None:
    assert bool(list(narrowing([told]))) is taken


def test_every_migration_is_looked_at() -> None:
    assert {service for service, _ in MIGRATIONS} == set(SERVICES)
    assert len(MIGRATIONS) == len(list(Path(ROOT / "services").glob("*/migrations/versions/[0-9]*.py")))
