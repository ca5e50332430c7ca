"""The worked cases: inputs in full and the expected result of each, under the programme that ships with the product."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from shared.programme.case import Case
from shared.programme.faults import NotAssessable
from shared.programme.loading import published
from shared.programme.outcome import Assessment, as_expected

WORKED: dict[str, dict[str, Any]] = {
    one["id"]: one for one in json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
}


def worked_case(name: str, **changed: Any) -> Case:
    """The inputs of a worked case; `answers`, `facts`, `evidence` given here replace single entries."""
    parts = {part: {**WORKED[name].get(part, {}), **changed.get(part, {})} for part in ("facts", "answers", "evidence")}
    return Case(**parts, na_claims=changed.get("na_claims", {}))


def assessed(name: str, **changed: Any) -> Assessment:
    """A worked case judged on its day, under its version, with some entries replaced."""
    programme = published().version(WORKED[name]["programme_version"])
    return programme.assess(worked_case(name, **changed), date.fromisoformat(WORKED[name]["evaluated_on"]))


def outcome(name: str) -> dict[str, object]:
    """What the engine finds, in the shape of `expected`."""
    try:
        return as_expected(assessed(name))
    except NotAssessable as refusal:
        return as_expected(refusal)
