"""Evidence: which documents support an answer on a given day, and until when."""

from datetime import date

import pytest

from shared.programme.evidence import Evidence, EvidenceRule, EvidenceStatus, Support, read_evidence

DAY = date(2024, 7, 1)
FRESH = EvidenceRule(required=True, any_of=frozenset({"report"}), max_age_days=365)
VALID = EvidenceRule(required=True, any_of=frozenset({"certificate"}), must_be_valid=True)
ANY_AGE = EvidenceRule(required=True, any_of=frozenset({"url", "screenshot"}))


def test_nothing_is_needed_where_nothing_is_asked() -> None:
    assert EvidenceRule(required=False).support([], DAY) == Support()


def test_no_document_at_all_is_no_evidence() -> None:
    assert FRESH.support([], DAY).reason == "evidence_absent"


def test_a_document_of_another_type_is_no_evidence() -> None:
    assert FRESH.support([Evidence("url", DAY)], DAY).reason == "evidence_absent"


def test_a_document_of_exactly_the_greatest_age_counts() -> None:
    assert FRESH.support([Evidence("report", date(2023, 7, 2))], DAY) == Support(until=DAY)


def test_a_document_one_day_older_is_too_old() -> None:
    assert FRESH.support([Evidence("report", date(2023, 7, 1))], DAY).reason == "evidence_too_old"


def test_a_certificate_that_ends_on_the_day_counts() -> None:
    assert VALID.support([Evidence("certificate", date(2024, 1, 1), DAY)], DAY) == Support(until=DAY)


def test_a_certificate_that_ended_the_day_before_is_expired() -> None:
    ended = Evidence("certificate", date(2024, 1, 1), date(2024, 6, 30))

    assert VALID.support([ended], DAY).reason == "evidence_expired"


def test_a_certificate_without_end_of_validity_proves_none() -> None:
    assert VALID.support([Evidence("certificate", date(2024, 1, 1))], DAY).reason == "evidence_undated"


def test_a_document_dated_in_the_future_does_not_count() -> None:
    assert ANY_AGE.support([Evidence("url", date(2024, 7, 2))], DAY).reason == "evidence_dated_in_the_future"


def test_a_document_of_the_day_counts() -> None:
    assert ANY_AGE.support([Evidence("url", DAY)], DAY) == Support()


@pytest.mark.parametrize("status", [EvidenceStatus.REFUSED, EvidenceStatus.WITHDRAWN])
def test_a_refused_or_withdrawn_document_supports_nothing(status: EvidenceStatus) -> None:
    assert ANY_AGE.support([Evidence("url", DAY, status=status)], DAY).reason == f"evidence_{status}"


def test_an_accepted_document_counts() -> None:
    assert not ANY_AGE.support([Evidence("url", DAY, status=EvidenceStatus.ACCEPTED)], DAY).reason


def test_one_good_document_among_bad_ones_is_enough() -> None:
    documents = [Evidence("report", date(2020, 1, 1)), Evidence("report", DAY), Evidence("report", date(2025, 1, 1))]

    assert not FRESH.support(documents, DAY).reason


def test_support_lasts_as_long_as_that_of_the_longest_document() -> None:
    documents = [Evidence("report", date(2024, 6, 1)), Evidence("report", date(2024, 1, 1))]

    assert FRESH.support(documents, DAY).until == date(2025, 6, 1)


def test_support_without_end_has_no_last_day() -> None:
    assert ANY_AGE.support([Evidence("url", DAY, valid_until=date(2024, 1, 1))], DAY) == Support(until=None)


def test_a_stored_document_is_read_with_its_dates() -> None:
    raw = {"type": "url", "issued_on": "2024-06-01", "valid_until": None, "status": "accepted", "sha256": "…"}

    assert read_evidence(raw) == Evidence("url", date(2024, 6, 1), None, EvidenceStatus.ACCEPTED)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "url",
        {},
        {"type": 3},
        {"type": "url", "issued_on": "01/06/2024"},
        {"type": "url", "issued_on": "20240601"},
        {"type": "url", "issued_on": "2024-02-30"},
        {"type": "url", "issued_on": 20240601},
        {"type": "url", "status": "lost"},
        {"type": "url", "status": []},
    ],
)
def test_malformed_data_is_no_document(raw: object) -> None:
    assert read_evidence(raw) is None
