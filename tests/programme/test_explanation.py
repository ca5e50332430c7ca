"""Why a criterion is in its state, as plain data: facts, rule, answer, evidence, presumption, claim."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from shared.programme.case import Case
from shared.programme.explanation import Explanation
from shared.programme.faults import NotAssessable
from shared.programme.loading import published
from shared.programme.plain import plain
from tests.programme.test_any_input import CASES, DAY, PROGRAMME
from tests.programme.worked import WORKED, Entries, worked_case


def explained(
    criterion: str,
    name: str = "V01",
    *,
    facts: Entries | None = None,
    answers: Entries | None = None,
    evidence: Entries | None = None,
) -> dict[str, Any]:
    case = worked_case(name, facts=facts, answers=answers, evidence=evidence)
    programme = published().version(WORKED[name]["programme_version"])
    every = programme.explain(case, date.fromisoformat(WORKED[name]["evaluated_on"]))
    told = plain(next(one for one in every if one.criterion == criterion))
    assert isinstance(told, dict)
    return told


def test_a_met_criterion_tells_its_facts_threshold_answer_and_the_document_used() -> None:
    assert explained("URB-03") == {
        "criterion": "URB-03",
        "kind": "discriminating",
        "severity": "critical",
        "state": "met",
        "reason": "",
        "share": "1/2",
        "applies": {
            "source": "has_user_accounts and handles_health_data",
            "holds": True,
            "facts": [
                {"fact": "handles_health_data", "value": True, "fault": ""},
                {"fact": "has_user_accounts", "value": True, "fault": ""},
            ],
        },
        "presumption": None,
        "claim": None,
        "answer": {
            "value": "deux_facteurs",
            "expects": "one of mot_de_passe_seul, deux_facteurs, substantiel",
            "fault": "",
        },
        "threshold": {"op": "at_least", "value": "deux_facteurs", "reached": True},
        "evidence": {
            "any_of": ["report", "screenshot", "video"],
            "max_age_days": 365,
            "issued_from": "2023-07-02",
            "must_be_valid": False,
            "reason": "",
            "until": "2025-06-01",
            "documents": [
                {
                    "place": 0,
                    "type": "report",
                    "issued_on": "2024-06-01",
                    "valid_until": "2025-07-01",
                    "status": "submitted",
                    "reason": "",
                    "until": "2025-06-01",
                    "used": True,
                }
            ],
        },
    }


def test_an_unknown_fact_is_named() -> None:
    told = explained("URB-03", facts={"has_user_accounts": None})

    assert (told["state"], told["applies"]["holds"]) == ("indeterminate", None)
    assert told["applies"]["facts"] == [
        {"fact": "handles_health_data", "value": True, "fault": ""},
        {"fact": "has_user_accounts", "value": None, "fault": ""},
    ]


def test_the_unknown_facts_are_listed_by_themselves() -> None:
    case = worked_case("V01", facts={"has_user_accounts": None})
    every = {one.criterion: one for one in published().version("2.0.0").explain(case, date(2024, 7, 1))}

    assert every["URB-03"].applies.unknown == ("has_user_accounts",)


def test_a_fact_of_the_wrong_type_is_unknown_and_says_why() -> None:
    told = explained("URB-03", facts={"has_user_accounts": "oui"})

    assert told["applies"]["facts"][1] == {"fact": "has_user_accounts", "value": None, "fault": "fact_wrong_type"}


def test_a_failed_threshold_tells_the_level_asked_for() -> None:
    told = explained("URB-03", answers={"URB-03": "mot_de_passe_seul"})

    assert (told["state"], told["reason"]) == ("not_met", "threshold_not_reached")
    assert told["threshold"] == {"op": "at_least", "value": "deux_facteurs", "reached": False}


def test_without_a_faultless_answer_no_threshold_is_tested() -> None:
    missing, wrong = explained("SEC-07", answers={"SEC-07": None}), explained("SEC-07", answers={"SEC-07": "thirty"})

    assert (missing["state"], missing["threshold"]["reached"]) == ("missing", None)
    assert (wrong["answer"]["fault"], wrong["threshold"]["reached"]) == ("answer_wrong_type", None)


def test_every_document_tells_what_it_is_worth() -> None:
    documents = [
        {"type": "url", "issued_on": "2024-06-01"},
        {"type": "report", "issued_on": "2023-07-01"},
        {"type": "report", "issued_on": "2024-06-30", "status": "refused"},
        {"type": "video", "issued_on": "2024-07-02"},
        {"type": "report"},
        "scan.pdf",
    ]
    told = explained("URB-03", evidence={"URB-03": documents})

    assert [(one["place"], one["type"], one["reason"], one["used"]) for one in told["evidence"]["documents"]] == [
        (0, "url", "evidence_of_another_type", False),
        (1, "report", "evidence_too_old", False),
        (2, "report", "evidence_refused", False),
        (3, "video", "evidence_dated_in_the_future", False),
        (4, "report", "evidence_undated", False),
        (5, "", "evidence_malformed", False),
    ]
    assert (told["state"], told["reason"], told["evidence"]["reason"]) == (
        "needs_evidence",
        "evidence_undated",
        "evidence_undated",
    )


def test_the_document_that_supports_longest_is_the_one_used() -> None:
    documents = [{"type": "report", "issued_on": day} for day in ("2024-01-01", "2024-06-01", "2024-06-01")]
    told = explained("URB-03", evidence={"URB-03": documents})

    assert [one["used"] for one in told["evidence"]["documents"]] == [False, True, False]


def test_evidence_that_no_one_asks_for_is_not_told() -> None:
    assert explained("ETH-27")["evidence"] is None


def test_a_presumption_tells_its_condition_and_its_certificate() -> None:
    told = explained("URB-03", "V16")

    assert told["state"] == "presumed_met"
    assert told["presumption"]["condition"]["source"] == "reimbursed and has_ans_certificate"
    assert told["presumption"]["granted"] is True
    assert [one["used"] for one in told["presumption"]["evidence"]["documents"]] == [True]


def test_a_presumption_without_certificate_is_not_granted() -> None:
    told = explained("URB-03", "V16", evidence={"presumption": []})

    assert told["presumption"]["condition"]["holds"] is True
    assert (told["presumption"]["granted"], told["presumption"]["evidence"]["reason"]) == (False, "evidence_absent")


def test_a_claim_tells_the_reasons_admitted() -> None:
    told = explained("ETH-28", answers={"ETH-28": {"na": "because"}})

    assert told["claim"]["reason"] == "because"
    assert told["claim"]["accepted"] is False
    assert len(told["claim"]["admitted"]) >= 1


def test_a_file_on_a_closed_track_is_not_explained() -> None:
    with pytest.raises(NotAssessable, match="track_not_open"):
        published().version("1.0.0").explain(Case({"track": "with_exchange"}, {}), date(2023, 1, 1))


def conclusion(told: Explanation) -> str:
    """The state that criteria.md 4.3 draws from what the explanation tells, test by test."""
    if told.applies.holds is None:
        return "indeterminate"
    if not told.applies.holds:
        return "not_applicable"
    if told.presumption and told.presumption.granted:
        return "presumed_met"
    if told.claim and told.claim.accepted:
        return "not_applicable_justified"
    return answered(told)


def answered(told: Explanation) -> str:
    if told.answer.value is None:
        return "missing"
    if told.answer.fault:
        return "invalid"
    if told.threshold is None:
        return "informed"
    if not told.threshold.reached:
        return "not_met"
    return "needs_evidence" if told.evidence and told.evidence.reason else "met"


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_the_explanation_leads_to_the_state_and_is_ready_for_json(case: Case) -> None:
    assessment = PROGRAMME.assess(case, DAY)

    told = PROGRAMME.explain(case, DAY)

    assert [(one.criterion, one.state, one.reason) for one in told] == [
        (one.criterion, one.state, one.reason) for one in assessment.results
    ]
    assert [conclusion(one) for one in told] == [str(one.state) for one in assessment.results]
    json.dumps(plain(told))
