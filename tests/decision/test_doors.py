"""Decision's HTTP doors: examples that are accepted, refusals as problems, and who may read what."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from services.decision.routes import COMMANDS, ROUTERS
from shared.contracts.evaluation import ConnectionTestsRequired
from shared.contracts.vocabulary import DossierId
from shared.delivery.commands import CommandQueue
from shared.http.bodies import as_json, parse
from shared.http.commands import Command
from shared.http.doors import Doors
from shared.http.problem_pages import on_problem
from shared.http.problems import Problem
from shared.identity.actor import Role
from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenVerifier
from shared.persistence.read_pool import open_read_pool
from tests.builders import some_id
from tests.decision.running import Running, record
from tests.decision.words import DOSSIER, a_report

As = Callable[..., dict[str, str]]
UNREPORTED = DossierId(some_id("another dossier"))


@pytest.fixture
def issuer(tmp_path: Path) -> LocalIssuer:
    return LocalIssuer(tmp_path)


@pytest.fixture
def by(issuer: LocalIssuer) -> As:
    """`by(Role.PUBLISHER, "org-1")`: the headers of someone's request."""
    numbers = iter(range(1000))

    def headers(role: Role, organisation: str | None = None) -> dict[str, str]:
        token = issuer.token("someone", [role], organisation)
        return {"authorization": f"Bearer {token}", "idempotency-key": f"key-{next(numbers):04}", "if-match": "*"}

    return headers


@pytest_asyncio.fixture
async def client(decision: Running, issuer: LocalIssuer) -> AsyncIterator[AsyncClient]:
    """Speaks to the routes of decision; one dossier's report was heard, and of another dossier only its tests."""
    await decision.hear(
        record(a_report(), DOSSIER, "report"),
        record(ConnectionTestsRequired(dossier=UNREPORTED), UNREPORTED, "required"),
    )
    reads = await open_read_pool(decision.dsn)
    app = FastAPI()
    verifier = TokenVerifier(issuer.jwks_uri, issuer.issuer, issuer.audience)
    app.state.doors = Doors(CommandQueue(decision.shell), decision.shell, verifier, reads)
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(Problem, on_problem)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://decision") as speaking:
        yield speaking
    await reads.close()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.path)
def test_the_example_of_each_command_is_one(command: Command) -> None:
    parsed = json.loads(json.dumps(as_json(parse(command.body, json.dumps(command.example).encode()))))

    assert {name: parsed[name] for name in command.example} == command.example


async def test_an_opinion_through_the_door(client: AsyncClient, by: As) -> None:
    answer = await client.post(
        f"/dossiers/{DOSSIER}/opinion", json={"opinion": "favourable"}, headers=by(Role.COMMISSION_SECRETARY)
    )

    assert (answer.status_code, answer.json()["state"]) == (200, "opinion_favourable")
    assert answer.json()["events"] == ["FavourableOpinionIssued"]


async def test_a_refused_grant_is_a_problem_that_says_why(client: AsyncClient, by: As) -> None:
    await client.post(
        f"/dossiers/{DOSSIER}/opinion", json={"opinion": "favourable"}, headers=by(Role.COMMISSION_SECRETARY)
    )

    answer = await client.post(f"/dossiers/{DOSSIER}/grant", json={}, headers=by(Role.MINISTER_DELEGATE))

    assert (answer.status_code, answer.json()["code"]) == (409, "convention_not_signed")
    assert answer.json()["missing"] == ["publisher", "minister", "cnam"]


async def test_faults_of_an_opinion_are_told_by_path(client: AsyncClient, by: As) -> None:
    body = {"opinion": "favourable", "reservations": [{"criterion": "XYZ-99", "suspensive": True, "measure": "x"}]}

    answer = await client.post(f"/dossiers/{DOSSIER}/opinion", json=body, headers=by(Role.COMMISSION_SECRETARY))

    assert answer.status_code == 422
    assert [(one["path"], one["code"]) for one in answer.json()["faults"]] == [
        ("reservations", "not_expected"),
        ("reservations.0.criterion", "unknown_criterion"),
    ]


async def test_unknown_fields_are_faults_even_inside_a_reservation(client: AsyncClient, by: As) -> None:
    reservation = {"criterion": "SEC-07", "suspensive": True, "measure": "x", "due_on": "2030-01-01"}
    body = {"opinion": "favourable_suspensive", "reservations": [reservation]}

    answer = await client.post(f"/dossiers/{DOSSIER}/opinion", json=body, headers=by(Role.COMMISSION_SECRETARY))

    assert answer.status_code == 422
    assert [one["path"] for one in answer.json()["faults"]] == ["reservations.0.due_on"]


async def test_staff_reads_a_file_with_its_tracks_and_what_may_be_done(client: AsyncClient, by: As) -> None:
    read = (await client.get(f"/dossiers/{DOSSIER}", headers=by(Role.EVALUATOR))).json()

    assert (read["state"], read["tests_state"], read["convention_state"]) == ("evaluated", "not_required", "none")
    assert (read["version"], read["allowed"]) == (1, ["record_opinion", "sign_convention"])


async def test_a_publisher_reads_its_own_files_only(client: AsyncClient, by: As) -> None:
    own, foreign = by(Role.PUBLISHER, "org-1"), by(Role.PUBLISHER, "org-2")

    statuses = [
        (await client.get(f"/dossiers/{id_}", headers=who)).status_code
        for id_ in (DOSSIER, UNREPORTED)
        for who in (own, foreign, by(Role.PUBLISHER))
    ]

    assert statuses == [200, 403, 403, 403, 403, 403]
    listed = [(await client.get("/dossiers", headers=who)).json()["dossiers"] for who in (own, foreign)]
    assert [[one["id"] for one in page] for page in listed] == [[DOSSIER], []]


async def test_a_publisher_of_no_organisation_is_shown_no_file_of_nobody(client: AsyncClient, by: As) -> None:
    assert (await client.get("/dossiers", headers=by(Role.PUBLISHER))).json() == {"dossiers": [], "next": None}


async def test_files_are_listed_by_state_and_page_by_page(client: AsyncClient, by: As) -> None:
    staff = by(Role.DESK_OFFICER)

    waiting = (await client.get("/dossiers?state=awaiting_report", headers=staff)).json()
    first = (await client.get("/dossiers?limit=1", headers=staff)).json()
    second = (await client.get(f"/dossiers?limit=1&after={first['next']}", headers=staff)).json()
    last = (await client.get(f"/dossiers?limit=1&after={second['next']}", headers=staff)).json()

    assert [(one["id"], one["tests_state"], one["service_name"]) for one in waiting["dossiers"]] == [
        (UNREPORTED, "required", None)
    ]
    assert {first["dossiers"][0]["id"], second["dossiers"][0]["id"]} == {DOSSIER, UNREPORTED}
    assert last == {"dossiers": [], "next": None}


async def test_cases_are_for_staff(client: AsyncClient, by: As) -> None:
    assert (await client.get("/cases", headers=by(Role.PUBLISHER, "org-1"))).status_code == 403
    assert (await client.get("/cases?state=proposed", headers=by(Role.AUDITOR))).json() == {"cases": [], "next": None}
    assert (await client.get(f"/cases/{DOSSIER}", headers=by(Role.AUDITOR))).status_code == 404
