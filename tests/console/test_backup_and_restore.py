"""The commands of deploy/operations/backup-and-restore.md, as they stand there: a database set back catches up."""

import os
import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from deploy.local.initdb import binaries
from shared.persistence.connecting import open_pool
from tests.console.conftest import Console
from tests.console.lived import Lived
from tests.console.test_reconcile import settle

PAGE = Path(__file__).parents[2] / "deploy" / "operations" / "backup-and-restore.md"
OWN = ("catalogue", "decision")


@pytest.fixture
def commands() -> dict[str, str]:
    """By their first word; written for intake, run for the catalogue."""
    found = re.findall(r"\b(pg_dump|pg_restore)( --[^`\n]+)", PAGE.read_text("utf-8"))
    return {word: (word + rest).replace("INTAKE", "CATALOGUE").replace("intake", "catalogue") for word, rest in found}


def run(command: str, folder: Path) -> None:
    environment = {**os.environ, "PATH": f"{binaries()}:{os.environ['PATH']}"}
    subprocess.run(command, shell=True, cwd=folder, env=environment, check=True)  # noqa: S602  # as an operator would


@pytest.fixture
async def decision(databases: dict[str, str]) -> AsyncIterator[asyncpg.Pool]:
    pool = await open_pool(databases["decision"], 2)
    yield pool
    await pool.close()


async def test_a_dump_of_the_first_day_comes_back_and_catches_up_by_reconcile(
    console: Console, new_life: Lived, decision: asyncpg.Pool, commands: dict[str, str], tmp_path: Path
) -> None:
    await new_life.first_day()
    run(commands["pg_dump"], tmp_path)
    await new_life.the_rest()
    before = await new_life.rows()
    await settle(new_life, decision)

    run(commands["pg_restore"], tmp_path)
    set_back = await new_life.rows()
    await console("migrate", "catalogue")
    await console("reconcile", "--repair", "--by", "op-1")

    assert set_back != before
    assert await new_life.rows() == before
    assert "no faults" in (await console("journal", "verify")).output
