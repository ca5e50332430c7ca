"""Filling in a dossier on pages: nothing typed is lost, what is wrong is pointed out."""

import pytest

from services.intake.questionnaire.pages.words import WORDS
from tests.builders import PUBLISHER
from tests.intake.application.test_line import FILE
from tests.intake.questionnaire.pages.desk import fields_of, opened, send
from tests.pages.hosting import Site
from tests.pages.reading import Page, assert_accessible


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
    assert "answers.SEC-07 Ce texte contient un caractère de contrôle" in page.text
    assert fields_of(page, action)["answer.SEC-14"] == ["7"]


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


async def test_a_criterion_of_no_questionnaire_is_not_found(intake: Site, path: str) -> None:
    assert (await intake.client.get(f"{path}/questionnaires/nothing")).status_code == 404


def test_every_wording_has_both_languages() -> None:
    assert [key for key, (french, english) in WORDS.items() if key != "waiting_none" and not (french and english)] == []
