"""A clause of procedure is its model: reading and schema follow from the fields, without a line for this clause."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from shared.calendar.periods import Period, Unit
from shared.programme.faults import Fault
from shared.programme.reading.clauses import read_clause
from shared.programme.reading.node import Node
from shared.programme.schema import clause_schema
from shared.programme.shape import Days, Length, Share
from shared.programme.vocabulary import Severity, Step, Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the invented clause."""

    key: str
    period: Period
    share: Share
    """Its share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A clause that no programme has."""

    before: Step
    """The step that it precedes."""
    title: Title
    months: Length
    """How long."""
    grace: Days = 0
    """Days after it."""
    grounds: tuple[str, ...] = ()
    """Why."""
    stages: Mapping[str, Stage]
    """In order."""
    weights: Mapping[Severity, int]
    """By severity."""


WRITTEN: Mapping[str, object] = {
    "before": "decision",
    "title": {"fr": "Essai", "en": "Trial"},
    "months": 6,
    "stages": {"first": {"count": 2, "unit": "months", "share": 0.25}},
    "weights": {"critical": 3, "major": 2, "minor": 1},
}


def read(written: Mapping[str, object]) -> tuple[Invented, list[Fault]]:
    faults: list[Fault] = []
    return read_clause(Invented, Node(written, "procedure.invented", faults)), faults


def test_a_clause_is_read_by_its_model() -> None:
    clause, faults = read(WRITTEN)

    assert faults == []
    assert (clause.before, clause.months, clause.grace, clause.grounds) == (Step.DECISION, 6, 0, ())
    assert clause.stages["first"] == Stage(
        key="first", period=Period(2, Unit.MONTHS), share=clause.stages["first"].share
    )
    assert float(clause.stages["first"].share) == 0.25
    assert dict(clause.weights) == {Severity.CRITICAL: 3, Severity.MAJOR: 2, Severity.MINOR: 1}


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"before": "lunch"}, "before", "word_unknown"),
        ({"title": {"fr": "Essai", "en": " "}}, "title.en", "title_empty"),
        ({"months": 0}, "months", "period_empty"),
        ({"months": 40_000}, "months", "number_too_large"),
        ({"grace": -1}, "grace", "whole_number_expected"),
        ({"grounds": "any"}, "grounds", "texts_expected"),
        ({"stages": {"first": {"count": 0, "unit": "months", "share": 0}}}, "stages.first.count", "period_empty"),
        ({"stages": {"first": {"count": 1, "unit": "moons", "share": 0}}}, "stages.first.unit", "word_unknown"),
        ({"stages": {"first": {"count": 1, "unit": "months", "share": 2}}}, "stages.first.share", "rate_above_one"),
        ({"weights": {"critical": 3, "major": 2}}, "weights.minor", "whole_number_expected"),
        ({"weights": {"critical": 3, "major": 2, "minor": 1, "mild": 0}}, "weights.mild", "key_unknown"),
        ({"gounds": ["any"]}, "gounds", "key_unknown"),
    ],
)
def test_what_is_wrong_is_named_at_its_place(changes: Mapping[str, object], path: str, code: str) -> None:
    _, faults = read({**WRITTEN, **changes})

    assert [(fault.path, fault.code) for fault in faults] == [(f"procedure.invented.{path}", code)]


def test_the_schema_of_a_clause_is_that_of_its_model() -> None:
    schema = clause_schema(Invented)

    assert schema["description"] == "A clause that no programme has."
    assert schema["required"] == ["before", "title", "months", "stages", "weights"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["before"] == {"enum": list(Step), "description": "The step that it precedes."}
    assert schema["properties"]["months"] == {
        "type": "integer", "minimum": 1, "maximum": 36_525, "description": "How long.",
    }  # fmt: skip
    stage = schema["properties"]["stages"]["additionalProperties"]
    assert stage["required"] == ["count", "unit", "share"]
    assert stage["properties"]["share"] == {
        "type": "number", "minimum": 0, "maximum": 1, "description": "Its share.",
    }  # fmt: skip
