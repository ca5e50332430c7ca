"""« Mon porte-documents »: what a publisher reads of its documents, and does with them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.intake.main import SERVICE as INTAKE
from services.intake.wallet.work.scans import Scans
from tests.builders import DESK, EVALUATOR, OTHER_PUBLISHER, PUBLISHER
from tests.conftest import ServiceDatabase
from tests.intake.application.test_line import FILE, PRIOR_REQUEST
from tests.intake.wallet.files import EICAR, pdf
from tests.pages.hosting import Site, hosted
from tests.pages.reading import Page, assert_accessible

SAID = "type=report&issuer=Laboratoire%20Exemple&issued_on=2026-02-01"


@pytest.fixture
async def site(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    dsn = await service_database("intake")
    async with hosted(INTAKE, dsn, tmp_path, document_folder=tmp_path / "documents", demonstration=True) as made:
        yield made


async def sent(site: Site, content: bytes, query: str = "", path: str = "/documents") -> str:
    """Id of a document that was taken."""
    site.sent += 1
    token = site.issuer.token(PUBLISHER.id, PUBLISHER.roles, PUBLISHER.organisation)
    headers = {"authorization": f"Bearer {token}", "idempotency-key": f"document-{site.sent:04d}"}
    answer = await site.client.post(f"{path}?{SAID}{query}", headers=headers, content=content)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def scanned(site: Site) -> None:
    app = site.client._transport.app  # type: ignore[attr-defined]  # the application that the client speaks to
    await Scans(app.state.documents, site.shell).scan_some()


async def page(site: Site, language: str = "fr") -> Page:
    answer = await site.get("/porte-documents", PUBLISHER, language=language)
    assert answer.status_code == 200, answer.text
    found = Page(answer.text)
    assert_accessible(found)
    return found


async def test_an_empty_wallet_says_so_in_both_languages(site: Site) -> None:
    assert "Aucun document pour le moment" in (await page(site)).text
    assert "No document yet" in (await page(site, "en")).text


async def test_a_document_is_told_with_its_state_its_scan_and_its_end(site: Site) -> None:
    await sent(site, pdf(b"one"), "&valid_until=2026-07-01")
    waiting = (await page(site)).text
    await scanned(site)

    said = (await page(site)).text

    assert "En attente d’analyse antivirus" in waiting
    assert "Télécharger" not in waiting
    assert "Rapport, Laboratoire Exemple" in said
    assert "Aucun code malveillant trouvé" in said
    assert "Encore 30 jours de validité" in said
    assert "Pas encore utilisé" in said
    assert "Télécharger le document" in said


async def test_an_infected_document_is_blocked_and_cannot_be_downloaded(site: Site) -> None:
    id_ = await sent(site, EICAR)
    await scanned(site)

    assert "Code malveillant trouvé" in (await page(site)).text
    assert "Télécharger" not in (await page(site)).text
    assert (await site.get(f"/documents/{id_}/telechargement", PUBLISHER)).json()["code"] == "document_infected"


async def test_it_is_told_where_a_document_is_used(site: Site) -> None:
    id_ = await sent(site, pdf())
    await scanned(site)
    dossier = (await site.post("/dossiers", PUBLISHER, PRIOR_REQUEST))["id"]
    await site.post(f"/dossiers/{dossier}/validation", DESK, {})
    evidence = {**FILE["evidence"], "SEC-10": [{"type": "report", "document": id_}]}
    await site.post(f"/dossiers/{dossier}/submission", PUBLISHER, {**FILE, "evidence": evidence})

    said = (await page(site)).text

    assert "Carnet de tension SEC-10" in said
    assert "Pas encore utilisé" not in said


async def test_a_replacement_leads_to_what_it_replaces(site: Site) -> None:
    earlier = await sent(site, pdf(b"one"))
    await sent(site, pdf(b"two"), path=f"/documents/{earlier}/replacement")

    links = [mark["href"] for mark in (await page(site)).all("a")]

    assert f"#d-{earlier}" in links


async def test_a_document_is_withdrawn_by_a_form(site: Site) -> None:
    id_ = await sent(site, pdf())
    token = site.issuer.token(PUBLISHER.id, PUBLISHER.roles, PUBLISHER.organisation)
    headers = {"authorization": f"Bearer {token}", "sec-fetch-site": "same-origin"}
    opened = await site.client.get("/porte-documents", headers=headers)
    fields = {mark["name"]: mark["value"] for mark in Page(opened.text).all("input")}

    answer = await site.client.post(f"/porte-documents/{id_}/retrait", headers=headers, data=fields)

    assert (answer.status_code, answer.headers["location"]) == (303, "/porte-documents")
    assert "Retiré" in (await page(site)).text


async def test_whoever_examines_downloads_with_a_session_and_other_publishers_find_nothing(site: Site) -> None:
    id_ = await sent(site, pdf())
    await scanned(site)

    given = await site.get(f"/documents/{id_}/telechargement", EVALUATOR)
    other = await site.get(f"/documents/{id_}/telechargement", OTHER_PUBLISHER)
    stranger = await site.get(f"/documents/{id_}/telechargement")

    assert (given.content, given.headers["content-disposition"].split(";")[0]) == (pdf(), "attachment")
    assert (other.status_code, stranger.status_code) == (404, 303)


async def test_the_page_is_for_publishers(site: Site) -> None:
    assert (await site.get("/porte-documents", EVALUATOR)).headers["location"].startswith("/session?")
