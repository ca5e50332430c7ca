"""Laws of the engine, whatever the file."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.programme.answers import BooleanAnswer, ChoiceAnswer
from shared.programme.case import Case
from shared.programme.criterion import Criterion
from shared.programme.loading import published
from shared.programme.outcome import Assessment
from shared.programme.quantities import NumberAnswer, ScoreAnswer
from shared.programme.version import Programme
from shared.programme.vocabulary import Conformity, CriterionState, Kind
from tests.programme.test_any_input import CASES, FACTS
from tests.programme.worked import WORKED, worked_case

DAY = date(2024, 7, 1)
PROGRAMME = published().version("2.0.0")
RANK = list(Conformity)
"""From the worst to the best, as the file's rules order them."""


def ladder(criterion: Criterion) -> list[object]:
    """Answers from worse to better, by what the criterion itself says: its threshold, its order, its scale."""
    answer, threshold = criterion.answer, criterion.threshold
    match answer:
        case BooleanAnswer():
            return [False, True]
        case ChoiceAnswer() if answer.ordered:
            return list(answer.options)
        case NumberAnswer() | ScoreAnswer() if threshold is not None:
            values: list[Any] = sorted({answer.low, threshold.value, answer.high})
            return values[::-1] if threshold.op == "lte" else values
        case _:
            return []


STEPS = [
    (criterion.id, worse, better)
    for criterion in PROGRAMME.criteria.values()
    if criterion.kind is Kind.DISCRIMINATING
    for worse, better in pairwise(ladder(criterion))
]
INFORMATIVE = [one for one in PROGRAMME.criteria.values() if one.kind is Kind.INFORMATIVE]


def conformity(case: Case) -> Conformity:
    return PROGRAMME.assess(case, DAY).conformity


def test_there_are_answers_to_improve_in_most_criteria() -> None:
    assert len({step[0] for step in STEPS}) > 50


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STEPS), st.sampled_from(["V01", "V02", "V05", "V22", "V23"]))
def test_a_better_answer_never_worsens_the_result(step: tuple[str, object, object], name: str) -> None:
    criterion, worse, better = step
    before = conformity(worked_case(name, answers={criterion: worse}))
    after = conformity(worked_case(name, answers={criterion: better}))

    # a criterion that is met asks for its evidence, which one that failed does not: the file may be incomplete then
    assert RANK.index(after) >= RANK.index(before) or after is Conformity.INCOMPLETE


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STEPS), st.sampled_from(["V01", "V02", "V22"]))
def test_a_better_answer_never_lowers_the_score_of_its_family(step: tuple[str, object, object], name: str) -> None:
    criterion, worse, better = step
    scale = getattr(PROGRAMME.criteria[criterion].answer, "scale", None)
    family = PROGRAMME.criteria[criterion].family

    before = PROGRAMME.assess(worked_case(name, answers={criterion: worse}), DAY)
    after = PROGRAMME.assess(worked_case(name, answers={criterion: better}), DAY)

    comparable = before.open == after.open and scale is None
    assert not comparable or after.scores.get(family, 0) >= before.scores.get(family, 0)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(sorted(WORKED)))
def test_informative_answers_never_matter_to_conformity(data: st.DataObject, name: str) -> None:
    programme = published().version(WORKED[name]["programme_version"])
    if WORKED[name]["expected"].get("error"):
        return
    informative = [one for one in programme.criteria.values() if one.kind is Kind.INFORMATIVE]
    chosen = data.draw(st.sampled_from([one for one in informative if ladder(replace(one, threshold=None))]))
    on = date.fromisoformat(WORKED[name]["evaluated_on"])
    results = [
        programme.assess(worked_case(name, answers={chosen.id: value}), on)
        for value in ladder(replace(chosen, threshold=None))
    ]

    assert len({(one.conformity, one.suggested_opinion, str(one.not_met)) for one in results}) == 1


@settings(max_examples=100, deadline=None)
@given(CASES, st.sampled_from(sorted(PROGRAMME.facts)))
def test_an_unknown_fact_never_makes_a_criterion_not_applicable(case: Case, fact: str) -> None:
    """Whatever is not applicable without the fact stays so whatever the fact turns out to be."""
    unknown = Case({**case.facts, fact: None}, case.answers, case.evidence, case.na_claims)
    without = states(PROGRAMME.assess(unknown, DAY))
    aside = {id_ for id_, state in without.items() if state is CriterionState.NOT_APPLICABLE}

    for value in values(fact):
        known = states(PROGRAMME.assess(replace(unknown, facts={**case.facts, fact: value}), DAY))
        assert {id_ for id_ in aside if known[id_] is not CriterionState.NOT_APPLICABLE} == set()


def states(assessment: Assessment) -> dict[str, CriterionState]:
    return {one.criterion: one.state for one in assessment.results}


def values(fact: str) -> list[object]:
    declared = PROGRAMME.facts[fact]
    return [True, False] if not declared.options else [*declared.options, [], list(declared.options)]


def shuffled(entries: Any, random: Random) -> dict[str, Any]:  # noqa: ANN401
    items = list(entries.items())
    random.shuffle(items)
    return dict(items)


def reordered(programme: Programme, random: Random) -> Programme:
    return replace(programme, criteria=shuffled(programme.criteria, random), facts=shuffled(programme.facts, random))


@settings(max_examples=60, deadline=None)
@given(CASES | st.builds(worked_case, st.sampled_from(["V01", "V02", "V03", "V05", "V22"])), st.randoms())
def test_neither_the_order_of_criteria_nor_that_of_answers_matters(case: Case, random: Random) -> None:
    other = Case(shuffled(case.facts, random), shuffled(case.answers, random), shuffled(case.evidence, random),
                 case.na_claims)  # fmt: skip
    plain, mixed = PROGRAMME.assess(case, DAY), reordered(PROGRAMME, random).assess(other, DAY)

    assert states(plain) == states(mixed)
    assert (plain.conformity, plain.suggested_opinion, plain.scores) == (
        mixed.conformity, mixed.suggested_opinion, mixed.scores,
    )  # fmt: skip
    assert set(plain.open) == set(mixed.open)


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_a_file_without_answers_is_never_complete_unless_nothing_is_asked(facts: dict[str, Any]) -> None:
    assessment = PROGRAMME.assess(Case(facts, {}), DAY)

    assert assessment.conformity is Conformity.INCOMPLETE


@pytest.mark.parametrize("criterion", [one.id for one in INFORMATIVE])
def test_an_informative_criterion_has_neither_threshold_nor_severity(criterion: str) -> None:
    one = PROGRAMME.criteria[criterion]

    assert (one.threshold, one.severity) == (None, None)
