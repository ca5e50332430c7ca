"""The programme that a service keeps, against the versions that intake published."""

import json
from pathlib import Path

import asyncpg
import pytest

from shared.persistence.connecting import connect
from shared.programme.loading import PUBLISHED, published
from tests.console.conftest import Console
from tests.programme.documents import changed
from tests.yamls import written

OWN = ("catalogue", "intake")
SHIPPED = PUBLISHED.read_text("utf-8")
OTHER = written(changed("procedure/validity/months", 24))
NAMED = "programme referencement-mes: "


async def told(console: Console, *words: str) -> list[str]:
    """What `journal verify` says of the catalogue alone."""
    lines = [line.strip() for line in (await console("journal", "verify", *words)).output.splitlines()]
    names = [line.partition(":")[0] for line in lines]
    return lines[names.index("catalogue") : names.index("surveillance")]


async def publish(databases: dict[str, str], gone: str = "") -> None:
    """Intake published every version of the shipped document, but for `gone`."""
    sealed = [
        {"programme": one.ref, "content_hash": one.content_hash, "effective_from": str(one.effective_from)}
        for one in published()
        if one.ref != gone
    ]
    body = {"id": "3f6f3a53-7a8e-4c0f-9d07-000000000002", "state": "published", "document": SHIPPED, "dossier": None,
            "versions": sealed}  # fmt: skip
    conn = await connect(databases["intake"])
    await conn.execute(
        "INSERT INTO publications (id, state, version, events, entries, journal_head, body, changed_at) "
        "VALUES ($1, 'published', 1, 1, 1, '', $2, now())", body["id"], json.dumps(body),
    )  # fmt: skip
    await conn.close()


async def keep(catalogue: asyncpg.Pool, document: str) -> None:
    await catalogue.execute("INSERT INTO programmes (programme, document, position) VALUES ($1, $2, 0)",
                            "referencement-mes", document)  # fmt: skip


async def test_a_kept_document_whose_versions_are_those_published_has_no_faults(
    console: Console, catalogue: asyncpg.Pool, databases: dict[str, str]
) -> None:
    await publish(databases)
    await keep(catalogue, f"{SHIPPED}\n# another remark\n")

    assert await told(console) == ["catalogue: 0 entries, 0 sealed, no faults"]


async def test_a_version_of_other_content_is_named_also_from_an_export(
    console: Console, catalogue: asyncpg.Pool, databases: dict[str, str], tmp_path: Path
) -> None:
    await publish(databases)
    await keep(catalogue, OTHER)
    await console("journal", "export", str(tmp_path))

    found = await told(console)

    assert found[0].startswith("catalogue: 0 entries, 0 sealed, ")
    assert f"{NAMED}version 3.0.0 is not the one that was published" in found
    assert await told(console, "--from", str(tmp_path)) == found


@pytest.mark.parametrize(
    ("document", "gone", "named"),
    [
        (SHIPPED, "3.0.0", "version 3.0.0 was never published"),
        ("no programme", "", "the kept document cannot be loaded"),
    ],
)
async def test_what_was_never_published_and_what_is_no_programme_is_named(
    console: Console, catalogue: asyncpg.Pool, databases: dict[str, str], document: str, gone: str, named: str
) -> None:
    await publish(databases, gone)
    await keep(catalogue, document)

    assert await told(console) == ["catalogue: 0 entries, 0 sealed, 1 faults", NAMED + named]


async def test_a_service_that_knows_fewer_versions_than_were_published_has_no_faults(
    console: Console, catalogue: asyncpg.Pool, databases: dict[str, str]
) -> None:
    await publish(databases)
    await keep(catalogue, SHIPPED)

    assert (await told(console))[0].endswith("no faults")
