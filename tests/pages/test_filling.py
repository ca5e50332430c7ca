"""Filling in a dossier on pages: signed in, from the first question to the filing; nothing typed is lost."""

import re
from collections.abc import AsyncIterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from services.intake.filling.words import WORDS
from services.intake.main import SERVICE
from shared.identity.actor import Actor
from tests.builders import DESK, OTHER_PUBLISHER, PUBLISHER
from tests.conftest import ServiceDatabase
from tests.intake.test_line import FILE
from tests.pages.hosting import Site, hosted
from tests.pages.reading import Page, assert_accessible
from tests.pages.test_follow_up import a_dossier


@pytest.fixture
async def intake(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    """Without TLS a browser keeps the session's cookie in a demonstration only."""
    async with hosted(SERVICE, await service_database("intake"), tmp_path, demonstration=True) as site:
        yield site


VALIDATED: tuple[tuple[str, object], ...] = (("validation", {}),)


async def sign_in(site: Site, who: Actor = PUBLISHER) -> None:
    site.client.cookies.clear()
    answer = await site.client.post(
        "/session", data={"token": site.issuer.token(who.id, who.roles, who.organisation), "then": ""}
    )
    assert answer.status_code == 303, answer.text


async def opened(site: Site, path: str, language: str = "fr") -> Page:
    answer = await site.client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200, answer.text
    page = Page(answer.text)
    assert_accessible(page)
    return page


def fields_of(page: Page, action: str) -> dict[str, list[str]]:
    """What a browser would send of the form with that action, as it stands."""
    html = page.html.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
    form = Page(f"<body>{html.split('>', 1)[1]}</body>")
    fields: dict[str, list[str]] = {}
    for mark in form.marks:
        typed = mark["type"]
        if mark.tag == "input" and mark["name"] and typed != "file":
            if typed not in ("radio", "checkbox") or "checked" in mark.attributes:
                fields.setdefault(mark["name"], []).append(mark["value"])
        elif mark.tag == "textarea":
            fields.setdefault(mark["name"], []).append(mark.text.removeprefix("\n"))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', html, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen or [""]
    return fields


async def send(site: Site, page: Page, action: str, changes: Mapping[str, Any] = {}, **more: Any) -> httpx.Response:  # noqa: ANN401
    return await site.client.post(action, data={**fields_of(page, action), **changes}, **more)


@pytest.fixture
async def path(intake: Site) -> str:
    """The pages of a dossier that is ready to be filled in; its publisher is signed in."""
    dossier = await a_dossier(intake, *VALIDATED)
    await sign_in(intake)
    return f"/dossiers/{dossier}/remplir"


async def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(intake: Site, path: str) -> None:
    intake.client.cookies.clear()

    answer = await intake.client.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/session?then={path.replace('/', '%2F')}")


@pytest.mark.parametrize("who", [OTHER_PUBLISHER])
async def test_another_publisher_finds_nothing(intake: Site, path: str, who: Actor) -> None:
    await sign_in(intake, who)

    assert (await intake.client.get(path)).status_code == 404


async def test_the_desk_does_not_fill_in_for_a_publisher(intake: Site, path: str) -> None:
    await sign_in(intake, DESK)

    answer = await intake.client.get(path)

    assert answer.status_code == 303
    assert "why=role_required" in answer.headers["location"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "page",
    ["", "/orientation", "/questionnaires/doctrine", "/questionnaires/securite", "/questionnaires/rgpd",
     "/questionnaires/ethique", "/blocages", "/version", "/ecoscore"],
)  # fmt: skip
async def test_every_page_is_accessible_in_both_languages(intake: Site, path: str, page: str, language: str) -> None:
    await intake.post(f"{path.removesuffix('/remplir')}/draft", PUBLISHER, {**FILE, "answers": {"SEC-07": "x"}})

    found = await opened(intake, f"{path}{page}", language)

    assert found.one("html")["lang"] == language


async def test_the_orientation_is_saved_and_brings_up_the_criteria(intake: Site, path: str) -> None:
    page = await opened(intake, f"{path}/orientation")
    before = await opened(intake, f"{path}/questionnaires/doctrine")

    answer = await send(
        intake, page, f"{path}/orientation",
        {"fact.has_user_accounts": "true", "fact.handles_health_data": "true", "fact.form": ["web_site"]},
    )  # fmt: skip

    assert answer.status_code == 303
    after = await opened(intake, f"{path}/questionnaires/doctrine")
    assert 'id="answer-URB-03-1"' not in before.html
    assert 'id="answer-URB-03-1"' in after.html
    assert "Enregistré." in (await opened(intake, answer.headers["location"])).text


async def test_the_typology_is_shown_and_not_asked_again(intake: Site, path: str) -> None:
    page = await opened(intake, f"{path}/orientation")

    assert "Typologie déclarée dans la demande préalable : Sans échange de données." in page.text
    assert 'name="fact.track"' not in page.html


async def test_an_undecided_criterion_leads_to_the_facts_it_waits_for(intake: Site, path: str) -> None:
    page = await opened(intake, f"{path}/questionnaires/doctrine")

    (link,) = {mark["href"] for mark in page.all("a") if mark["href"].endswith("#has_user_accounts")}
    assert link == f"{path}/orientation#has_user_accounts"


async def test_an_answer_that_is_not_right_yet_is_kept_and_pointed_out(intake: Site, path: str) -> None:
    await intake.post(f"{path.removesuffix('/remplir')}/draft", PUBLISHER, {"facts": FILE["facts"]})
    page = await opened(intake, f"{path}/questionnaires/securite")

    answer = await send(intake, page, f"{path}/questionnaires/securite", {"answer.SEC-07": "trente <jours>"})

    assert answer.status_code == 303
    again = await opened(intake, answer.headers["location"])
    (field,) = [mark for mark in again.all("input") if mark["id"] == "answer-SEC-07"]
    assert (field["value"], field["aria-invalid"]) == ("trente <jours>", "true")
    assert field["aria-describedby"] == "help-SEC-07 error-SEC-07"
    assert "Une réponse est à corriger" in again.text
    assert "La réponse n’est pas du type attendu." in again.text


async def test_answers_evidence_claims_and_notes_are_saved_together(intake: Site, path: str) -> None:
    draft = f"{path.removesuffix('/remplir')}/draft"
    await intake.post(draft, PUBLISHER, {"facts": FILE["facts"]})
    page = await opened(intake, f"{path}/questionnaires/ethique")
    action = f"{path}/questionnaires/ethique"

    await send(intake, page, action, {
        "answer.ETH-27": "71,5", "answer.ETH-26": "true", "claim.ETH-28": "no_server_side", "note.ETH-27": "à revoir",
        "new_type.ETH-26": "report", "new_issued_on.ETH-26": "2026-05-02",
    })  # fmt: skip

    application = (await intake.get(path.removesuffix("/remplir"), PUBLISHER)).json()
    content = application["draft"]["content"]
    assert {name: content["answers"][name] for name in ("ETH-26", "ETH-27")} == {"ETH-26": True, "ETH-27": 71.5}
    assert content["not_applicable"] == {"ETH-28": "no_server_side"}
    assert [(one["type"], one["issued_on"]) for one in content["evidence"]["ETH-26"]] == [("report", "2026-05-02")]
    assert application["notes"] == {"ETH-27": "à revoir"}


async def test_evidence_is_struck_out(intake: Site, path: str) -> None:
    dossier = path.removesuffix("/remplir")
    await intake.post(f"{dossier}/draft", PUBLISHER, FILE)
    page = await opened(intake, f"{path}/questionnaires/ethique")

    await send(intake, page, f"{path}/questionnaires/ethique", {"drop.ETH-26": ["0"]})

    evidence = (await intake.get(dossier, PUBLISHER)).json()["draft"]["content"]["evidence"]
    assert "ETH-26" not in evidence
    assert evidence.keys() == FILE["evidence"].keys() - {"ETH-26"}


@pytest.mark.parametrize(
    "wrong", [{}, {"URB-01": "maybe", "INT-06": "fax", "SEC-07": "x"}], ids=["right", "not yet right"]
)
async def test_a_page_sent_as_it_stands_changes_nothing(intake: Site, path: str, wrong: dict[str, str]) -> None:
    dossier = path.removesuffix("/remplir")
    await intake.post(f"{dossier}/draft", PUBLISHER, {**FILE, "answers": {**FILE["answers"], **wrong}})
    before = (await intake.get(dossier, PUBLISHER)).json()["draft"]

    for part in ("orientation", *(f"questionnaires/{one}" for one in ("doctrine", "securite", "rgpd", "ethique"))):
        answer = await send(intake, await opened(intake, f"{path}/{part}"), f"{path}/{part}")
        assert answer.status_code == 303

    assert (await intake.get(dossier, PUBLISHER)).json()["draft"] == before


async def test_of_two_tabs_the_second_keeps_what_was_typed_and_says_so(intake: Site, path: str) -> None:
    await intake.post(f"{path.removesuffix('/remplir')}/draft", PUBLISHER, {"facts": FILE["facts"]})
    action = f"{path}/questionnaires/securite"
    first, second = await opened(intake, action), await opened(intake, action)
    await send(intake, first, action, {"answer.SEC-07": "30"})

    answer = await send(intake, second, action, {"answer.SEC-07": "20"})

    assert answer.status_code == 412
    page = Page(answer.text)
    assert_accessible(page)
    assert "Rien n’est perdu" in page.text
    assert fields_of(page, action)["answer.SEC-07"] == ["20"]
    assert (await send(intake, page, action)).status_code == 303


async def test_what_cannot_be_kept_is_told_by_its_place_and_shown_again(intake: Site, path: str) -> None:
    await intake.post(f"{path.removesuffix('/remplir')}/draft", PUBLISHER, {"facts": FILE["facts"]})
    action = f"{path}/questionnaires/securite"

    answer = await send(intake, await opened(intake, action), action, {"answer.SEC-07": "30\x07", "answer.SEC-14": "7"})

    page = Page(answer.text)
    assert answer.status_code == 422
    assert_accessible(page)
    assert "answers.SEC-07 Ce texte contient un caractère de contrôle." in page.text
    assert fields_of(page, action)["answer.SEC-14"] == ["7"]


async def test_a_form_from_elsewhere_changes_nothing(intake: Site, path: str) -> None:
    page = await opened(intake, f"{path}/orientation")

    answer = await send(intake, page, f"{path}/orientation", {"form_key": "0" * 64, "fact.paid": "true"})

    assert answer.status_code == 403
    assert (await intake.get(path.removesuffix("/remplir"), PUBLISHER)).json()["draft"] is None


async def test_what_blocks_is_one_list_with_a_link_to_each_place(intake: Site, path: str) -> None:
    await intake.post(f"{path.removesuffix('/remplir')}/draft", PUBLISHER, {**FILE, "answers": {}})

    page = await opened(intake, f"{path}/blocages")

    assert "points bloquent votre dossier." in page.text
    assert f"{path}/questionnaires/securite#SEC-07" in [mark["href"] for mark in page.all("a")]


async def test_a_spreadsheet_is_taken_away_filled_in_and_brought_back(intake: Site, path: str) -> None:
    page = await opened(intake, path)
    away = await intake.client.get(f"{path}/reponses.xlsx")
    book = load_workbook(BytesIO(away.content))
    for row in book["orientation"].iter_rows(min_row=2):
        fact = FILE["facts"].get(row[0].value)
        row[3].value = {True: "oui", False: "non"}[fact] if isinstance(fact, bool) else row[3].value
    data = BytesIO()
    book.save(data)

    answer = await send(intake, page, f"{path}/fichier", files={"fichier": ("réponses.xlsx", data.getvalue())})

    assert answer.status_code == 303, answer.text
    facts = (await intake.get(path.removesuffix("/remplir"), PUBLISHER)).json()["draft"]["content"]["facts"]
    assert facts == {name: value for name, value in FILE["facts"].items() if isinstance(value, bool)}


async def test_a_faulty_spreadsheet_is_told_cell_by_cell(intake: Site, path: str) -> None:
    page = await opened(intake, path)
    away = (await intake.client.get(f"{path}/reponses.csv")).content
    spoilt = re.sub(rb"(securite;SEC-07;[^;]*;[^;]*;)", rb"\1trente", away)

    answer = await send(intake, page, f"{path}/fichier", files={"fichier": ("x.csv", spoilt)})

    told = Page(answer.text)
    assert answer.status_code == 422
    assert_accessible(told)
    assert "rien n’a été modifié" in told.text
    assert re.search(r"securite ?\d+ ?reponse ?La réponse n’est pas du type attendu.", told.text)
    assert (await intake.get(path.removesuffix("/remplir"), PUBLISHER)).json()["draft"] is None


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [("x.exe", b"MZ", 415), ("x.xlsx", b"no archive", 422), ("x.csv", b"a" * 2_100_000, 413)],
    ids=["another kind", "damaged", "too large"],
)
async def test_other_files_are_refused(intake: Site, path: str, name: str, data: bytes, status: int) -> None:
    page = await opened(intake, path)

    answer = await send(intake, page, f"{path}/fichier", files={"fichier": (name, data)})

    assert answer.status_code == status


