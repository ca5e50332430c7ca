"""The result of one criterion: the states are tried in one fixed order (criteria.md 4.3)."""

from datetime import date
from fractions import Fraction

from shared.programme.case import Case
from shared.programme.loading import published
from shared.programme.reading.document import read_document
from tests.programme.documents import changed
from tests.programme.worked import WORKED, assessed, found, result, worked_case


def test_an_unknown_fact_leaves_its_criteria_indeterminate_even_when_answered() -> None:
    assessment = assessed("V01", facts={"uses_ai": None}, answers={"ETH-23": True})

    assert found(assessment, "ETH-23") == ("indeterminate", "fact_unknown")


def test_an_answer_to_a_criterion_that_does_not_apply_is_ignored() -> None:
    assessment = assessed("V01", answers={"ETH-23": "nonsense"})

    assert found(assessment, "ETH-23") == ("not_applicable", "")


def test_a_certified_service_is_presumed_to_meet_without_answering() -> None:
    presumed = result(assessed("V16"), "URB-03")

    assert (str(presumed.state), presumed.evidence_until) == ("presumed_met", date(2028, 3, 1))


def test_a_presumption_wins_over_an_insufficient_answer() -> None:
    assert found(assessed("V16", answers={"URB-03": "mot_de_passe_seul"}), "URB-03") == ("presumed_met", "")


def test_without_its_certificate_the_presumption_falls_back_on_the_answer() -> None:
    assessment = assessed("V16", answers={"URB-03": "mot_de_passe_seul"}, evidence={"presumption": []})

    assert found(assessment, "URB-03") == ("not_met", "threshold_not_reached")
    assert found(assessment, "URB-13") == ("missing", "answer_missing")


def test_an_expired_certificate_founds_no_presumption() -> None:
    ended = [{"type": "certificate", "issued_on": "2025-03-01", "valid_until": "2026-02-28"}]

    assert found(assessed("V16", evidence={"presumption": ended}), "URB-03") == ("missing", "answer_missing")


def test_an_unknown_fact_founds_no_presumption() -> None:
    assert found(assessed("V16", facts={"reimbursed": None}), "URB-03") == ("missing", "answer_missing")


def test_no_presumption_before_the_version_that_brings_it() -> None:
    case = worked_case("V16")

    assessment = published().version("2.0.0").assess(case, date(2026, 3, 1))

    assert found(assessment, "URB-03") == ("missing", "answer_missing")


def test_a_claim_for_an_admitted_reason_is_accepted() -> None:
    assessment = assessed("V01", answers={"ETH-28": {"na": "no_server_side"}})

    assert found(assessment, "ETH-28") == ("not_applicable_justified", "no_server_side")


def test_a_claim_may_travel_beside_the_answers() -> None:
    case = Case(WORKED["V01"]["facts"], {}, na_claims={"ETH-28": "declaration_not_started"})

    assessment = published().version("2.0.0").assess(case, date(2024, 7, 1))

    assert found(assessment, "ETH-28") == ("not_applicable_justified", "declaration_not_started")


def test_a_presumption_wins_over_a_claim() -> None:
    document = changed("criteria/URB-03/na_policy", "justified")
    urb_03 = next(one for one in document["criteria"] if one["id"] == "URB-03")
    urb_03["na_reasons"] = ["no_server_side"]
    case = worked_case("V16", answers={"URB-03": {"na": "no_server_side"}})

    assessment = read_document(document).version("3.0.0").assess(case, date(2026, 3, 1))

    assert found(assessment, "URB-03") == ("presumed_met", "")


def test_a_claim_for_another_reason_is_no_answer() -> None:
    assessment = assessed("V01", answers={"ETH-28": {"na": "too_expensive"}})

    assert found(assessment, "ETH-28") == ("invalid", "answer_wrong_type")


def test_a_criterion_left_to_the_engine_admits_no_claim() -> None:
    assessment = assessed("V01", answers={"ETH-18": {"na": "no_server_side"}})

    assert found(assessment, "ETH-18") == ("invalid", "answer_wrong_type")


def test_an_answer_left_empty_is_missing() -> None:
    assert found(assessed("V01", answers={"SEC-07": None}), "SEC-07") == ("missing", "answer_missing")


def test_an_answer_out_of_range_is_invalid() -> None:
    assert found(assessed("V01", answers={"SEC-07": 366}), "SEC-07") == ("invalid", "answer_out_of_range")


def test_any_answer_informs_an_informative_criterion_without_evidence() -> None:
    assert found(assessed("V01", answers={"URB-05": "non"}), "URB-05") == ("informed", "")


def test_a_failed_threshold_is_told_before_any_evidence() -> None:
    assessment = assessed("V01", answers={"SEC-07": 31}, evidence={"SEC-07": []})

    assert found(assessment, "SEC-07") == ("not_met", "threshold_not_reached")


def test_the_bound_itself_passes() -> None:
    assert found(assessed("V01", answers={"SEC-07": 30}), "SEC-07") == ("met", "")


def test_a_good_answer_without_evidence_needs_it() -> None:
    assert found(assessed("V01", evidence={"SEC-07": []}), "SEC-07") == ("needs_evidence", "evidence_absent")


def test_refused_evidence_is_asked_for_again() -> None:
    refused = [{"type": "report", "issued_on": "2024-06-01", "status": "refused"}]

    assert found(assessed("V01", evidence={"SEC-07": refused}), "SEC-07") == ("needs_evidence", "evidence_refused")


def test_malformed_evidence_is_no_evidence() -> None:
    assessment = assessed("V01", evidence={"SEC-07": [{"type": "report", "issued_on": "June"}], "SEC-09": "report"})

    assert found(assessment, "SEC-07") == ("needs_evidence", "evidence_absent")
    assert found(assessment, "SEC-09") == ("needs_evidence", "evidence_absent")


def test_a_met_criterion_tells_the_last_day_of_its_evidence() -> None:
    assert result(assessed("V01"), "ETH-26").evidence_until == date(2025, 6, 1)
    assert result(assessed("V01"), "URB-01").evidence_until is None


def test_only_what_counts_has_a_share() -> None:
    assessment = assessed("V01", evidence={"SEC-07": []})

    assert result(assessment, "SEC-07").share is None
    assert result(assessment, "SEC-09").share == Fraction(1, 2)
    assert result(assessment, "URB-12").share == Fraction(1)
