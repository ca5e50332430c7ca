"""Corrections in any order and number: the engine's word on the final facts; unknown stays unknown; a report stays."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.evaluation.domain.complement import RequestComplement, request_complement, take_complement
from services.evaluation.evaluation.domain.confirmation import confirm_findings
from services.evaluation.evaluation.domain.fact_correction import CorrectFact, correct_fact
from services.evaluation.evaluation.domain.finding import suggested
from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from services.evaluation.evaluation.domain.state import Evaluation
from shared.acts.act import AnyAct
from shared.acts.refusal import Refused
from shared.contracts.intake.application import ComplementProvided
from shared.programme.facts import Fact, FactType
from shared.programme.loading import published
from shared.programme.vocabulary import CriterionState
from tests.builders import EVALUATOR, REVIEWER, at, perform
from tests.evaluation.builders import DAY, DOSSIER, admissible, confirmed, corrections, started

PROGRAMME = published().version("2.0.0")
TYPOLOGY = PROGRAMME.procedure.typologies.fact
OTHER_FACTS = [fact for fact in PROGRAMME.facts.values() if fact.id != TYPOLOGY]
BY_LEAD, BY_REVIEWER = at(DAY, EVALUATOR), at(DAY, REVIEWER)


def values(fact: Fact) -> st.SearchStrategy[Any]:
    """Any value that the fact takes, and that nobody knows it."""
    match fact.type:
        case FactType.BOOLEAN:
            return st.none() | st.booleans()
        case FactType.CHOICE:
            return st.none() | st.sampled_from(fact.options)
        case FactType.LIST:
            return st.none() | st.lists(st.sampled_from(fact.options), unique=True).map(tuple)


a_correction = st.sampled_from(OTHER_FACTS).flatmap(lambda fact: st.tuples(st.just(fact.id), values(fact)))
Corrections = list[tuple[str, Any]]
some_corrections = st.lists(a_correction, max_size=8)


def tried(evaluation: Evaluation, act: AnyAct, command: object) -> Evaluation:
    """The evaluation after the act, or as it was where the act is refused."""
    moment = BY_REVIEWER if act is issue_report else BY_LEAD
    try:
        return perform(TRANSITIONS, act, evaluation, command, moment).state  # type: ignore[no-any-return]
    except Refused:
        return evaluation


def after(evaluation: Evaluation, facts: Corrections) -> Evaluation:
    for fact, value in facts:
        evaluation = tried(evaluation, correct_fact, CorrectFact(fact=fact, value=value, reason="Seen on the site."))
    return evaluation


def engine_on(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the engine suggests for the worked case with these facts, asked directly."""
    content = admissible().content
    case = type(content)(facts=facts, answers=content.answers, evidence=content.evidence).case()
    results = PROGRAMME.assess(case, BY_LEAD.day).results
    return {one.criterion: suggested(one) for one in results if one.state is not CriterionState.NOT_APPLICABLE}


@settings(max_examples=60, deadline=None)
@given(some_corrections)
def test_corrections_end_in_what_the_engine_gives_for_the_final_facts(facts: Corrections) -> None:
    evaluation = after(started(), facts)

    assert evaluation.suggested == engine_on({**admissible().content.facts, **dict(facts)})


@settings(max_examples=40, deadline=None)
@given(some_corrections.map(dict), st.randoms())
def test_the_order_of_corrections_to_different_facts_does_not_matter(facts: dict[str, Any], dice: Any) -> None:  # noqa: ANN401
    shuffled = list(facts.items())
    dice.shuffle(shuffled)

    assert after(started(), list(facts.items())).suggested == after(started(), shuffled).suggested


@settings(max_examples=40, deadline=None)
@given(some_corrections)
def test_the_same_corrections_again_change_no_finding(facts: Corrections) -> None:
    once = after(started(), facts)

    assert after(once, list(dict(facts).items())) == once


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from([fact.id for fact in OTHER_FACTS])))
def test_facts_that_become_unknown_take_no_criterion_out(unknown: set[str]) -> None:
    before = started()

    evaluation = after(before, [(fact, None) for fact in sorted(unknown)])

    assert set(before.suggested) <= set(evaluation.suggested)


@settings(max_examples=40, deadline=None)
@given(some_corrections, some_corrections)
def test_no_answer_is_lost_and_no_correction_forgotten(one: Corrections, other: Corrections) -> None:
    first = after(started(), one)
    evaluation = after(first, other)

    assert evaluation.content == admissible().content
    assert evaluation.fact_corrections[: len(first.fact_corrections)] == first.fact_corrections


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 25)), max_size=4))
def test_the_due_day_moves_by_the_days_of_pause_whatever_the_requests(pauses: list[tuple[int, int]]) -> None:
    """Invariant 6: running and paused days make up the time that has passed."""
    evaluation, day = started(), BY_LEAD.day
    for worked, paused in pauses:
        asked_on, answered_on = day + timedelta(worked), day + timedelta(worked + paused)
        ask, event = (
            RequestComplement(items=("SEC-07",)),
            ComplementProvided(dossier=DOSSIER, content=admissible().content),
        )
        evaluation = perform(TRANSITIONS, request_complement, evaluation, ask, at(str(asked_on), EVALUATOR)).state
        evaluation = perform(TRANSITIONS, take_complement, evaluation, event, at(str(answered_on))).state
        day = answered_on

    nominal = BY_LEAD.day + timedelta(days=60 + sum(paused for _, paused in pauses))
    assert evaluation.due_on is not None
    assert timedelta(0) <= evaluation.due_on - nominal <= timedelta(days=3)
    assert evaluation.paused_days == sum(paused for _, paused in pauses)


@settings(max_examples=40, deadline=None)
@given(some_corrections, some_corrections)
def test_a_report_never_changes_after_it_was_issued(before: Corrections, later: Corrections) -> None:
    settled = confirmed(after(started(), before)).state
    issued = tried(settled, issue_report, IssueReport())

    evaluation = after(issued, later)
    for act, command in ((confirm_findings, corrections(SEC_04="non_compliant")), (issue_report, IssueReport())):
        evaluation = tried(evaluation, act, command)

    assert issued.report
    assert evaluation == issued
