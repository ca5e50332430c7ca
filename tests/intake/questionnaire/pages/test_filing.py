"""From the last question to the filing, and what may follow."""

from tests.builders import DESK, OTHER_PUBLISHER, PUBLISHER
from tests.intake.application.test_line import FILE
from tests.intake.follow_up.test_pages import a_dossier
from tests.intake.questionnaire.pages.desk import VALIDATED, opened, send, sign_in
from tests.pages.hosting import Site
from tests.pages.reading import Page


async def test_what_blocks_is_one_list_with_a_link_to_each_place(intake: Site, path: str) -> None:
    await intake.post(f"{path.removesuffix('/remplir')}/draft", PUBLISHER, {**FILE, "answers": {}})

    page = await opened(intake, f"{path}/blocages")

    assert "points bloquent votre dossier." in page.text
    assert f"{path}/questionnaires/securite#SEC-07" in [mark["href"] for mark in page.all("a")]


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


async def test_the_publisher_sees_its_own_dossiers(intake: Site, path: str) -> None:
    page = await opened(intake, "/mes-dossiers")
    await sign_in(intake, OTHER_PUBLISHER)
    other = await opened(intake, "/mes-dossiers")

    assert "Carnet <de> tension" in page.text
    assert [mark["href"] for mark in page.all("a") if mark["href"].endswith("/remplir")] == [path]
    assert "Aucun dossier pour votre organisation." in other.text


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
