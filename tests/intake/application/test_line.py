"""Intake from the prior request to its end, through its doors: HTTP, Kafka and time."""

import pytest

from services.intake.main import SERVICE
from shared.contracts.evaluation.evaluation import EvaluationStarted
from shared.contracts.vocabulary import DossierId
from shared.identity.actor import Actor
from tests.builders import DESK, OTHER_PUBLISHER, PUBLISHER
from tests.delivery.desk import record
from tests.http.hosting import Desk
from tests.intake.words import COMPLETE, MISSING

PRIOR_REQUEST = {
    "name": "Carnet de tension",
    "publisher": "Exemple Santé SAS",
    "category": "condition_follow_up",
    "forms": ["mobile_application"],
    "typology": "without_exchange",
    "usable_by_end_users": True,
}
FILE = {name: COMPLETE[name] for name in ("facts", "answers", "evidence")}
INCOMPLETE_FILE = {**FILE, "answers": {name: value for name, value in FILE["answers"].items() if name != MISSING}}


async def drafted(desk: Desk, publisher: Actor = PUBLISHER) -> str:
    """Path of a dossier that is ready to be filed."""
    path = f"/dossiers/{(await desk.done(publisher, '/dossiers', PRIOR_REQUEST))['id']}"
    await desk.done(DESK, f"{path}/validation")
    return path


async def test_a_complete_file_is_admissible_in_four_commands(desk: Desk) -> None:
    path = await drafted(desk)
    filed = await desk.done(PUBLISHER, f"{path}/submission", FILE)
    admitted = await desk.done(DESK, f"{path}/admissibility")

    assert (filed["state"], admitted["state"], admitted["version"]) == ("submitted", "admissible", 4)
    assert admitted["allowed"] == ["provide_complement", "renew_evidence"]
    assert await desk.told() == [
        "PriorRequestSubmitted", "PriorRequestValidated", "ApplicationSubmitted", "ApplicationDeclaredAdmissible",
    ]  # fmt: skip
    assert [outcome for _, _, outcome in await desk.journal()] == ["performed"] * 4
    assert await desk.pool.fetchval("SELECT count(*) FROM deadlines") == 0


async def test_an_unanswered_completion_request_is_reminded_twice_and_lapses_after_its_grace(desk: Desk) -> None:
    path = await drafted(desk)
    await desk.done(PUBLISHER, f"{path}/submission", INCOMPLETE_FILE)
    desk.on("2026-04-01")
    await desk.done(DESK, f"{path}/completion-request")

    seen = {}
    for day in ("2026-04-26", "2026-04-27", "2026-05-03", "2026-05-04", "2026-05-19", "2026-05-20"):
        desk.on(day)
        await desk.time_passes()
        application = (await desk.get(PUBLISHER, path)).json()
        seen[day] = (application["state"], (application["completion"] or {}).get("reminded"))

    assert seen == {
        "2026-04-26": ("incomplete", 0),
        "2026-04-27": ("incomplete", 1),
        "2026-05-03": ("incomplete", 1),
        "2026-05-04": ("incomplete", 2),
        "2026-05-19": ("incomplete", 2),
        "2026-05-20": ("lapsed", None),
    }


async def test_after_months_of_darkness_the_reminders_still_come_before_the_lapse(desk: Desk) -> None:
    path = await drafted(desk)
    await desk.done(PUBLISHER, f"{path}/submission", INCOMPLETE_FILE)
    await desk.done(DESK, f"{path}/completion-request")

    desk.on("2026-12-01")
    await desk.time_passes()

    assert (await desk.told())[-2:] == ["CompletionReminded", "ApplicationLapsed"]