async def test_a_complete_draft_is_filed_from_its_page(intake: Site, path: str) -> None:
    dossier = path.removesuffix("/remplir")
    await intake.post(f"{dossier}/draft", PUBLISHER, FILE)
    page = await opened(intake, path)

    answer = await send(intake, page, f"{path}/depot")

    assert answer.status_code == 303
    assert (await intake.get(dossier, PUBLISHER)).json()["state"] == "submitted"
    after = await opened(intake, path)
    assert "Ce dossier ne se modifie plus ici" in after.text
    assert "Déposer le dossier" not in after.text


async def test_without_a_draft_there_is_nothing_to_file_and_the_page_says_so(intake: Site, path: str) -> None:
    answer = await send(intake, await opened(intake, path), f"{path}/depot")

    assert answer.status_code == 409
    assert "Il n’y a pas encore de brouillon à déposer." in Page(answer.text).text


async def test_an_incomplete_file_is_completed_on_the_same_pages(intake: Site, path: str) -> None:
    dossier = path.removesuffix("/remplir")
    answers = {name: value for name, value in FILE["answers"].items() if name != "ETH-20"}
    await intake.post(f"{dossier}/submission", PUBLISHER, {**FILE, "answers": answers})
    await intake.post(f"{dossier}/completion-request", DESK, {})
    page = await opened(intake, f"{path}/questionnaires/ethique")
    value = FILE["answers"]["ETH-20"]
    typed = {True: "true", False: "false"}.get(value, value) if not isinstance(value, list) else value

    await send(intake, page, f"{path}/questionnaires/ethique", {"answer.ETH-20": typed})
    answer = await send(intake, await opened(intake, path), f"{path}/depot")

    assert answer.status_code == 303
    found = (await intake.get(dossier, PUBLISHER)).json()
    assert (found["state"], found["content"]["answers"]["ETH-20"]) == ("submitted", value)


