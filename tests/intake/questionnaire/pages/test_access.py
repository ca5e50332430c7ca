"""Who gets to the pages of a dossier, and with what: nobody else, from nowhere else, in both languages."""

import pytest

from shared.identity.actor import Actor
from tests.builders import DESK, OTHER_PUBLISHER, PUBLISHER
from tests.intake.application.test_line import FILE
from tests.intake.questionnaire.pages.desk import opened, send, sign_in
from tests.pages.hosting import Site


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


async def test_a_form_from_elsewhere_changes_nothing(intake: Site, path: str) -> None:
    page = await opened(intake, f"{path}/orientation")

    answer = await send(intake, page, f"{path}/orientation", {"form_key": "0" * 64, "fact.paid": "true"})

    assert answer.status_code == 403
    assert (await intake.get(path.removesuffix("/remplir"), PUBLISHER)).json()["draft"] is None


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
