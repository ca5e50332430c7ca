"""The questionnaires of one product, and the one list of what blocks its dossier."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.application.domain.draft import Draft
from services.intake.application.domain.state import Application, State
from services.intake.questionnaire.domain.blockers import Blocker, Blocks, blockers_of
from services.intake.questionnaire.domain.inquiry import Inquiry, inquiry_of
from shared.contracts.case_file import Answer, CaseFile, EvidencePiece
from shared.programme.loading import published
from tests.intake.words import an_application, content_of

RULES = published().version("3.0.0")
TODAY = date(2026, 3, 2)


def typed(content: CaseFile) -> Application:
    return replace(an_application(State.DRAFT), draft=Draft(programme="3.0.0", content=content))


def asked(content: CaseFile) -> Inquiry:
    return inquiry_of(typed(content), RULES, TODAY)


def found(content: CaseFile) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.subject, one.reason) for one in blockers_of(asked(content))]


def without_fact(name: str) -> CaseFile:
    content = content_of()
    return replace(content, facts={fact: value for fact, value in content.facts.items() if fact != name})


def test_a_complete_file_has_no_blocker_and_every_questionnaire_is_done() -> None:
    inquiry = asked(content_of())

    assert blockers_of(inquiry) == ()
    assert all(one.progress.complete for one in inquiry.questionnaires)


def test_of_an_empty_draft_the_facts_come_first_then_the_answers() -> None:
    kinds = [one.kind.value for one in blockers_of(asked(CaseFile(facts={}, answers={})))]

    assert kinds[0] == "fact_unknown"
    assert sorted(set(kinds), key=kinds.index) == ["fact_unknown", "answer_missing"]


def test_the_fact_that_most_criteria_wait_for_comes_first() -> None:
    waiting = [one.waiting for one in blockers_of(asked(CaseFile(facts={}, answers={}))) if one.waiting]

    assert waiting == sorted(waiting, reverse=True)


def test_an_unknown_fact_leaves_its_criteria_undecided_and_names_itself() -> None:
    inquiry = asked(without_fact("handles_health_data"))
    undecided = [one for one in inquiry.questions if one.undecided]

    assert undecided
    assert all(one.applies is None for one in undecided)
    assert {fact for one in undecided for fact in one.unknown} == {"handles_health_data"}
    assert [one.subject for one in blockers_of(inquiry)] == ["handles_health_data"]


def test_a_fact_that_decides_nothing_blocks_nothing() -> None:
    conditions = [one.applies_if for one in RULES.criteria.values()]
    conditions += [one.presumption.condition for one in RULES.criteria.values() if one.presumption]
    unread = [fact for fact in RULES.facts if not any(fact in condition.facts for condition in conditions)]

    assert unread
    assert all(found(without_fact(fact)) == [] for fact in unread)


@pytest.mark.parametrize(
    ("content", "blocker"),
    [
        (content_of(without=("ETH-20",)), ("answer_missing", "ETH-20", "answer_missing")),
        (replace(content_of(), answers={**content_of().answers, "SEC-07": "x"}),
         ("answer_invalid", "SEC-07", "answer_wrong_type")),
        (replace(content_of(), answers={**content_of().answers, "SEC-07": 31}),
         ("threshold_not_reached", "SEC-07", "threshold_not_reached")),
        (replace(content_of(), evidence={**content_of().evidence, "URB-01": ()}),
         ("evidence_lacking", "URB-01", "evidence_absent")),
        (replace(content_of(), evidence={**content_of().evidence, "ETH-26": (
            EvidencePiece(type="report", issued_on=date(2024, 1, 1)),)}),
         ("evidence_lacking", "ETH-26", "evidence_too_old")),
        (replace(content_of(), facts={**content_of().facts, "paid": "x"}), ("fact_invalid", "paid", "fact_wrong_type")),
    ],
    ids=["missing", "wrong", "failed", "unproved", "proved too long ago", "wrong fact"],
)  # fmt: skip
def test_each_thing_in_the_way_is_told_with_its_reason(content: CaseFile, blocker: tuple[str, str, str]) -> None:
    assert blocker in found(content)


def test_a_failed_criterion_blocks_the_listing_not_the_filing() -> None:
    failed = asked(replace(content_of(), answers={**content_of().answers, "SEC-07": 31}))

    assert [one.blocks for one in blockers_of(failed)] == [Blocks.LISTING]


def test_a_wrong_answer_to_what_does_not_apply_is_told_for_it_would_be_refused() -> None:
    idle = next(one.criterion.id for one in asked(content_of()).questions if one.applies is False)
    content = replace(content_of(), answers={**content_of().answers, idle: ("no", "such", "options")})

    assert [one.subject for one in blockers_of(asked(content))] == [idle]


def test_progress_counts_what_applies_what_is_done_and_what_is_undecided() -> None:
    progress = next(
        one for one in asked(content_of(without=("ETH-20",))).questionnaires if one.id == "ethique"
    ).progress

    assert progress.applicable - progress.done == 1
    assert progress.undecided == 0
    assert not progress.complete


answers: st.SearchStrategy[Answer] = st.sampled_from([None, True, False, 30, "x", ("fhir",)])


@given(
    gone=st.sets(st.sampled_from(sorted(RULES.facts)), max_size=4),
    changed=st.dictionaries(st.sampled_from(sorted(RULES.criteria)), answers, max_size=6),
)
def test_the_list_is_empty_exactly_where_the_file_would_be_complete_and_faultless(
    gone: set[str], changed: dict[str, Answer]
) -> None:
    whole = content_of()
    content = CaseFile(
        facts={fact: value for fact, value in whole.facts.items() if fact not in gone or fact == "track"},
        answers={**whole.answers, **changed}, evidence=whole.evidence,
    )  # fmt: skip
    blocking = [one for one in blockers_of(asked(content)) if one.blocks is Blocks.COMPLETENESS]
    case = content.case()

    assert bool(blocking) == bool(RULES.assess(case, TODAY).open or RULES.faults(case))


def test_nothing_is_listed_twice() -> None:
    listed: list[Blocker] = list(blockers_of(asked(CaseFile(facts={"paid": "x"}, answers={"SEC-07": "x"}))))

    assert len(listed) == len(set(listed))
