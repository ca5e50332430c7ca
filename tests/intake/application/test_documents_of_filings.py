"""Filings and drafts that name documents of the wallet by id."""

from pathlib import Path

import pytest

from tests.builders import DESK, EVALUATOR, OTHER_PUBLISHER, PUBLISHER, some_id
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import FILE, drafted
from tests.intake.wallet.client import Wallet

CRITERION = "SEC-10"


@pytest.fixture
def wallet(desk: Desk, tmp_path: Path) -> Wallet:
    return Wallet(desk, tmp_path / "documents")


async def test_a_filing_names_documents_and_its_file_carries_what_the_wallet_knows(wallet: Wallet) -> None:
    path = await wallet.clean()
    id_ = path.removeprefix("/documents/")
    dossier = await drafted(wallet.desk)
    named = {"type": "report", "document": id_}
    evidence = {**FILE["evidence"], CRITERION: [named], "SEC-17": [named]}

    await wallet.desk.done(PUBLISHER, f"{dossier}/submission", {**FILE, "evidence": evidence})
    piece = (await wallet.desk.get(EVALUATOR, dossier)).json()["content"]["evidence"][CRITERION][0]
    found = await wallet.read(path)

    assert (piece["document"], piece["issued_on"], piece["sha256"]) == (id_, "2026-02-01", found["sha256"])
    assert found["used_by"] == [
        {
            "dossier": dossier.removeprefix("/dossiers/"),
            "service": "Carnet de tension",
            "criteria": [CRITERION, "SEC-17"],
        }
    ]


async def test_a_draft_that_names_documents_is_filed_with_what_the_wallet_knows(wallet: Wallet) -> None:
    named = {"type": "report", "document": (await wallet.clean()).removeprefix("/documents/")}
    dossier = await drafted(wallet.desk)
    draft = {**FILE, "evidence": {**FILE["evidence"], CRITERION: [named]}}
    await wallet.desk.done(PUBLISHER, f"{dossier}/draft", draft)
    blockers = (await wallet.desk.get(PUBLISHER, f"{dossier}/blockers")).json()

    await wallet.desk.done(PUBLISHER, f"{dossier}/submission")
    piece = (await wallet.desk.get(EVALUATOR, dossier)).json()["content"]["evidence"][CRITERION][0]

    assert CRITERION not in str(blockers)
    assert (piece["document"], piece["issued_on"]) == (named["document"], "2026-02-01")


async def test_a_draft_that_names_no_document_of_one_s_own_is_not_kept(wallet: Wallet) -> None:
    theirs = {"type": "report", "document": (await wallet.clean(OTHER_PUBLISHER)).removeprefix("/documents/")}
    dossier = await drafted(wallet.desk)

    answer = await wallet.desk.post(PUBLISHER, f"{dossier}/draft", {"evidence": {CRITERION: [theirs]}})

    assert problem(answer) == (422, "invalid_content")


async def test_a_filing_that_names_others_or_nothing_is_refused_with_every_fault_and_changes_nothing(
    wallet: Wallet,
) -> None:
    theirs = (await wallet.clean(OTHER_PUBLISHER)).removeprefix("/documents/")
    withdrawn = await wallet.clean()
    await wallet.desk.done(PUBLISHER, f"{withdrawn}/withdrawal")
    dossier = await drafted(wallet.desk)
    before = await wallet.desk.stored()
    names = [theirs, withdrawn.removeprefix("/documents/"), some_id("never")]
    evidence = {**FILE["evidence"], CRITERION: [{"type": "report", "document": name} for name in names]}

    answer = await wallet.desk.post(PUBLISHER, f"{dossier}/submission", {**FILE, "evidence": evidence})

    assert problem(answer) == (422, "invalid_content")
    assert [(fault["path"], fault["code"]) for fault in answer.json()["faults"]] == [
        (f"evidence.{CRITERION}.0.document", "document_unknown"),
        (f"evidence.{CRITERION}.1.document", "document_withdrawn"),
        (f"evidence.{CRITERION}.2.document", "document_unknown"),
    ]
    assert await wallet.desk.stored() == before


async def test_a_document_refused_after_the_filing_keeps_the_file_from_evaluation(wallet: Wallet) -> None:
    path = await wallet.clean()
    dossier = await drafted(wallet.desk)
    named = {"type": "report", "document": path.removeprefix("/documents/")}
    await wallet.desk.done(
        PUBLISHER, f"{dossier}/submission", {**FILE, "evidence": {**FILE["evidence"], CRITERION: [named]}}
    )
    await wallet.desk.done(DESK, f"{path}/refusal", {"reason": "other_product"})

    answer = await wallet.desk.post(DESK, f"{dossier}/admissibility")

    assert problem(answer) == (409, "incomplete")
    assert answer.json()["open"] == [CRITERION]
