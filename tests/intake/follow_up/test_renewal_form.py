"""Rule I-36 on the page: who is signed in and may renew the link finds a form for it."""

import httpx
import pytest

from shared.identity.actor import Actor
from tests.builders import DESK, EVALUATOR, OTHER_PUBLISHER, PUBLISHER
from tests.intake.follow_up.test_pages import a_dossier
from tests.pages.hosting import Site
from tests.pages.reading import Page, assert_accessible

RENEW = "Renouveler le lien vers cette page"


def headers(site: Site, who: Actor) -> dict[str, str]:
    token = site.issuer.token(who.id, who.roles, who.organisation)
    return {"authorization": f"Bearer {token}", "sec-fetch-site": "same-origin", "accept-language": "fr"}


async def link(site: Site, dossier: str) -> str:
    return str((await site.get(f"/dossiers/{dossier}", PUBLISHER)).json()["follow_up_url"])


async def renewed(site: Site, dossier: str, who: Actor, **more: str) -> httpx.Response:
    """Fill in the form as it stands on the page, and send it."""
    opened = Page((await site.client.get(await link(site, dossier), headers=headers(site, PUBLISHER))).text)
    assert_accessible(opened)
    fields = {mark["name"]: mark["value"] for mark in opened.all("input") if mark["type"] == "hidden"}
    path = f"/dossiers/{dossier}/suivi/lien"
    return await site.client.post(path, headers=headers(site, who), data=fields | more)


@pytest.mark.parametrize(
    ("who", "offered"), [(PUBLISHER, True), (DESK, True), (OTHER_PUBLISHER, False), (EVALUATOR, False)]
)
async def test_the_form_is_offered_to_whoever_may_renew(intake: Site, who: Actor, offered: bool) -> None:
    url = await link(intake, await a_dossier(intake))

    page = await intake.client.get(url, headers=headers(intake, who))

    assert (page.status_code, RENEW in page.text) == (200, offered)


async def test_whoever_only_has_the_link_reads_the_page_without_the_form(intake: Site) -> None:
    page = await intake.get(await link(intake, await a_dossier(intake)), language="fr")

    assert (page.status_code, RENEW in page.text) == (200, False)


async def test_the_new_link_is_shown_and_the_old_one_opens_during_the_overlap(intake: Site) -> None:
    dossier = await a_dossier(intake)
    old = await link(intake, dossier)

    answer = await renewed(intake, dossier, PUBLISHER)

    new = await link(intake, dossier)
    assert (answer.status_code, answer.headers["location"]) == (303, new)
    assert new != old
    assert [(await intake.get(url)).status_code for url in (old, new)] == [200, 200]


async def test_the_old_link_ends_at_once_where_that_is_ticked(intake: Site) -> None:
    dossier = await a_dossier(intake)
    old = await link(intake, dossier)

    await renewed(intake, dossier, PUBLISHER, at_once="yes")

    statuses = [(await intake.get(url)).status_code for url in (old, await link(intake, dossier))]
    assert statuses == [410, 200]


async def test_another_publisher_renews_nothing(intake: Site) -> None:
    dossier = await a_dossier(intake)
    old = await link(intake, dossier)

    answer = await renewed(intake, dossier, OTHER_PUBLISHER)

    assert answer.status_code == 403
    assert await link(intake, dossier) == old
