"""The JSON Schema for editors says of a document's shape what the loader says."""

import json
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from shared.calendar.periods import Unit
from shared.programme.deadlines import OnExpiry, Running
from shared.programme.facts import FactType
from shared.programme.loading import PUBLISHED
from shared.programme.schema import FILE, whole_schema
from shared.programme.vocabulary import Kind, NaPolicy, Publication, Severity, Step
from tests.programme.documents import ABSENT, TELEMONITORING, changed, refusals
from tests.yamls import parsed

SCHEMA: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def faults(document: object) -> list[str]:
    """The places that the schema finds wrong; days as the texts that they are in a file."""
    plain = json.loads(json.dumps(document, default=lambda day: day.isoformat() if isinstance(day, date) else day))
    return [".".join(map(str, error.absolute_path)) for error in VALIDATOR.iter_errors(plain)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", sorted(PUBLISHED.parent.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_shipped_document_fits(file: Any) -> None:  # noqa: ANN401
    assert faults(parsed(file.read_text("utf-8"))) == []


def test_the_procedure_is_as_its_model_says() -> None:
    """Mend with: python -m shared.programme.schema"""
    assert whole_schema() == SCHEMA


def test_a_criterion_may_come_with_guidance() -> None:
    assert faults(changed("criteria/SEC-07/guidance", {"fr": "Comptez en jours.", "en": "Count in days."})) == []


def test_a_draft_of_criteria_only_fits() -> None:
    assert faults(changed("procedure", ABSENT)) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("criteria/SEC-07/threshold", ABSENT),
        ("criteria/SEC-07/severity", "grave"),
        ("criteria/SEC-07/title/fr", " "),
        ("criteria/SEC-07/title", {"fr": "Titre"}),
        ("criteria/SEC-07/treshold", {"op": "is_true"}),
        ("criteria/SEC-07/weight", -1),
        ("criteria/SEC-07/answer/type", "mood"),
        ("criteria/SEC-07/threshold/op", "around"),
        ("criteria/SEC-07/publication", "perhaps"),
        ("criteria/SEC-07/overrides", {"3.0.0": {"id": "SEC-77"}}),
        ("criteria/SEC-07/overrides", {"three": {"weight": 1}}),
        ("criteria/URB-05/threshold", {"op": "is_true"}),
        ("facts/uses_ai/type", "mood"),
        ("programme/versions/3.0.0/version", "3"),
        ("programme/versions/3.0.0/tracks", []),
        ("programme/versions/3.0.0/overrides", {"criteria": []}),
        ("scoring/minor_tolerance", -1),
        ("schema_version", "2"),
        ("procedure/deadlines/decision/unit", "moons"),
        ("procedure/deadlines/decision/count", 0),
        ("procedure/deadlines/decision/on_expiry", "grant"),
        ("procedure/prerequisites/tests_required_before", "lunch"),
        ("procedure/sampling/strata/with_exchange/rate", 1.5),
        ("procedure/validity", ABSENT),
        ("criteria", ABSENT),
        ("colour", "blue"),
    ],
)
def test_what_the_schema_refuses_the_loader_refuses(place: str, value: object) -> None:
    document = changed(place, value)

    assert faults(document) != []
    assert refusals(document) != []


def described(schema: Any, path: str = "$") -> Iterator[str]:  # noqa: ANN401
    """The places of properties that nobody explains."""
    if isinstance(schema, list):
        for place, one in enumerate(schema):
            yield from described(one, f"{path}[{place}]")
    if not isinstance(schema, dict):
        return
    for name, one in schema.get("properties", {}).items():
        closed = one is False or "const" in one or "enum" in one or "$ref" in one or "anyOf" in one
        if not closed and not one.get("description") and not path.endswith("overrides"):
            yield f"{path}.{name}"
    for key, one in schema.items():
        if key != "if":
            yield from described(one, f"{path}.{key}")


def test_every_field_is_explained() -> None:
    assert list(described(SCHEMA)) == []


def words(schema: Any) -> Iterator[frozenset[str]]:  # noqa: ANN401
    if isinstance(schema, list):
        for one in schema:
            yield from words(one)
    if isinstance(schema, dict):
        if isinstance(schema.get("enum"), list):
            yield frozenset(schema["enum"])
        for one in schema.values():
            yield from words(one)


@pytest.mark.parametrize("closed", [Unit, OnExpiry, Running, FactType, Kind, NaPolicy, Publication, Severity, Step])
def test_the_closed_words_are_those_of_the_engine(closed: type[StrEnum]) -> None:
    assert frozenset(closed) in set(words(SCHEMA))


def test_an_editor_is_told_where_the_schema_is() -> None:
    for file in (PUBLISHED, TELEMONITORING):
        assert file.read_text("utf-8").splitlines()[0] == "# yaml-language-server: $schema=../programme.schema.json"
