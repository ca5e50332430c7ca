"""Whoever sees a complaint is in the journal of reads; where that cannot be written, nobody sees one."""

import pytest

from shared.identity.actor import Actor
from tests.builders import AUDITOR, DELEGATE, DESK, HOLDER, PUBLISHER
from tests.surveillance.complaint.test_endpoints import OTHER_HOLDER, complained
from tests.surveillance.hosting import Site
from tests.surveillance.scenario import DOSSIER, LISTING, WORDS

READS = "SELECT what, channel, actor, roles, dossier::text, subjects::text[] FROM reads ORDER BY id"


@pytest.mark.parametrize(
    ("who", "what", "roles"),
    [
        (DESK, "complaint", "desk_officer"),
        (HOLDER, "complaint", "holder"),
        (AUDITOR, "complaint_without_words", "auditor"),
        (DELEGATE, "complaint_without_words", "minister_delegate"),
    ],
)
async def test_who_sees_a_complaint_is_journaled(site: Site, who: Actor, what: str, roles: str) -> None:
    complaint = await complained(site)

    await site.get(who, f"/complaints/{complaint}")

    assert await site.found(READS) == [(what, "api", who.id, roles, DOSSIER, [complaint])]
    assert await site.found("SELECT at FROM reads") == [(site.clock.now(),)]


async def test_a_list_is_a_read_of_each_complaint_that_it_shows(site: Site) -> None:
    complaint = await complained(site)

    await site.get(DESK, f"/complaints?listing={LISTING}")
    await site.get(OTHER_HOLDER, "/complaints")

    assert await site.found(READS) == [
        ("complaints", "api", DESK.id, "desk_officer", None, [complaint]),
        ("complaints", "api", OTHER_HOLDER.id, "holder", None, []),
    ]


async def test_whoever_is_refused_saw_nothing(site: Site) -> None:
    complaint = await complained(site)

    nobody = await site.client.get(f"/complaints/{complaint}")
    refused = [(await site.get(who, f"/complaints/{complaint}"))[0] for who in (OTHER_HOLDER, PUBLISHER)]

    assert [nobody.status_code, *refused] == [401, 404, 403]
    assert await site.found(READS) == []


@pytest.mark.parametrize(
    "sabotage",
    [
        "ALTER TABLE reads RENAME TO reads_elsewhere",
        "CREATE TRIGGER mine BEFORE INSERT ON reads EXECUTE FUNCTION refuse_change()",
        "ALTER TABLE reads ADD CHECK (actor = 'nobody')",
    ],
)
async def test_nobody_sees_what_cannot_be_journaled(site: Site, sabotage: str) -> None:
    complaint = await complained(site)
    await site.shell.pool.execute(sabotage)

    for path in (f"/complaints/{complaint}", "/complaints"):
        status, problem = await site.get(DESK, path)

        assert (status, problem["code"], problem["detail"]) == (503, "unavailable", "the read cannot be journaled")
        assert WORDS not in str(problem)