async def test_a_completed_file_is_admissible(desk: Desk) -> None:
    path = await drafted(desk)
    await desk.done(PUBLISHER, f"{path}/submission", INCOMPLETE_FILE)
    refused = await desk.post(DESK, f"{path}/admissibility")
    await desk.done(DESK, f"{path}/completion-request")
    await desk.done(PUBLISHER, f"{path}/completion", {"facts": {}, "answers": {MISSING: True}})
    admitted = await desk.done(DESK, f"{path}/admissibility")

    assert (refused.status_code, refused.json()["open"]) == (409, [MISSING])
    assert admitted["state"] == "admissible"
    assert await desk.pool.fetchval("SELECT count(*) FROM deadlines") == 0


async def test_a_late_desk_is_told_and_decides_all_the_same(desk: Desk) -> None:
    path = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"
    desk.on("2026-03-17")
    await desk.time_passes()
    await desk.time_passes()

    assert await desk.told() == ["PriorRequestSubmitted", "PriorRequestReviewDeadlineMissed"]
    assert (await desk.done(DESK, f"{path}/validation"))["state"] == "draft"


async def test_what_becomes_of_a_dossier_elsewhere_is_noted(desk: Desk) -> None:
    path = await drafted(desk)
    event = EvaluationStarted(dossier=DossierId(path.removeprefix("/dossiers/")))

    await desk.shell.perform(SERVICE.subscriptions.read(record(event)))
    await desk.shell.perform(SERVICE.subscriptions.read(record(event)))

    rows = await desk.pool.fetch("SELECT dossier::text, body->'steps'->0->>'event', version FROM follow_ups")
    assert [tuple(row) for row in rows] == [(event.dossier, "EvaluationStarted", 1)]


async def test_a_publisher_reads_its_own_dossiers_only_and_the_desk_all(desk: Desk) -> None:
    mine = await drafted(desk)
    theirs = await desk.done(OTHER_PUBLISHER, "/dossiers", {**PRIOR_REQUEST, "name": "Autre carnet"})

    seen = (await desk.get(PUBLISHER, "/dossiers")).json()["applications"]
    seen_by_desk = (await desk.get(DESK, "/dossiers")).json()["applications"]

    assert [(one["id"], one["service_name"]) for one in seen] == [
        (mine.removeprefix("/dossiers/"), "Carnet de tension")
    ]
    assert {one["id"] for one in seen_by_desk} == {mine.removeprefix("/dossiers/"), theirs["id"]}
    assert (await desk.get(PUBLISHER, f"/dossiers/{theirs['id']}")).json()["code"] == "not_your_dossier"


async def test_pages_of_dossiers_join_without_gap_or_repeat(desk: Desk) -> None:
    made = {(await desk.done(PUBLISHER, "/dossiers", {**PRIOR_REQUEST, "name": f"Carnet {n}"}))["id"] for n in range(5)}

    first = (await desk.get(DESK, "/dossiers?limit=2")).json()
    second = (await desk.get(DESK, f"/dossiers?limit=2&after={first['next']}")).json()
    third = (await desk.get(DESK, f"/dossiers?limit=2&after={second['next']}")).json()

    assert [len(page["applications"]) for page in (first, second, third)] == [2, 2, 1]
    assert {one["id"] for page in (first, second, third) for one in page["applications"]} == made
    assert third["next"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=all", "after=the-first"])
async def test_a_page_that_makes_no_sense_is_a_problem(desk: Desk, query: str) -> None:
    response = await desk.get(DESK, f"/dossiers?{query}")

    assert (response.status_code, response.json()["code"]) == (422, "invalid_content")
    assert response.headers["content-type"] == "application/problem+json"


async def test_dossiers_are_found_by_their_state(desk: Desk) -> None:
    path = await drafted(desk)
    await desk.done(PUBLISHER, "/dossiers", PRIOR_REQUEST)

    found = (await desk.get(DESK, "/dossiers?state=draft")).json()["applications"]

    assert [one["id"] for one in found] == [path.removeprefix("/dossiers/")]


async def test_a_state_with_control_characters_finds_nothing_and_harms_nobody(desk: Desk) -> None:
    response = await desk.get(DESK, "/dossiers?state=dr%00aft")

    assert response.status_code < 500
