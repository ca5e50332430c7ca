"""What scanners say of contents, and that a scanner which cannot be asked never says "clean"."""

from io import BytesIO

import pytest

from services.intake.wallet.scanning.clamd import Clamd
from services.intake.wallet.scanning.eicar import EICAR, EicarOnly
from services.intake.wallet.scanning.scanner import Finding, Scan, ScannerUnavailable
from tests.intake.wallet.scanning.daemon import daemon

HARMLESS = b"a certificate" * 20_000


async def test_the_built_in_scanner_finds_the_test_file_wherever_it_hides() -> None:
    assert (await EicarOnly().scan(BytesIO(HARMLESS + EICAR + HARMLESS))).finding is Finding.INFECTED
    assert (await EicarOnly().scan(BytesIO(HARMLESS))).finding is Finding.CLEAN


def test_the_test_string_is_the_one_that_every_antivirus_knows() -> None:
    assert (len(EICAR), EICAR[:3], EICAR[-4:]) == (68, b"X5O", b"H+H*")


async def test_clamd_is_sent_the_whole_content_and_believed() -> None:
    async with daemon() as clamd:
        clean = await clamd.scanner().scan(BytesIO(HARMLESS))
        infected = await clamd.scanner().scan(BytesIO(EICAR))

    assert clamd.heard == [HARMLESS, EICAR]
    assert clean == Scan(Finding.CLEAN)
    assert infected == Scan(Finding.INFECTED, "Win.Test.EICAR_HDB-1")


async def test_a_content_too_large_for_clamd_is_unscannable() -> None:
    async with daemon(limit=100_000) as clamd:
        assert (await clamd.scanner().scan(BytesIO(HARMLESS))).finding is Finding.UNSCANNABLE


@pytest.mark.parametrize("says", ["stream: Can't allocate memory ERROR", "UNKNOWN COMMAND", "stream: OKAY"])
async def test_any_other_word_of_clamd_is_no_word(says: str) -> None:
    async with daemon(says=says) as clamd:
        with pytest.raises(ScannerUnavailable):
            await clamd.scanner().scan(BytesIO(HARMLESS))


async def test_a_clamd_that_does_not_answer_is_away() -> None:
    async with daemon(silent=True) as clamd:
        with pytest.raises(ScannerUnavailable):
            await clamd.scanner(patience_s=0.2).scan(BytesIO(HARMLESS))


async def test_a_clamd_that_is_not_there_is_away() -> None:
    with pytest.raises(ScannerUnavailable):
        await Clamd("127.0.0.1", 1).scan(BytesIO(HARMLESS))
