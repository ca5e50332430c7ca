"""Rules I-21, I-34, I-23 to I-25: the documents of a wallet, act by act."""

from datetime import date
from itertools import product

import pytest

from services.intake.wallet.domain.document import Document, DocumentId, Status, Verdict
from services.intake.wallet.domain.life import TRANSITIONS as DOCUMENT
from services.intake.wallet.domain.review import (
    AcceptDocument,
    RefuseDocument,
    accept_document,
    refuse_document,
)
from services.intake.wallet.domain.submission import (
    ReceivedDocument,
    SubmitDocument,
    WithdrawDocument,
    replace_document,
    submit_document,
    withdraw_document,
)
from shared.acts.refusal import Invalid
from tests.builders import DESK, EVALUATOR, OTHER_PUBLISHER, PUBLISHER, at, perform, refusal, some_id
from tests.intake.words import a_document

LEADS: dict[tuple[str | None, str], str] = {
    (None, "submit_document"): "submitted",
    (None, "replace_document"): "submitted",
    ("submitted", "accept_document"): "accepted",
    ("refused", "accept_document"): "accepted",
    ("submitted", "refuse_document"): "refused",
    ("accepted", "refuse_document"): "refused",
    ("submitted", "withdraw_document"): "withdrawn",
    ("accepted", "withdraw_document"): "withdrawn",
    ("refused", "withdraw_document"): "withdrawn",
    **{(status, "record_verdict"): status for status in ("submitted", "accepted", "refused", "withdrawn")},
}
"""Criteria.md 4.6, written down once more."""
TODAY = at("2026-03-02", PUBLISHER)


def received(**changes: object) -> ReceivedDocument:
    said = {"type": "report", "issuer": " Laboratoire Exemple ", "issued_on": date(2026, 2, 1)}
    about = {name: changes.pop(name) for name in ("twin", "replaced") if name in changes}
    asked = SubmitDocument(**{**said, **changes})  # type: ignore[arg-type]
    return ReceivedDocument(asked=asked, sha256="a" * 64, size=1000, media_type="application/pdf", **about)  # type: ignore[arg-type]


def submitted(**changes: object) -> Document:
    document: Document = perform(DOCUMENT, submit_document, None, received(**changes), TODAY).state
    return document


@pytest.mark.parametrize(("state", "act"), list(product([None, *Status], DOCUMENT.acts)))
def test_each_act_leads_from_each_status_where_the_criteria_say_or_nowhere(state: Status | None, act: str) -> None:
    assert DOCUMENT.targets(state, act) == ({LEADS[state, act]} if (state, act) in LEADS else set())


def test_a_document_joins_the_wallet_of_whoever_sent_it_and_waits_in_quarantine() -> None:
    document = submitted()

    assert (document.organisation, document.uploader) == ("org-1", "pub-1")
    assert (document.state, document.verdict, document.readable) == ("submitted", "quarantined", False)
    assert (document.issuer, document.issued_on, document.valid_until) == (
        "Laboratoire Exemple", date(2026, 2, 1), None,
    )  # fmt: skip
    assert (document.sha256, document.size, document.media_type) == ("a" * 64, 1000, "application/pdf")
    assert document.submitted_on == date(2026, 3, 2)


def test_every_fault_of_what_is_said_of_a_document_is_named_at_once() -> None:
    wrong = received(type="selfie", issuer=" ", issued_on=date(2026, 3, 3), valid_until=date(2026, 3, 1))

    with pytest.raises(Invalid) as caught:
        perform(DOCUMENT, submit_document, None, wrong, TODAY)

    assert [(fault["path"], fault["code"]) for fault in caught.value.facts["faults"]] == [  # type: ignore[attr-defined]
        ("type", "evidence_type_unknown"),
        ("issuer", "length"),
        ("issued_on", "dated_in_the_future"),
        ("valid_until", "dates_reversed"),
    ]


def test_a_document_of_a_year_that_no_event_may_carry_is_refused() -> None:
    wrong = received(issued_on=date(1, 1, 1), valid_until=date(9999, 12, 31))

    with pytest.raises(Invalid) as caught:
        perform(DOCUMENT, submit_document, None, wrong, TODAY)

    assert [(fault["path"], fault["code"]) for fault in caught.value.facts["faults"]] == [  # type: ignore[attr-defined]
        ("issued_on", "year_out_of_range"),
        ("valid_until", "year_out_of_range"),
    ]


def test_the_same_content_is_not_taken_twice_while_the_first_stands() -> None:
    again = received(twin=DocumentId(some_id("document")))

    assert refusal(DOCUMENT, submit_document, None, again, TODAY) == "already_in_wallet"


def test_a_replacement_is_another_document_that_names_the_earlier_one() -> None:
    earlier = a_document()
    change = perform(DOCUMENT, replace_document, None, received(replaced=earlier), TODAY)

    assert change.state.replaces == earlier.id
    assert change.state.id != earlier.id


@pytest.mark.parametrize("earlier", [None, a_document(organisation="org-2")])
def test_nobody_replaces_what_is_not_there_or_another_s(earlier: Document | None) -> None:
    asked = received(replaced=earlier)

    assert refusal(DOCUMENT, replace_document, None, asked, TODAY) == "not_found"


@pytest.mark.parametrize("reviewer", [EVALUATOR, DESK])
def test_a_reviewer_accepts_refuses_and_accepts_after_all(reviewer: object) -> None:
    moment = at("2026-03-02", reviewer)  # type: ignore[arg-type]
    accepted = perform(DOCUMENT, accept_document, a_document(), AcceptDocument(), moment).state
    refused = perform(DOCUMENT, refuse_document, accepted, RefuseDocument(reason="other_product"), moment).state
    again = perform(DOCUMENT, accept_document, refused, AcceptDocument(), moment).state

    assert (accepted.state, refused.state, refused.refusal) == ("accepted", "refused", "other_product")
    assert (again.state, again.refusal) == ("accepted", None)


@pytest.mark.parametrize("verdict", [Verdict.QUARANTINED, Verdict.UNSCANNABLE, Verdict.INFECTED])
def test_nobody_accepts_what_nobody_may_read(verdict: Verdict) -> None:
    unread = a_document(verdict=verdict)

    assert refusal(DOCUMENT, accept_document, unread, AcceptDocument(), at("2026-03-02", EVALUATOR)) == "not_readable"


def test_a_reason_is_a_code() -> None:
    sentence = RefuseDocument(reason="Le rapport de Jeanne Exemple concerne un autre produit.")

    assert refusal(DOCUMENT, refuse_document, a_document(), sentence, at("2026-03-02", DESK)) == "invalid_content"


def test_a_publisher_withdraws_its_own_documents_only() -> None:
    asked = WithdrawDocument()

    assert perform(DOCUMENT, withdraw_document, a_document(), asked, TODAY).state.state == "withdrawn"
    assert refusal(DOCUMENT, withdraw_document, a_document(), asked, at("2026-03-02", OTHER_PUBLISHER)) == "not_found"


def test_a_publisher_reviews_nothing_and_a_reviewer_submits_nothing() -> None:
    assert refusal(DOCUMENT, accept_document, a_document(), AcceptDocument(), TODAY) == "role_required"
    assert refusal(DOCUMENT, submit_document, None, received(), at("2026-03-02", EVALUATOR)) == "role_required"
