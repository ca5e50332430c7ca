"""Rule I-22 in motion: scans after the commit, a scanner that is away, contents that were changed."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from services.intake.wallet.storage.store import path_of
from shared.base.locks import AdvisoryLock
from shared.base.progress import Progress
from shared.telemetry import metrics
from tests.builders import EVALUATOR, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.wallet.client import Wallet
from tests.intake.wallet.files import EICAR, pdf


@pytest.fixture
def wallet(desk: Desk, tmp_path: Path) -> Wallet:
    return Wallet(desk, tmp_path / "documents")


async def verdict(wallet: Wallet, path: str) -> str:
    return str((await wallet.read(path))["verdict"])


async def test_nobody_is_given_a_document_before_the_scan_has_spoken(wallet: Wallet) -> None:
    path = await wallet.sent()

    for who in (PUBLISHER, EVALUATOR):
        assert problem(await wallet.desk.get(who, f"{path}/content")) == (409, "document_quarantined")
    assert problem(await wallet.desk.post(EVALUATOR, f"{path}/acceptance")) == (409, "not_readable")


async def test_the_scan_is_an_act_of_the_system(wallet: Wallet) -> None:
    path = await wallet.sent()
    scanned = await wallet.scans.scan_some()

    assert (scanned, await verdict(wallet, path)) == (1, "clean")
    assert (await wallet.desk.journal())[-1] == ("record_verdict", "system:intake-scans", "performed")
    assert await wallet.desk.pool.fetchval("SELECT door FROM journal ORDER BY id DESC LIMIT 1") == "task"


async def test_an_infected_document_is_given_to_nobody(wallet: Wallet) -> None:
    path = await wallet.sent(EICAR)
    await wallet.scans.scan_some()

    assert (await wallet.read(path))["signature"] == "EICAR test file"
    for who in (PUBLISHER, EVALUATOR):
        assert problem(await wallet.desk.get(who, f"{path}/content")) == (409, "document_infected")


async def test_while_the_scanner_is_away_documents_wait_and_are_scanned_when_it_is_back(
    wallet: Wallet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.intake.wallet.work.scans.LONGEST_DELAY_S", 0.0)
    path = await wallet.sent()
    wallet.scanner.away = True
    scanned = [await wallet.scans.scan_some() for _ in range(3)]
    waiting = await verdict(wallet, path)

    wallet.scanner.away = False
    await wallet.scans.scan_some()

    assert (scanned, waiting, await verdict(wallet, path)) == ([0, 0, 0], "quarantined", "clean")


async def test_a_document_whose_scan_failed_rests_and_others_go_first(
    wallet: Wallet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.intake.wallet.work.scans.FIRST_DELAY_S", 60.0)
    first = await wallet.sent()
    wallet.scanner.away = True
    await wallet.scans.scan_some()
    wallet.scanner.away = False
    second = await wallet.sent()

    await wallet.scans.scan_some()

    assert (await verdict(wallet, first), await verdict(wallet, second)) == ("quarantined", "clean")


async def test_a_scanner_that_is_away_for_all_is_not_asked_for_each(wallet: Wallet) -> None:
    for _ in range(5):
        await wallet.sent()
    wallet.scanner.away = True

    await wallet.scans.scan_some()

    assert wallet.scanner.asked == 3


async def test_one_replica_scans_at_a_time(wallet: Wallet) -> None:
    await wallet.sent()
    async with wallet.desk.pool.acquire() as other:
        await other.execute("SELECT pg_advisory_lock($1)", AdvisoryLock.DOCUMENT_SCANS)
        while_locked = await wallet.scans.scan_some()
        await other.execute("SELECT pg_advisory_unlock($1)", AdvisoryLock.DOCUMENT_SCANS)

    assert (while_locked, await wallet.scans.scan_some()) == (0, 1)


async def test_a_document_withdrawn_before_its_scan_is_scanned_all_the_same(wallet: Wallet) -> None:
    path = await wallet.sent(EICAR)
    await wallet.desk.done(PUBLISHER, f"{path}/withdrawal")
    await wallet.scans.scan_some()

    found = await wallet.read(path)
    assert (found["state"], found["verdict"]) == ("withdrawn", "infected")


async def test_a_content_changed_behind_our_back_is_never_given_out_again(wallet: Wallet) -> None:
    path = await wallet.clean()
    change(wallet, (await wallet.read(path))["sha256"])

    first = await wallet.desk.get(EVALUATOR, f"{path}/content")
    after = await wallet.desk.get(EVALUATOR, f"{path}/content")

    assert problem(first) == (500, "content_corrupt")
    assert problem(after) == (409, "document_unscannable")
    assert (await wallet.read(path))["signature"] == "content_corrupt"
    assert (await wallet.desk.journal())[-1] == ("record_verdict", "system:intake-scans", "performed")


async def test_a_content_that_changed_before_its_scan_is_not_called_clean(wallet: Wallet) -> None:
    path = await wallet.sent()
    change(wallet, (await wallet.read(path))["sha256"])

    await wallet.scans.scan_some()

    assert await verdict(wallet, path) == "unscannable"


def change(wallet: Wallet, sha256: str) -> None:
    place = wallet.folder / path_of(sha256)
    place.chmod(0o600)
    place.write_bytes(pdf(b"something else"))


async def test_a_document_that_comes_in_wakes_the_scans(wallet: Wallet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.intake.wallet.work.scans.POLL_S", 3600.0)
    scanning = asyncio.create_task(wallet.scans.run(Progress()))
    await wallet.sent()

    await wallet.scanner.was_asked.wait()

    scanning.cancel()


async def test_how_long_the_oldest_document_waits_is_told(wallet: Wallet) -> None:
    await wallet.sent()
    wallet.scanner.away = True
    wallet.desk.clock.instant += timedelta(minutes=40)
    await wallet.scans.scan_some()
    waiting = waited()
    wallet.scanner.away = False
    await wallet.sent(pdf(b"another"))
    wallet.scans._postponed.clear()
    await wallet.scans.scan_some()

    assert (waiting, waited()) == ((1, 2400), (0, 0))


def waited() -> tuple[float, float]:
    """How many documents wait, and since how many seconds the oldest of them."""
    gauges = (metrics.DOCUMENTS_UNSCANNED, metrics.DOCUMENTS_UNSCANNED_OLDEST)
    number, seconds = (next(iter(one.collect())).samples[0].value for one in gauges)
    return number, seconds