async def test_a_new_version_is_shown_before_the_draft_moves_to_it(intake: Site) -> None:
    intake.on("2025-12-30")
    dossier = f"/dossiers/{await a_dossier(intake, *VALIDATED)}"
    await sign_in(intake)
    await intake.post(f"{dossier}/draft", PUBLISHER, {
        "facts": {"has_user_accounts": True, "handles_health_data": True}, "answers": {"URB-03": "deux_facteurs"},
        "evidence": {"URB-03": [{"type": "report", "issued_on": "2025-12-01"}]},
    })  # fmt: skip
    intake.on("2026-01-02")

    overview = await opened(intake, f"{dossier}/remplir")
    page = await opened(intake, f"{dossier}/remplir/version")
    answer = await send(intake, page, f"{dossier}/remplir/version")

    assert "Une nouvelle version du programme est en vigueur (3.0.0)" in overview.text
    assert "De la version 2.0.0 à la version 3.0.0" in page.text
    assert "Ne seraient plus satisfaits URB-03" in page.text
    assert answer.status_code == 303
    assert (await intake.get(dossier, PUBLISHER)).json()["draft"]["programme"] == "3.0.0"


async def test_an_ecoscore_is_worked_out_and_accepted_as_the_answer(intake: Site, path: str) -> None:
    action = f"{path}/ecoscore"
    page = await opened(intake, action)
    typed = {
        "energy.0": "1",
        "performance.0": "1",
        "data.0": "0,1",
        "energy.1": "2",
        "performance.1": "9",
        "data.1": "6",
    }

    worked_out = Page((await send(intake, page, action, typed)).text)
    answer = await intake.client.post(action, data={**fields_of(worked_out, action), "accepted": "67"})

    assert_accessible(worked_out)
    assert "Écoscore : 67 sur 100" in worked_out.text
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/questionnaires/ethique?saved=1#ETH-27")
    answers = (await intake.get(path.removesuffix("/remplir"), PUBLISHER)).json()["draft"]["content"]["answers"]
    assert answers == {"ETH-27": 67}


async def test_a_step_that_is_not_whole_is_pointed_out(intake: Site, path: str) -> None:
    action = f"{path}/ecoscore"

    page = Page((await send(intake, await opened(intake, action), action, {"energy.0": "beaucoup"})).text)

    wrong = [mark["id"] for mark in page.all("input") if mark["aria-invalid"]]
    assert wrong == ["energy-0", "performance-0", "data-0"]
    assert "Écoscore :" not in page.text


async def test_the_publisher_sees_its_own_dossiers(intake: Site, path: str) -> None:
    page = await opened(intake, "/mes-dossiers")
    await sign_in(intake, OTHER_PUBLISHER)
    other = await opened(intake, "/mes-dossiers")

    assert "Carnet <de> tension" in page.text
    assert [mark["href"] for mark in page.all("a") if mark["href"].endswith("/remplir")] == [path]
    assert "Aucun dossier pour votre organisation." in other.text


async def test_a_criterion_of_no_questionnaire_is_not_found(intake: Site, path: str) -> None:
    assert (await intake.client.get(f"{path}/questionnaires/nothing")).status_code == 404


def test_every_wording_has_both_languages() -> None:
    assert [key for key, (french, english) in WORDS.items() if key != "waiting_none" and not (french and english)] == []
