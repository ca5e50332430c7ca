"""Facts derived from other facts: asked of nobody, unknown while what they rest on leaves them open."""

from datetime import date

from shared.programme.case import Case
from shared.programme.reading.document import read_document
from shared.programme.version import Programme
from tests.programme.documents import changed

DAY = date(2024, 7, 1)


def sensitive() -> Programme:
    """SEC-07 applies to what is sensitive: paid services that use AI, or those for minors."""
    document = changed("criteria/SEC-07/applies_if", "is_sensitive")
    title = {"fr": "Sensible ?", "en": "Sensitive?"}
    document["facts"] += [
        {"id": "is_sensitive", "title": title, "type": "boolean", "derived_if": "is_commercial_ai or targets_minors"},
        {"id": "is_commercial_ai", "title": title, "type": "boolean", "derived_if": "paid and uses_ai"},
    ]
    return read_document(document).version("2.0.0")


def state(**facts: object) -> str:
    told = sensitive().explain(Case({"track": "without_exchange", **facts}, {}), DAY)
    return str(next(one.state for one in told if one.criterion == "SEC-07"))


def test_a_derived_fact_follows_the_facts_that_it_rests_on_whatever_their_order() -> None:
    assert state(paid=True, uses_ai=True, targets_minors=False) == "missing"
    assert state(paid=True, uses_ai=False, targets_minors=False) == "not_applicable"


def test_a_derived_fact_is_unknown_while_it_is_open() -> None:
    assert state(paid=True, targets_minors=False) == "indeterminate"
    assert state(paid=True, targets_minors=True) == "missing"


def test_a_derived_fact_cannot_be_declared() -> None:
    faults = sensitive().faults(Case({"is_sensitive": False}, {}))

    assert [(fault.path, fault.code) for fault in faults] == [("facts.is_sensitive", "fact_is_derived")]
    assert state(paid=True, uses_ai=True, is_sensitive=False) == "missing"


def test_an_explanation_shows_what_a_derived_fact_came_to() -> None:
    case = Case({"track": "without_exchange", "targets_minors": True}, {})
    told = next(one for one in sensitive().explain(case, DAY) if one.criterion == "SEC-07")

    assert [(read.fact, read.value) for read in told.applies.facts] == [("is_sensitive", True)]
