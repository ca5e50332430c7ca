"""Rules I-27 to I-29 and I-35: a listed service's evidence is watched, reminded of, renewed, and its end is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.application.domain.evidence_expiry import (
    RenewEvidence,
    note_evidence_expiry,
    remind_evidence_expiry,
    renew_evidence,
    watch_evidence,
)
from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import Application, State
from services.intake.wallet.domain.document import Document, Verdict
from services.intake.wallet.domain.references import WithDocuments
from shared.acts.change import Change
from shared.contracts.case_file import EvidencePiece
from shared.contracts.intake.application import EvidenceExpired, EvidenceExpiryReminded, EvidenceRenewed
from shared.contracts.vocabulary import ListingId
from tests.builders import OTHER_PUBLISHER, PUBLISHER, at, awaited, deadline, perform, refusal, some_id, told
from tests.intake.words import a_document, an_application, content_of, published

AGED = "SEC-10"
"""A criterion whose report counts for a year."""


def an_admissible_file(issued_on: str = "2025-09-01", document: str | None = None) -> Application:
    """All its evidence is without end but the report of one criterion."""
    content = content_of()
    endless = {
        name: tuple(replace(one, issued_on=date(2026, 3, 1), valid_until=date(2030, 1, 1)) for one in pieces)
        for name, pieces in content.evidence.items()
    }
    report = EvidencePiece(type="report", issued_on=date.fromisoformat(issued_on), document=document)
    content = replace(content, evidence={**endless, AGED: (report,)})
    return an_application(State.ADMISSIBLE, content=content)


def listed(file: Application, day: str = "2026-03-10", ends_on: str = "2027-03-01") -> Change[Application]:
    return perform(TRANSITIONS, watch_evidence, file, published(ends_on), at(day))


def proofs(change: Change[Application]) -> list[tuple[str, str]]:
    assert change.state.watch
    return [(one.criterion, one.until.isoformat()) for one in change.state.watch.proofs]


def test_the_file_of_these_tests_has_one_proof_that_ends() -> None:
    assert proofs(listed(an_admissible_file())) == [(AGED, "2026-09-01")]


def at_its_reminder(file: Application, day: str) -> Change[Application]:
    return perform(TRANSITIONS, remind_evidence_expiry, file, deadline("remind_evidence_expiry", day), at(day))


def at_its_end(file: Application, day: str) -> Change[Application]:
    return perform(TRANSITIONS, note_evidence_expiry, file, deadline("note_evidence_expiry", day), at(day))


def test_a_listed_service_is_reminded_sixty_days_before_and_its_evidence_ends_the_day_after_its_last() -> None:
    assert awaited(listed(an_admissible_file())) == {
        "remind_evidence_expiry": "2026-07-03",
        "note_evidence_expiry": "2026-09-02",
    }


def test_two_reminders_name_criterion_last_day_and_days_left() -> None:
    first = at_its_reminder(listed(an_admissible_file()).state, "2026-07-03")
    second = at_its_reminder(first.state, "2026-08-02")

    assert [*first.events, *second.events] == [
        EvidenceExpiryReminded(
            dossier=first.state.id, listing=some_listing(), criteria=(AGED,), until=date(2026, 9, 1), days_left=days
        )
        for days in (60, 30)
    ]
    assert awaited(first)["remind_evidence_expiry"] == "2026-08-02"
    assert awaited(second)["remind_evidence_expiry"] == "cancelled"


def some_listing() -> ListingId:
    return published("2027-03-01").listing


def test_an_end_is_told_once_with_all_that_surveillance_needs() -> None:
    ended = at_its_end(listed(an_admissible_file(document=some_id("document"))).state, "2026-09-02")

    assert ended.events == (
        EvidenceExpired(
            dossier=ended.state.id, listing=some_listing(), organisation="org-1", criteria=(AGED,),
            documents=(some_id("document"),), until=date(2026, 9, 1),
        ),
    )  # fmt: skip
    assert ended.state.state == "admissible"
    assert set(awaited(ended).values()) == {"cancelled"}


def test_evidence_that_outlives_the_listing_is_not_watched() -> None:
    short = listed(an_admissible_file(), ends_on="2026-09-02")

    assert proofs(short) == []
    assert set(awaited(short).values()) == {"cancelled"}


def test_a_reminder_whose_day_has_passed_before_the_listing_goes_out_at_once_and_only_the_last_of_them() -> None:
    change = listed(an_admissible_file("2025-03-25"))

    assert awaited(change)["remind_evidence_expiry"] == "2026-03-10"
    assert [event.days_left for event in at_its_reminder(change.state, "2026-03-10").events] == [15]  # type: ignore[attr-defined]


def test_evidence_that_ended_between_filing_and_listing_is_told_as_soon_as_the_service_is_listed() -> None:
    change = listed(an_admissible_file("2025-03-05"), day="2026-03-20")

    assert awaited(change)["note_evidence_expiry"] == "2026-03-06"
    assert told(at_its_end(change.state, "2026-03-20")) == ["EvidenceExpired"]


def renewing(document: Document, *criteria: str) -> WithDocuments:
    piece = EvidencePiece(type=document.type, document=str(document.id))
    return WithDocuments(RenewEvidence(evidence=dict.fromkeys(criteria, (piece,))), [document])


def test_another_document_renews_the_evidence_and_the_filing_stays_as_it_was() -> None:
    file = listed(an_admissible_file()).state
    report = a_document(issued_on=date(2026, 7, 1))

    change = perform(TRANSITIONS, renew_evidence, file, renewing(report, AGED), at("2026-07-10", PUBLISHER))

    assert change.events == (
        EvidenceRenewed(dossier=file.id, listing=some_listing(), criteria=(AGED,), documents=(str(report.id),)),
    )
    assert set(awaited(change).values()) == {"cancelled"}
    assert change.state.content == file.content


def test_a_reminder_given_is_not_given_again_when_other_evidence_is_renewed() -> None:
    reminded = at_its_reminder(listed(an_admissible_file()).state, "2026-07-03").state
    other = renewing(a_document(issued_on=date(2026, 7, 1)), "SEC-18")

    change = perform(TRANSITIONS, renew_evidence, reminded, other, at("2026-07-10", PUBLISHER))

    assert awaited(change)["remind_evidence_expiry"] == "2026-08-02"


def test_evidence_that_ended_may_still_be_renewed_and_is_watched_again() -> None:
    ended = at_its_end(listed(an_admissible_file()).state, "2026-09-02").state
    late = renewing(a_document(issued_on=date(2026, 2, 1)), AGED)

    assert proofs(perform(TRANSITIONS, renew_evidence, ended, late, at("2026-09-10", PUBLISHER))) == [
        (AGED, "2027-02-01")
    ]


@pytest.mark.parametrize(
    ("file", "who", "document", "code"),
    [
        (an_admissible_file(), PUBLISHER, a_document(), "not_listed"),
        (listed(an_admissible_file()).state, OTHER_PUBLISHER, a_document(), "not_your_dossier"),
        (listed(an_admissible_file()).state, PUBLISHER, a_document(verdict=Verdict.INFECTED), "invalid_content"),
        (listed(an_admissible_file()).state, PUBLISHER, a_document(organisation="org-2"), "invalid_content"),
    ],
)
def test_evidence_is_renewed_by_its_publisher_for_a_listed_service_with_its_own_documents(
    file: Application, who: object, document: Document, code: str
) -> None:
    moment = at("2026-07-10", who)  # type: ignore[arg-type]

    assert refusal(TRANSITIONS, renew_evidence, file, renewing(document, AGED), moment) == code


def days_of(events: Sequence[object]) -> list[tuple[str, date]]:
    return [(type(one).__name__, one.until) for one in events]  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(issued=st.dates(date(2025, 3, 4), date(2026, 3, 1)), late=st.integers(0, 40))
def test_however_late_its_clocks_are_every_end_is_told_once_and_no_reminder_twice(issued: date, late: int) -> None:
    change = listed(an_admissible_file(issued.isoformat()))
    events: list[object] = []
    acts = {"remind_evidence_expiry": at_its_reminder, "note_evidence_expiry": at_its_end}
    while due := sorted((day, kind) for kind, day in awaited(change).items() if day != "cancelled"):
        day, kind = due[0]
        change = acts[kind](change.state, (date.fromisoformat(day) + timedelta(days=late)).isoformat())
        events += change.events

    last_day = issued + timedelta(days=365)
    assert days_of(events).count(("EvidenceExpired", last_day)) == (last_day < date(2027, 2, 28))
    assert days_of(events).count(("EvidenceExpiryReminded", last_day)) in (0, 1, 2)
    assert {until for _, until in days_of(events)} <= {last_day}
    assert all(one.days_left >= 0 for one in events if isinstance(one, EvidenceExpiryReminded))
