"""Results of `reconcile` are kept where metrics find them; gaps are accepted with a name and a reason."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from deploy.console import places as installation
from shared.delivery.recovery.gaps import Gap, Kind
from shared.delivery.recovery.reconciliations import accept_gaps, accepted_gaps, digest_of, keep_result
from shared.persistence.connecting import connect

OWN = ("catalogue",)
ONE = Gap(kind=Kind.UNTOLD, service="catalogue", place="a", dossier="d", sequence=4, detail="event 4 is nowhere\0")
OTHER = Gap(kind=Kind.AHEAD, service="catalogue", place="b", dossier="", sequence=2, detail="event 2")


@pytest.fixture
async def catalogue(databases: dict[str, str]) -> AsyncIterator[asyncpg.Connection]:
    conn = await connect(databases["catalogue"])
    yield conn
    await conn.close()


async def test_a_result_is_kept_by_kind_and_what_was_accepted_is_counted_apart(catalogue: asyncpg.Connection) -> None:
    await accept_gaps(installation, [ONE], "op-1", "filed again")

    await keep_result(installation, [ONE, OTHER], await accepted_gaps(installation), "nightly", 1.5)

    row = await catalogue.fetchrow("SELECT compared_by, seconds, gaps::text, accepted FROM reconciliations")
    assert tuple(row) == ("nightly", 1.5, '{"ahead": 1}', 1)


async def test_who_accepted_a_gap_and_why_stands_in_the_database(catalogue: asyncpg.Connection) -> None:
    await accept_gaps(installation, [ONE], "op-1", "filed again")

    assert (await accepted_gaps(installation))[digest_of(ONE)] == "accepted by op-1: filed again"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await catalogue.execute("DELETE FROM accepted_gaps")


def test_a_gap_that_has_changed_is_another_one() -> None:
    later = Gap(kind=Kind.AHEAD, service="catalogue", place="b", dossier="", sequence=2, detail="event 2, and more")

    assert digest_of(OTHER) != digest_of(later)
