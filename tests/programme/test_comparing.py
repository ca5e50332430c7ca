"""The difference between two versions: what is added, removed, hardened, softened, or merely worded otherwise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.programme.comparing.difference import Change, Difference, Effect
from shared.programme.comparing.versions import Step, compared, step_needed, step_taken
from shared.programme.loading import published
from shared.programme.readiness import unready
from shared.programme.reading.document import read_document
from tests.programme.documents import ABSENT, changed

SEC_07 = "criteria/SEC-07"


def against_shipped(place: str, value: object) -> Difference:
    """From version 2.0.0 as shipped to version 2.0.0 with one value replaced."""
    return compared(published().version("2.0.0"), read_document(changed(place, value)).version("2.0.0"))


def effects(place: str, value: object) -> list[tuple[str, str, str]]:
    difference = against_shipped(place, value)
    told = [(one.criterion, change.place, str(change.effect)) for one in difference.criteria for change in one.changes]
    return told + [("", change.place, str(change.effect)) for change in difference.rules]


def test_the_third_version_hardens_the_login_and_presumes_eight_criteria() -> None:
    difference = compared(published().version("2.0.0"), published().version("3.0.0"))

    assert difference.criteria_with(Effect.ADDED) == ()
    assert difference.criteria_with(Effect.REMOVED) == ()
    assert difference.criteria_with(Effect.HARDENED) == ("URB-03",)
    assert difference.criteria_with(Effect.SOFTENED) == (
        "URB-03", "URB-07", "URB-09", "URB-10", "URB-13", "SEC-01", "SEC-04", "SEC-12",
    )  # fmt: skip
    assert difference.criteria[0].changes == (
        Change("threshold", Effect.HARDENED, "at_least deux_facteurs", "at_least substantiel"),
        Change("presumed_met", Effect.SOFTENED, None, "reimbursed and has_ans_certificate"),
    )


def test_the_second_version_adds_eighteen_criteria_and_a_track() -> None:
    difference = compared(published().version("1.0.0"), published().version("2.0.0"))

    assert len(difference.criteria_with(Effect.ADDED)) == 18
    assert difference.criteria_with(Effect.HARDENED) == ("ETH-19",)
    assert ("tracks", ["without_exchange"], ["without_exchange", "with_exchange"]) in [
        (one.place, one.before, one.after) for one in difference.rules
    ]


def test_backwards_what_was_added_is_removed() -> None:
    difference = compared(published().version("2.0.0"), published().version("1.0.0"))

    assert len(difference.criteria_with(Effect.REMOVED)) == 18


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (f"{SEC_07}/title/fr", "Autrement dit", ("SEC-07", "title", "wording")),
        (f"{SEC_07}/legal", ["RDM"], ("SEC-07", "legal", "wording")),
        (f"{SEC_07}/weight", 7, ("SEC-07", "weight", "changed")),
        (f"{SEC_07}/severity", "critical", ("SEC-07", "severity", "hardened")),
        (f"{SEC_07}/severity", "minor", ("SEC-07", "severity", "softened")),
        (f"{SEC_07}/threshold/value", 15, ("SEC-07", "threshold", "hardened")),
        (f"{SEC_07}/threshold/value", 60, ("SEC-07", "threshold", "softened")),
        (f"{SEC_07}/threshold/op", "gte", ("SEC-07", "threshold", "changed")),
        ("criteria/URB-03/applies_if", "true", ("URB-03", "applies_if", "hardened")),
        (f"{SEC_07}/applies_if", "false", ("SEC-07", "applies_if", "softened")),
        ("criteria/URB-03/applies_if", "not has_user_accounts", ("URB-03", "applies_if", "changed")),
        ("criteria/URB-03/applies_if", "handles_health_data and has_user_accounts",
         ("URB-03", "applies_if", "wording")),
        ("criteria/URB-03/threshold/value", "substantiel", ("URB-03", "threshold", "hardened")),
        ("criteria/URB-03/evidence/max_age_days", 180, ("URB-03", "evidence.max_age_days", "hardened")),
        ("criteria/URB-03/evidence/max_age_days", ABSENT, ("URB-03", "evidence.max_age_days", "softened")),
        ("criteria/URB-03/evidence/any_of", ["report"], ("URB-03", "evidence.any_of", "hardened")),
        ("criteria/URB-03/evidence/must_be_valid_on_evaluation", True,
         ("URB-03", "evidence.must_be_valid_on_evaluation", "hardened")),
        ("scoring/minor_tolerance", 0, ("", "scoring.minor_tolerance", "hardened")),
        ("procedure/deadlines/completion/count", 20, ("", "procedure.deadlines.completion.count", "changed")),
        ("procedure/deadlines/appeal", ABSENT, ("", "procedure.deadlines.appeal", "removed")),
        ("procedure/prerequisites/convention_required_before", "publication",
         ("", "procedure.prerequisites.convention_required_before", "changed")),
        ("procedure/ladder/rungs/SUSPENSION/commission_over_days", 10,
         ("", "procedure.ladder.rungs.SUSPENSION.commission_over_days", "changed")),
        ("procedure/sampling/strata/with_exchange/rate", 1,
         ("", "procedure.sampling.strata.with_exchange.rate", "changed")),
        ("procedure/categories/access_to_care/title/fr", "Accès", (
            "", "procedure.categories.access_to_care.title.fr", "wording")),
        ("facts/uses_ai/title/en", "AI?", ("", "facts.uses_ai.title.en", "wording")),
    ],
)  # fmt: skip
def test_a_change_is_told_with_its_place_and_effect(place: str, value: object, told: tuple[str, str, str]) -> None:
    assert effects(place, value) == [told]


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["1.0.0", "2.0.0", "3.0.0"]))
def test_a_version_does_not_differ_from_itself(ref: str) -> None:
    difference = compared(published().version(ref), published().version(ref))

    assert difference.is_empty
    assert step_needed(difference) is Step.NONE


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        ("1.0.0", "2.0.0", Step.MAJOR),
        ("1.9.9", "2.0.0", Step.MAJOR),
        ("1.0.0", "1.1.0", Step.MINOR),
        ("1.1.3", "1.1.4", Step.PATCH),
    ],
)
def test_the_part_of_the_number_that_is_raised_is_the_step(before: str, after: str, step: Step) -> None:
    assert step_taken(before, after) is step


def test_a_version_number_must_not_promise_less_than_what_changes() -> None:
    document = changed("programme/versions/3.0.0/version", "2.0.1")
    for criterion in document["criteria"]:
        if "overrides" in criterion:
            criterion["overrides"] = {"2.0.1": next(iter(criterion["overrides"].values()))}
        if "presumed_met" in criterion:
            criterion["presumed_met"]["since"] = "2.0.1"

    told = [(fault.path, fault.code) for fault in unready(read_document(document))]
    assert told == [("programme.versions.2.0.1.version", "version_step_too_small")]
