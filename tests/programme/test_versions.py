"""Versions: which one is in force, what stands in it, and the hash that seals it."""

import hashlib
import json
from datetime import date

import pytest

from shared.calendar.periods import Period, Unit
from shared.programme.document import ProgrammeDocument
from shared.programme.faults import UnknownProgrammeVersion
from shared.programme.loading import published
from shared.programme.reading.document import read_document
from shared.programme.vocabulary import Kind, Severity
from tests.programme.documents import changed, document_with, refusals


@pytest.mark.parametrize(
    ("day", "ref"),
    [
        (date(2022, 7, 5), "1.0.0"),
        (date(2023, 10, 30), "1.0.0"),
        (date(2023, 10, 31), "2.0.0"),
        (date(2025, 12, 31), "2.0.0"),
        (date(2026, 1, 1), "3.0.0"),
        (date(2031, 5, 9), "3.0.0"),
    ],
)
def test_a_version_is_in_force_from_its_day_of_effect(day: date, ref: str) -> None:
    assert published().in_force_on(day).ref == ref


def test_no_version_was_in_force_before_the_first() -> None:
    with pytest.raises(UnknownProgrammeVersion):
        published().in_force_on(date(2022, 7, 4))


def test_an_unknown_reference_is_refused() -> None:
    with pytest.raises(UnknownProgrammeVersion):
        published().version("2.5.0")


def test_a_version_holds_the_criteria_since_their_beginning() -> None:
    assert [(programme.ref, len(programme.criteria)) for programme in published()] == [
        ("1.0.0", 70),
        ("2.0.0", 88),
        ("3.0.0", 88),
    ]


def test_an_override_holds_from_its_version_on() -> None:
    kinds = {programme.ref: programme.criteria["ETH-19"].kind for programme in published()}
    severities = {programme.ref: programme.criteria["ETH-19"].severity for programme in published()}

    assert kinds == {"1.0.0": Kind.INFORMATIVE, "2.0.0": Kind.DISCRIMINATING, "3.0.0": Kind.DISCRIMINATING}
    assert severities == {"1.0.0": None, "2.0.0": Severity.MINOR, "3.0.0": Severity.MINOR}


def test_a_criterion_stands_until_its_last_version_included() -> None:
    document = document_with("criteria/SEC-08/until", "2.0.0")

    assert [("SEC-08" in programme.criteria) for programme in document] == [True, True, False]


def test_a_fact_may_begin_with_a_later_version() -> None:
    document = document_with("facts/category/since", "2.0.0")

    assert [("category" in programme.facts) for programme in document] == [False, True, True]


def test_a_criterion_reads_only_the_facts_of_its_version() -> None:
    assert refusals(changed("facts/uses_ai/since", "2.0.0")) == [
        ("criteria.ETH-23.applies_if", "undeclared_fact"),
        ("criteria.ETH-24.applies_if", "undeclared_fact"),
    ]


def test_a_version_overrides_the_procedure_key_by_key_from_itself_on() -> None:
    override = {"procedure": {"deadlines": {"decision": {"count": 45}}}}

    document = document_with("programme/versions/2.0.0/overrides", override)

    decisions = {programme.ref: programme.deadlines["decision"] for programme in document}
    assert decisions["1.0.0"].period == Period(30, Unit.CALENDAR_DAYS)
    assert decisions["2.0.0"].period == Period(45, Unit.CALENDAR_DAYS)
    assert decisions["3.0.0"].period == Period(45, Unit.CALENDAR_DAYS)
    assert decisions["3.0.0"].stops_for == ("suspensive_reservation",)


def hashes(document: ProgrammeDocument) -> list[str]:
    return [programme.content_hash for programme in document]


def test_the_hash_is_that_of_the_canonical_content() -> None:
    programme = published().version("3.0.0")

    content = json.loads(programme.canonical)

    again = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert hashlib.sha256(again).hexdigest() == programme.content_hash
    assert len(content["criteria"]) == 88


def test_a_change_of_rule_changes_the_hash_of_the_versions_it_stands_in() -> None:
    before, after = hashes(published()), hashes(document_with("criteria/SEC-E1/weight", 2))

    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, False]


def test_a_later_version_changes_no_earlier_hash() -> None:
    document = changed("criteria/SEC-07/overrides", {"3.0.0": {"threshold": {"op": "lte", "value": 15}}})
    document["criteria"] = [*document["criteria"], {**document["criteria"][0], "id": "URB-99", "since": "3.0.0"}]
    before = hashes(published())

    assert [old == new for old, new in zip(before, hashes(read_document(document)), strict=True)] == [True, True, False]


def test_wording_outside_the_versions_changes_no_hash() -> None:
    assert hashes(document_with("labels/oui/fr", "Oui !")) == hashes(published())
