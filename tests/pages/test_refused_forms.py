"""Forms that are refused: whatever somebody filled in is still there, on every page that has a form."""

from pathlib import Path

import pytest

from services.catalogue.main import SERVICE as CATALOGUE
from services.decision.main import SERVICE as DECISION
from services.evaluation.main import SERVICE as EVALUATION
from services.intake.main import SERVICE as INTAKE
from services.surveillance.main import SERVICE as SURVEILLANCE
from shared.http.written import NOT_TYPED
from shared.identity.actor import Actor
from tests.builders import EVALUATOR, PUBLISHER
from tests.conftest import ServiceDatabase
from tests.evaluation.evaluation.test_pages import HERE, start
from tests.intake.application.test_line import FILE
from tests.intake.follow_up.test_pages import a_dossier
from tests.intake.questionnaire.pages.desk import VALIDATED, fields_of, send, sign_in
from tests.pages.hosting import Site, hosted
from tests.pages.reading import Page, assert_accessible

WITH_FIELDS = {
    "/instruction/{id}/acts/{act}",
    "/instruction/{id}/facts/{fact}",
    "/dossiers/{id}/remplir/orientation",
    "/dossiers/{id}/remplir/questionnaires/{questionnaire}",
    "/dossiers/{id}/remplir/ecoscore",
}
WITHOUT = {
    "/dossiers/{id}/suivi/lien",  # one choice, that of a box; nothing written
    "/dossiers/{id}/remplir/version",
    "/dossiers/{id}/remplir/depot",
    "/dossiers/{id}/remplir/fichier",  # a browser gives no page the file that was chosen
    "/porte-documents/{id}/retrait",
    "/session",  # a token is shown to nobody
    "/session/end",
}
LATE = {"version": "999"}
"""Somebody changed the file in the meantime: refused with 412."""
ACTS = f"{HERE}/acts"
TYPED = "Deux lignes,\r\ndont une <b>longue</b>."
SHOWN = TYPED.replace("\r\n", "\n")


def test_every_form_of_the_line_is_tried_here() -> None:
    services = (INTAKE, EVALUATION, DECISION, CATALOGUE, SURVEILLANCE)
    routes = [route for service in services for router in service.routers for route in router.routes]
    forms = {
        route.path  # type: ignore[attr-defined]  # APIRoute
        for route in routes
        if "POST" in route.methods and not route.include_in_schema  # type: ignore[attr-defined]
    }

    assert forms == WITH_FIELDS | WITHOUT


async def refused(site: Site, path: str, action: str, filled: dict[str, object], who: Actor | None) -> None:
    """Fill in a form of a page, send it too late, and find all that was filled in on the page of the refusal."""
    headers = site._identity(who) | {"sec-fetch-site": "same-origin"}
    page = Page((await site.client.get(path, headers=headers)).text)

    answer = await send(site, page, action, {**filled, **LATE}, headers=headers)

    again = Page(answer.text)
    assert answer.status_code == 412
    assert_accessible(again)
    wanted = {**fields_of(page, action), **filled}
    there = fields_of(again, action)
    for name in wanted.keys() - NOT_TYPED:
        given = found if isinstance(found := wanted[name], list) else [found]
        assert sorted(there.get(name, [])) == sorted(str(one).replace("\r\n", "\n") for one in given), name


@pytest.mark.parametrize(
    ("path", "action", "filled"),
    [
        (f"{HERE}/facts/paid", f"{HERE}/facts/paid", {"value": "true", "reason": TYPED}),
        (f"{HERE}/facts/paid", f"{HERE}/facts/paid", {"value": "", "reason": TYPED}),
        (f"{HERE}/facts/form", f"{HERE}/facts/form", {"option": ["web_site"], "reason": TYPED}),
        (f"{HERE}/criteria/SEC-07", f"{ACTS}/confirm_findings", {"state": "partially", "reason": TYPED}),
        (HERE, f"{ACTS}/request_complement", {"message": TYPED}),
    ],
)
async def test_what_an_evaluator_filled_in_is_still_there(
    evaluation: Site, path: str, action: str, filled: dict[str, object]
) -> None:
    await start(evaluation, (EVALUATOR, "facts", {"fact": "paid", "value": True, "reason": "A price."}))

    await refused(evaluation, path, action, filled, EVALUATOR)


