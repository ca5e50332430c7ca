"""Every fault of what a publisher sent, at once, each with its place."""

import pytest

from shared.programme.case import Case
from shared.programme.loading import published
from tests.programme.worked import WORKED, worked_case

PROGRAMME = published().version("2.0.0")


def faults(case: Case) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in PROGRAMME.faults(case)]


def test_a_good_file_has_no_fault() -> None:
    assert [name for name in WORKED if faults(worked_case(name))] == []


def test_what_is_merely_missing_is_no_fault() -> None:
    assert faults(Case({}, {})) == []
    assert faults(Case({"uses_ai": None}, {"SEC-07": None})) == []


def test_all_faults_are_told_together() -> None:
    case = worked_case(
        "V01",
        facts={"uses_ai": "yes", "track": "sideways", "colour": "blue"},
        answers={"SEC-07": 366, "SEC-04": "ssl", "XXX-01": True, "ETH-27": "62"},
        evidence={"SEC-07": [{"type": "rumour"}, {"issued_on": "2024-06-01"}], "XXX-02": [], "SEC-09": {}},
    )

    assert faults(case) == [
        ("facts.track", "fact_not_an_option"),
        ("facts.uses_ai", "fact_wrong_type"),
        ("facts.colour", "unknown_fact"),
        ("answers.SEC-04", "answer_not_an_option"),
        ("answers.SEC-07", "answer_out_of_range"),
        ("answers.ETH-27", "answer_wrong_type"),
        ("answers.XXX-01", "unknown_criterion"),
        ("evidence.SEC-07.0", "evidence_type_unknown"),
        ("evidence.SEC-07.1", "evidence_malformed"),
        ("evidence.SEC-09", "evidence_malformed"),
        ("evidence.XXX-02", "unknown_criterion"),
    ]


def test_a_fault_tells_what_was_expected() -> None:
    (fault,) = PROGRAMME.faults(Case({}, {"SEC-07": 366}))

    assert fault.detail == "integer from 0 to 365 days"


def test_a_fault_never_repeats_what_was_written() -> None:
    (fault,) = PROGRAMME.faults(Case({}, {"ETH-24": "call Ms Martin"}))

    assert (fault.code, fault.detail) == ("answer_too_short", "text of 40 to 2000 characters")


def test_an_unknown_id_is_shortened_in_the_path() -> None:
    (fault,) = PROGRAMME.faults(Case({}, {"x" * 500: True}))

    assert fault.path == "answers." + "x" * 80


def test_an_answer_to_a_criterion_that_does_not_apply_is_checked_all_the_same() -> None:
    assert faults(worked_case("V01", answers={"ETH-23": "maybe"})) == [("answers.ETH-23", "answer_wrong_type")]


def test_a_criterion_of_a_later_version_is_unknown() -> None:
    (fault,) = published().version("1.0.0").faults(Case({}, {"INT-07": True}))

    assert (fault.path, fault.code) == ("answers.INT-07", "unknown_criterion")


def test_a_track_that_is_not_open_is_a_fault() -> None:
    (fault,) = published().version("1.0.0").faults(Case({"track": "with_exchange"}, {}))

    assert (fault.path, fault.code, fault.detail) == ("facts.track", "track_not_open", "one of without_exchange")


def test_a_claim_must_be_admitted_and_its_reason_listed() -> None:
    case = Case(
        {}, {"ETH-18": {"na": "no_server_side"}, "ETH-28": {"na": ["x"]}}, na_claims={"ETH-28": "lazy", "Z": "z"}
    )

    assert faults(case) == [
        ("answers.ETH-18", "claim_not_admitted"),
        ("answers.ETH-28", "claim_reason_unknown"),
        ("na_claims.ETH-28", "claim_reason_unknown"),
        ("na_claims.Z", "unknown_criterion"),
    ]


def test_an_admitted_claim_is_no_fault_in_either_place() -> None:
    assert faults(Case({}, {"ETH-28": {"na": "no_server_side"}})) == []
    assert faults(Case({}, {}, na_claims={"ETH-28": "no_server_side"})) == []


def test_evidence_that_ends_before_it_begins_is_a_fault() -> None:
    backwards = [{"type": "url", "issued_on": "2024-06-01", "valid_until": "2024-05-31"}]

    assert faults(Case({}, {}, {"URB-01": backwards})) == [("evidence.URB-01.0", "evidence_dates_reversed")]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", ["issued_on", "valid_until"])
def test_evidence_of_a_year_that_no_event_may_carry_is_a_fault(name: str, day: str) -> None:
    dated = [{"type": "url", name: day}]

    assert faults(Case({}, {}, {"URB-01": dated})) == [("evidence.URB-01.0", "evidence_year_out_of_range")]


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_evidence_of_the_first_and_the_last_year_is_no_fault(day: str) -> None:
    assert faults(Case({}, {}, {"URB-01": [{"type": "url", "issued_on": day, "valid_until": day}]})) == []


def test_evidence_of_a_presumption_belongs_to_no_criterion() -> None:
    assert faults(Case({}, {}, {"presumption": [{"type": "certificate", "issued_on": "2024-06-01"}]})) == []
