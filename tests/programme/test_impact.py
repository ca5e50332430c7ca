"""What a change of version does to one file."""

from datetime import date
from typing import cast

from hypothesis import given, settings

from shared.programme.case import Case
from shared.programme.comparing.impact import FileImpact, Impact
from shared.programme.loading import published
from shared.programme.vocabulary import Conformity
from tests.programme.test_any_input import CASES
from tests.programme.worked import worked_case

DAY = date(2026, 3, 1)
STRICTER = Impact(published().version("2.0.0"), published().version("3.0.0"))
WIDER = Impact(published().version("1.0.0"), published().version("2.0.0"))


def fresh(case: Case) -> Case:
    """The same file with one recent document of the same type in the place of each."""
    recent = {"issued_on": "2026-02-01", "valid_until": "2027-02-01"}
    types = {id_: [dict(cast(dict[str, str], one)) for one in documents] for id_, documents in case.evidence.items()}
    evidence = {id_: [{**one, **recent} for one in documents] for id_, documents in types.items()}
    return Case(case.facts, case.answers, evidence)


def test_a_file_at_the_old_threshold_would_fail() -> None:
    assert STRICTER.on_file(fresh(worked_case("V01")), DAY) == FileImpact(
        before=Conformity.COMPLIANT, after=Conformity.NON_COMPLIANT, failing=("URB-03",)
    )


def test_a_certified_file_that_failed_would_be_satisfied() -> None:
    case = worked_case(
        "V01",
        facts={"reimbursed": True, "has_ans_certificate": True},
        answers={"URB-03": "mot_de_passe_seul"},
        evidence={"presumption": [{"type": "certificate", "valid_until": "2027-01-01"}]},
    )

    impact = STRICTER.on_file(fresh(case), DAY)

    assert impact.satisfied == ("URB-03",)
    assert (impact.before, impact.after) == (Conformity.NON_COMPLIANT, Conformity.COMPLIANT)


def test_evidence_that_is_newly_asked_is_missing() -> None:
    impact = WIDER.on_file(fresh(worked_case("V01", evidence={"ETH-19": []})), DAY)

    assert impact == FileImpact(before=Conformity.COMPLIANT, after=Conformity.INCOMPLETE, missing=("ETH-19",))


def test_a_file_on_a_track_that_is_not_open_cannot_be_compared() -> None:
    assert WIDER.on_file(worked_case("V02"), DAY).refused == "track_not_open"


@settings(max_examples=100, deadline=None)
@given(CASES)
def test_judging_only_what_differs_finds_the_same(case: Case) -> None:
    impact = STRICTER.on_file(case, DAY)

    assert impact.after == published().version("3.0.0").assess(case, DAY).conformity


@settings(max_examples=50, deadline=None)
@given(CASES)
def test_the_same_version_touches_no_file(case: Case) -> None:
    same = Impact(published().version("3.0.0"), published().version("3.0.0"))

    assert not same.on_file(case, DAY).is_touched
