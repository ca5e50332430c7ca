"""Rule I-26: evidence that names documents is what the wallet knows, and every wrong name is told at once."""

from dataclasses import replace
from datetime import date

import pytest

from services.intake.application.domain.admissibility import DeclareAdmissible, declare_admissible
from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import State
from services.intake.application.domain.submission import submit_application
from services.intake.wallet.domain.document import Document, Status, Verdict
from services.intake.wallet.domain.references import WithDocuments, resolved
from shared.acts.refusal import Invalid
from shared.contracts.case_file import CaseFile, EvidencePiece
from tests.builders import DESK, PUBLISHER, at, perform, refusal, some_id
from tests.intake.words import a_document, a_submission, an_application

DOCUMENT = a_document()


def naming(*pieces: EvidencePiece) -> CaseFile:
    return CaseFile(facts={}, answers={}, evidence={"SEC-07": pieces})


def by_id(document: Document = DOCUMENT, **said: object) -> EvidencePiece:
    return replace(EvidencePiece(type="report", document=str(document.id)), **said)  # type: ignore[arg-type]


def faults(piece: EvidencePiece, *documents: Document) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in resolved(naming(piece), documents, "org-1")[1]]


@pytest.mark.parametrize("piece", [by_id(), EvidencePiece(type="report", sha256="a" * 64)], ids=["by id", "by content"])
def test_a_piece_that_names_a_document_is_what_the_wallet_knows_of_it(piece: EvidencePiece) -> None:
    content, found = resolved(naming(piece), [DOCUMENT], "org-1")

    assert found == []
    assert content.evidence["SEC-07"] == (
        EvidencePiece(
            type="report", issued_on=date(2026, 2, 1), status="submitted", sha256="a" * 64, document=some_id("document")
        ),
    )


def test_evidence_that_names_no_document_is_the_publisher_s_own_word() -> None:
    declared = EvidencePiece(type="url", issued_on=date(2026, 1, 1), sha256="b" * 64)

    assert resolved(naming(declared), [DOCUMENT], "org-1") == (naming(declared), [])


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (a_document(organisation="org-2"), "document_unknown"),
        (a_document(state=Status.WITHDRAWN), "document_withdrawn"),
        (a_document(state=Status.REFUSED), "document_refused"),
        (a_document(verdict=Verdict.INFECTED), "document_infected"),
        (a_document(verdict=Verdict.UNSCANNABLE), "document_unscannable"),
    ],
)
def test_a_document_that_proves_nothing_is_not_taken(document: Document, code: str) -> None:
    assert faults(by_id(), document) == [("evidence.SEC-07.0.document", code)]


def test_a_document_still_in_quarantine_may_be_named() -> None:
    assert faults(by_id(), a_document(verdict=Verdict.QUARANTINED)) == []


def test_what_is_said_beside_the_name_must_not_differ() -> None:
    said = by_id(type="certificate", issued_on=date(2026, 2, 2))

    assert faults(said, DOCUMENT) == [
        ("evidence.SEC-07.0.type", "differs_from_wallet"),
        ("evidence.SEC-07.0.issued_on", "differs_from_wallet"),
    ]


def test_of_two_documents_with_one_content_the_standing_one_counts() -> None:
    withdrawn = a_document(state=Status.WITHDRAWN, submitted_on=date(2026, 3, 1))
    standing = a_document(id=some_id("standing"))
    piece = EvidencePiece(type="report", sha256="a" * 64)

    content, found = resolved(naming(piece), [standing, withdrawn], "org-1")

    assert (found, content.evidence["SEC-07"][0].document) == ([], some_id("standing"))


def test_what_was_filed_stays_as_it_was_though_its_document_was_withdrawn_since() -> None:
    filed = naming(DOCUMENT.piece())
    withdrawn = [a_document(state=Status.WITHDRAWN)]

    assert resolved(filed, withdrawn, "org-1", filed.evidence) == (filed, [])


def test_a_filing_is_refused_with_every_wrong_name_and_every_other_fault() -> None:
    evidence = {"SEC-07": (by_id(), EvidencePiece(type="selfie"))}
    asked = WithDocuments(a_submission(evidence=evidence), [])

    with pytest.raises(Invalid) as caught:
        perform(TRANSITIONS, submit_application, an_application(State.DRAFT), asked, at("2026-03-02", PUBLISHER))

    assert {(fault["path"], fault["code"]) for fault in caught.value.facts["faults"]} == {  # type: ignore[attr-defined]
        ("evidence.SEC-07.0.document", "document_unknown"),
        ("evidence.SEC-07.1", "evidence_type_unknown"),
    }


def test_a_document_found_infected_since_keeps_the_file_incomplete() -> None:
    application = an_application(State.SUBMITTED)
    assert application.content
    criterion, (piece, *_) = next((name, one) for name, one in application.content.evidence.items() if one[0].issued_on)
    named = replace(piece, document=some_id("document"))
    content = replace(application.content, evidence={**application.content.evidence, criterion: (named,)})
    infected = WithDocuments(DeclareAdmissible(), [a_document(verdict=Verdict.INFECTED)])
    filed = replace(application, content=content)

    admitted = perform(TRANSITIONS, declare_admissible, filed, DeclareAdmissible(), at("2026-03-02", DESK))
    assert admitted.state.state == "admissible"
    assert refusal(TRANSITIONS, declare_admissible, filed, infected, at("2026-03-02", DESK)) == "incomplete"
