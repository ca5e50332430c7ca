"""The evidence of a listed service from the filing to its end, over HTTP and Kafka, on a real database."""

from datetime import date
from pathlib import Path

import pytest

from services.intake.main import SERVICE
from shared.contracts.catalogue.listing import ListingPublished
from shared.contracts.vocabulary import DossierId, ListingId
from tests.builders import DESK, PUBLISHER, some_id
from tests.delivery.desk import record
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import FILE, drafted
from tests.intake.wallet.client import Wallet
from tests.intake.words import an_application

CRITERION = "SEC-10"


@pytest.fixture
def wallet(desk: Desk, tmp_path: Path) -> Wallet:
    return Wallet(desk, tmp_path / "documents")


async def listed(wallet: Wallet) -> str:
    """Path of a dossier whose report ends on 1 February 2027, a month before the listing does."""
    desk = wallet.desk
    report = {"type": "report", "document": (await wallet.clean()).removeprefix("/documents/")}
    path = await drafted(desk)
    content = {**FILE, "evidence": {**FILE["evidence"], CRITERION: [report]}}
    await desk.done(PUBLISHER, f"{path}/submission", content)
    await desk.done(DESK, f"{path}/admissibility")
    await hear(
        desk,
        ListingPublished(
            listing=ListingId(some_id("listing")),
            dossier=DossierId(path.removeprefix("/dossiers/")),
            service=an_application().service,
            published_on=date(2026, 3, 10),
            ends_on=date(2027, 3, 10),
        ),
    )
    return path


async def hear(desk: Desk, event: object) -> None:
    await desk.shell.perform(SERVICE.subscriptions.read(record(event)))


async def ends(wallet: Wallet) -> list[tuple[str, str]]:
    """Criteria still watched, and until when their evidence holds."""
    path = (await wallet.desk.get(DESK, "/dossiers")).json()["applications"][0]["id"]
    watch = (await wallet.read(f"/dossiers/{path}"))["watch"]
    return [(one["criterion"], one["until"]) for one in watch["proofs"]]


async def test_the_ends_of_a_listed_service_s_evidence_are_reminded_of_and_told(wallet: Wallet) -> None:
    await listed(wallet)
    assert (CRITERION, "2027-02-01") in await ends(wallet)

    wallet.desk.on("2027-03-09")
    await wallet.desk.time_passes()

    assert {"EvidenceExpiryReminded", "EvidenceExpired"} >= set((await wallet.desk.told())[4:])
    assert await ends(wallet) == []
    assert await wallet.desk.pool.fetchval("SELECT count(*) FROM deadlines") == 0


async def test_a_publisher_renews_its_evidence_in_time_and_that_end_is_never_told(wallet: Wallet) -> None:
    path = await listed(wallet)
    wallet.desk.on("2026-12-10")
    answer = await wallet.send(issued_on="2026-12-01")
    newer = {"type": "report", "document": answer.json()["id"]}

    renewed = await wallet.desk.done(PUBLISHER, f"{path}/evidence-renewal", {"evidence": {CRITERION: [newer]}})

    assert renewed["events"] == ["EvidenceRenewed"]
    assert CRITERION not in [criterion for criterion, _ in await ends(wallet)]
    use = (await wallet.read(answer.headers["location"]))["used_by"]
    assert [one["criteria"] for one in use] == [[CRITERION]]


async def test_another_organisation_s_document_renews_nothing(wallet: Wallet) -> None:
    path = await listed(wallet)
    wrong = {"type": "report", "document": some_id("never")}

    answer = await wallet.desk.post(PUBLISHER, f"{path}/evidence-renewal", {"evidence": {CRITERION: [wrong]}})

    assert problem(answer) == (422, "invalid_content")
