"""The programme through intake's doors: its versions, its publication, the impact of a change."""

from typing import Any

from deploy.console.programme.impact import impacts
from shared.calendar.paris import paris_day
from shared.programme.comparing.impact import Impact
from shared.programme.loading import published
from tests.builders import DELEGATE, DESK, HOLDER, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import FILE, drafted
from tests.programme.documents import changed, with_version
from tests.yamls import written

NEXT: dict[str, Any] = {"effective_from": "2099-01-01", "tracks": ["without_exchange"]}


def text(document: object) -> str:
    return written(document)


async def filed_with(desk: Desk, login: str) -> str:
    path = await drafted(desk)
    facts, answers = {**FILE["facts"], "reimbursed": False}, {**FILE["answers"], "URB-03": login}
    await desk.done(PUBLISHER, f"{path}/submission", {**FILE, "facts": facts, "answers": answers})
    return path.rsplit("/", 1)[1]


async def test_the_versions_are_public(desk: Desk) -> None:
    desk.on("2026-03-02")
    shown = (await desk.get(HOLDER, "/programme")).json()

    assert (shown["programme"], shown["in_force"]) == ("referencement-mes", "3.0.0")
    assert [one["criteria"] for one in shown["versions"]] == [70, 88, 88]
    assert (await desk.get(HOLDER, "/programme/versions/9.9.9")).status_code == 404


async def test_the_delegate_publishes_and_everyone_is_told(desk: Desk) -> None:
    done = await desk.done(DELEGATE, "/programme/publication", {"document": text(with_version("4.0.0", **NEXT))})

    assert (done["state"], done["events"]) == ("published", ["ProgrammeVersionPublished"])


async def test_a_faulty_document_and_a_changed_version_are_refused_with_every_fault(desk: Desk) -> None:
    faulty = await desk.post(DELEGATE, "/programme/publication", {"document": "schema_version: '1'"})
    other = text(changed("procedure/validity/months", 24))
    changed_ = await desk.post(DELEGATE, "/programme/publication", {"document": other})

    assert problem(faulty) == problem(changed_) == (422, "invalid_content")
    assert {one["code"] for one in changed_.json()["faults"]} == {"version_changed"}
    assert len(faulty.json()["faults"]) > 5


async def test_staff_see_which_dossiers_a_change_would_meet(desk: Desk) -> None:
    desk.on("2026-03-02")
    failing, good = await filed_with(desk, "deux_facteurs"), await filed_with(desk, "substantiel")

    shown = (await desk.get(DESK, "/programme/impact?from=2.0.0&to=3.0.0")).json()

    found = {one["dossier"]: one for one in shown["dossiers"]}
    assert (shown["effective_from"], shown["transition_ends"]) == ("2026-01-01", "2026-07-01")
    assert found[failing]["impact"]["failing"] == ["URB-03"]
    assert found[failing]["standing"] == "open"
    assert found[good]["impact"]["failing"] == []
    assert (await desk.get(PUBLISHER, "/programme/impact?from=2.0.0&to=3.0.0")).status_code == 403
    unknown = await desk.get(DESK, "/programme/impact?from=2.0.0&to=9.9.9")
    assert problem(unknown) == (422, "invalid_content")


async def test_the_console_finds_the_same_dossiers(desk: Desk) -> None:
    desk.on("2026-03-02")
    failing = await filed_with(desk, "deux_facteurs")
    change = Impact(published().version("2.0.0"), published().version("3.0.0"))

    async with desk.pool.acquire() as conn:
        found = [one async for one in impacts(conn, change, paris_day(desk.clock.now()))]

    assert [one.impact.failing for one in found if one.dossier == failing] == [("URB-03",)]
