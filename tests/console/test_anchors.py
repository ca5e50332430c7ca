"""Roots kept outside: whoever rewrites a journal consistently is found out by what he cannot reach."""

from collections.abc import Iterator
from secrets import token_hex

import asyncpg
import httpx
import pytest
from moto.server import ThreadedMotoServer

from tests.conftest import NewDatabase
from tests.console.conftest import Console, Environment
from tests.console.test_journal import reseal, rewrite
from tests.waiting import WITHIN_S

VERIFY = ("journal", "verify", "--service", "catalogue")
ANCHOR = ("journal", "anchor", "--service", "catalogue", "--by", "nightly")
ROOTS = "CREATE TABLE journal_roots (service text, number int, line text NOT NULL, PRIMARY KEY (service, number))"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A store that speaks S3 over HTTP."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str, environment: Environment) -> str:
    """A bucket for roots, as the environment names it."""
    name = f"roots-{token_hex(4)}"
    httpx.put(f"{s3}/{name}", timeout=WITHIN_S).raise_for_status()
    named = {"BUCKET": f"{name}/line", "ENDPOINT": s3, "REGION": "us-east-1", "KEY_ID": "key", "SECRET": "secret"}
    for variable, value in named.items():
        environment(f"ANCHOR_{variable}", value)
    return f"{s3}/{name}"


@pytest.fixture
async def roots(fresh_database: NewDatabase, environment: Environment) -> str:
    """A database for roots, as the environment names it."""
    dsn = fresh_database()
    conn = await asyncpg.connect(dsn)
    await conn.execute(ROOTS)
    await conn.close()
    environment("ANCHOR_DATABASE_URL", dsn)
    return dsn


@pytest.fixture(params=["bucket", "database"])
def keeper(request: pytest.FixtureRequest, bucket: str, roots: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both kinds of keeper pass the same cases; one at a time."""
    kind: str = request.param
    monkeypatch.delenv({"bucket": "ANCHOR_DATABASE_URL", "database": "ANCHOR_BUCKET"}[kind])
    return kind


async def test_a_journal_rewritten_with_all_its_checkpoints_is_found(
    console: Console, written: asyncpg.Pool, keeper: str
) -> None:
    kept = await console(*ANCHOR)
    before = await console(*VERIFY)
    await rewrite(written)
    await reseal(written)

    after = await console(*VERIFY)

    assert kept.output.startswith("kept outside: 2026-03-11 catalogue 2 ")
    assert (before.exit_code, before.output) == (0, "catalogue: 3 entries, 3 sealed, no faults\n")
    assert after.exit_code == 1
    assert "root of 2026-03-11, catalogue: anchored was " in after.output
    assert after.output.endswith(f"(kept by the {keeper})\n")


@pytest.mark.usefixtures("keeper")
async def test_a_root_that_is_kept_is_never_overwritten(console: Console, written: asyncpg.Pool) -> None:
    await console(*ANCHOR)
    await rewrite(written)
    await reseal(written)

    again = await console(*ANCHOR)

    assert again.exit_code == 0
    assert (await console(*VERIFY)).exit_code == 1


@pytest.mark.usefixtures("keeper")
async def test_what_holds_is_kept_by_the_nightly_verification_and_what_does_not_is_not(
    console: Console, written: asyncpg.Pool
) -> None:
    first = await console(*VERIFY, "--by", "nightly", "--anchor")
    second = await console(*VERIFY, "--by", "nightly", "--anchor")
    await written.execute("UPDATE journal SET actor = 'somebody else' WHERE entry = 2")
    third = await console(*VERIFY, "--by", "nightly", "--anchor")

    assert [one.exit_code for one in (first, second, third)] == [0, 0, 1]
    assert "kept outside" in second.output
    assert "kept outside" not in third.output
    kept = await written.fetch("SELECT roots, faults > 0 AS wrong FROM verifications ORDER BY id")
    assert [tuple(row) for row in kept] == [(0, False), (1, False), (1, True)]
    assert await written.fetchval("SELECT count(*) FROM anchors") == 2


@pytest.mark.usefixtures("written")
async def test_nowhere_to_keep_is_said(console: Console) -> None:
    said = await console(*ANCHOR)

    [line] = said.output.splitlines()
    assert said.exit_code == 2
    assert "set ANCHOR_BUCKET or ANCHOR_DATABASE_URL" in line


@pytest.mark.usefixtures("written")
async def test_an_empty_variable_names_no_place(console: Console, bucket: str, environment: Environment) -> None:
    environment("ANCHOR_DATABASE_URL", "")

    said = await console(*ANCHOR)

    assert said.exit_code == 0, said.output
    assert bucket


async def test_a_keeper_that_is_away_leaves_no_result(
    console: Console, written: asyncpg.Pool, environment: Environment
) -> None:
    environment("ANCHOR_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/roots")

    said = await console(*VERIFY, "--by", "nightly")

    assert type(said.exception).__name__ == "KeeperAway"
    assert await written.fetchval("SELECT count(*) FROM verifications") == 0


@pytest.mark.usefixtures("written")
async def test_a_line_that_is_no_root_is_named(console: Console, roots: str) -> None:
    conn = await asyncpg.connect(roots)
    await conn.execute("INSERT INTO journal_roots VALUES ('catalogue', 1, 'nonsense')")
    await conn.close()

    said = await console(*VERIFY)

    assert said.output.splitlines()[1] == "  no root: 'nonsense' (kept by the database)"