async def test_an_assignment_that_is_refused_keeps_its_names_and_its_declaration(evaluation: Site) -> None:
    filled: dict[str, object] = {"lead": "eva-9", "reviewer": "eva-8", "no_interest": "declared"}

    await refused(evaluation, HERE, f"{ACTS}/start_evaluation", filled, EVALUATOR)


@pytest.mark.parametrize(
    ("page", "filled"),
    [
        ("orientation", {"fact.has_user_accounts": "true", "fact.form": ["web_site", "mobile_application"]}),
        (
            "questionnaires/ethique",
            {
                "answer.ETH-27": "71,5", "answer.ETH-26": "true", "note.ETH-27": TYPED,
                "claim.ETH-28": "no_server_side", "drop.ETH-26": "0", "new_type.ETH-26": "report",
                "new_issued_on.ETH-26": "2026-05-02", "new_valid_until.ETH-26": "2027-05-02",
            },
        ),
    ],
)  # fmt: skip
async def test_what_a_publisher_filled_in_is_still_there(
    service_database: ServiceDatabase, tmp_path: Path, page: str, filled: dict[str, object]
) -> None:
    async with hosted(INTAKE, await service_database("intake"), tmp_path, demonstration=True) as intake:
        dossier = await a_dossier(intake, *VALIDATED)
        evidence = {"ETH-26": [{"type": "report", "issued_on": "2026-04-01"}]}
        await intake.post(f"/dossiers/{dossier}/draft", PUBLISHER, {"facts": FILE["facts"], "evidence": evidence})
        await sign_in(intake)
        path = f"/dossiers/{dossier}/remplir/{page}"

        await refused(intake, path, path, filled, None)


async def test_a_journey_is_still_there_when_its_score_cannot_be_taken_over(intake: Site) -> None:
    dossier = await a_dossier(intake, *VALIDATED)
    path = f"/dossiers/{dossier}/remplir/ecoscore"
    headers = intake._identity(PUBLISHER) | {"sec-fetch-site": "same-origin"}
    empty = Page((await intake.client.get(path, headers=headers)).text)
    steps = [name for name in fields_of(empty, path) if name.endswith((".0", ".1"))]
    worked_out = await send(intake, empty, path, dict.fromkeys(steps, "1,5"), headers=headers)

    answer = await send(intake, Page(worked_out.text), path, LATE, headers=headers)

    assert answer.status_code == 412
    shown = {mark["name"]: mark["value"] for mark in Page(answer.text).all("input") if mark["type"] == "text"}
    assert {shown[name] for name in steps} == {"1,5"}


async def test_what_was_typed_while_the_session_ended_is_shown_on_the_sign_in_page(evaluation: Site) -> None:
    headers = {"sec-fetch-site": "same-origin"}
    secret = {"form_key": "k" * 64, "key": "b" * 36}

    answer = await evaluation.client.post(
        f"{HERE}/facts/paid", data={**secret, "value": "true", "reason": TYPED}, headers=headers
    )

    page = Page(answer.text)
    assert_accessible(page)
    assert answer.status_code == 401
    assert [mark.text for mark in page.all("dd")] == ["true", SHOWN]
    assert "k" * 64 not in answer.text


async def test_a_stranger_site_makes_no_page_of_ours_say_anything(evaluation: Site) -> None:
    headers = {"sec-fetch-site": "cross-site"}

    answer = await evaluation.client.post(f"{HERE}/facts/paid", data={"reason": TYPED}, headers=headers)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/session?then=&why=token_missing"


async def test_a_page_of_a_problem_shows_what_was_typed(intake: Site) -> None:
    dossier = await a_dossier(intake, *VALIDATED)
    headers = intake._identity(PUBLISHER) | {"sec-fetch-site": "same-origin", "accept": "text/html"}
    typed = {"note.ETH-27": TYPED, "asked": "ETH-27", "form_key": "k" * 64, "key": "b" * 36}

    answer = await intake.client.post(
        f"/dossiers/{dossier}/remplir/questionnaires/ethique", data=typed, headers=headers
    )

    page = Page(answer.text)
    assert_accessible(page)
    assert answer.status_code == 403
    assert [mark.text for mark in page.all("dt")] == ["Code", "note.ETH-27"]
    assert [mark.text for mark in page.all("dd")] == ["form_not_ours", SHOWN]
