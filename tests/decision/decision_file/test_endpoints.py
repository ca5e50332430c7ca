"""Decision files over HTTP: refusals as problems, and who may read what."""

from httpx import AsyncClient

from shared.identity.actor import Role
from tests.decision.conftest import UNREPORTED, As
from tests.decision.decision_file.dossier import DOSSIER


async def test_an_opinion_is_recorded(client: AsyncClient, by: As) -> None:
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


async def test_faults_of_an_opinion_are_listed_by_path(client: AsyncClient, by: As) -> None:
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


async def test_staff_reads_a_file_with_its_conditions_and_what_may_be_done(client: AsyncClient, by: As) -> None:
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
