"""E-02: a lead and a reviewer, two persons without an interest in the file."""

from dataclasses import replace

import pytest

from services.evaluation.evaluation.domain.assignment import StartEvaluation, start_evaluation
from services.evaluation.evaluation.domain.life import TRANSITIONS
from shared.acts.refusal import Invalid
from shared.contracts.evaluation.evaluation import EvaluationStarted
from tests.builders import DESK, EVALUATOR, PUBLISHER, at, perform, refusal
from tests.evaluation.builders import ASSIGNMENT, DAY, DOSSIER, opened, started

NOW = at(DAY, EVALUATOR)


def test_an_evaluation_starts_with_a_lead_and_a_reviewer() -> None:
    change = perform(TRANSITIONS, start_evaluation, opened().state, ASSIGNMENT, NOW)

    assert change.state.state == "in_evaluation"
    assert (change.state.lead, change.state.reviewer) == ("eva-1", "eva-2")


def test_the_event_names_no_person() -> None:
    change = perform(TRANSITIONS, start_evaluation, opened().state, ASSIGNMENT, NOW)

    assert change.events == (EvaluationStarted(dossier=DOSSIER),)


@pytest.mark.parametrize("reviewer", ["eva-1", " eva-1", "eva-1\n"])
def test_nobody_reviews_their_own_findings(reviewer: str) -> None:
    command = StartEvaluation(lead="eva-1", reviewer=reviewer, no_interest_declared=True)

    assert refusal(TRANSITIONS, start_evaluation, opened().state, command, NOW) == "same_person"


def test_an_interest_that_is_not_excluded_stops_the_assignment() -> None:
    command = replace(ASSIGNMENT, no_interest_declared=False)

    assert refusal(TRANSITIONS, start_evaluation, opened().state, command, NOW) == "interest_not_excluded"


def test_both_must_be_named_and_every_fault_is_told_at_once() -> None:
    command = StartEvaluation(lead=" ", reviewer="e" * 201, no_interest_declared=True)

    with pytest.raises(Invalid) as caught:
        perform(TRANSITIONS, start_evaluation, opened().state, command, NOW)

    assert caught.value.facts["faults"] == [
        {"path": "lead", "code": "length", "detail": "1 to 200 characters"},
        {"path": "reviewer", "code": "length", "detail": "1 to 200 characters"},
    ]


def test_an_evaluation_starts_once() -> None:
    assert refusal(TRANSITIONS, start_evaluation, started(), ASSIGNMENT, NOW) == "act_not_allowed"


def test_only_evaluators_assign() -> None:
    for other in (DESK, PUBLISHER):
        assert refusal(TRANSITIONS, start_evaluation, opened().state, ASSIGNMENT, at(DAY, other)) == "role_required"
