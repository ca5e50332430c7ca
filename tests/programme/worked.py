"""The worked cases: inputs in full and the expected result of each, under the programme that ships with the product."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from shared.programme.case import Case
from shared.programme.criterion import CriterionResult
from shared.programme.faults import NotAssessable
from shared.programme.loading import published
from shared.programme.outcome import Assessment, as_expected

Entries = Mapping[str, object]

WORKED: dict[str, dict[str, Any]] = {
    one["id"]: one for one in json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
}


def worked_case(
    name: str, *, facts: Entries | None = None, answers: Entries | None = None, evidence: Entries | None = None
) -> Case:
    """The inputs of a worked case; what is given here replaces single entries."""
    worked = WORKED[name]
    proved = {**worked["evidence"], **(evidence or {})}
    return Case({**worked["facts"], **(facts or {})}, {**worked["answers"], **(answers or {})}, proved)


def assessed(
    name: str, *, facts: Entries | None = None, answers: Entries | None = None, evidence: Entries | None = None
) -> Assessment:
    """A worked case judged on its day, under its version, with single entries replaced."""
    programme = published().version(WORKED[name]["programme_version"])
    case = worked_case(name, facts=facts, answers=answers, evidence=evidence)
    return programme.assess(case, date.fromisoformat(WORKED[name]["evaluated_on"]))


def outcome(name: str) -> dict[str, object]:
    """What the engine finds, in the shape of `expected`."""
    try:
        return as_expected(assessed(name))
    except NotAssessable as refusal:
        return as_expected(refusal)


def result(assessment: Assessment, criterion: str) -> CriterionResult:
    """The result of one criterion."""
    return next(one for one in assessment.results if one.criterion == criterion)


def found(assessment: Assessment, criterion: str) -> tuple[str, str]:
    """The state of one criterion and the reason for it."""
    one = result(assessment, criterion)
    return str(one.state), one.reason
