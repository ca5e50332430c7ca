"""Dossier files: the one that ships, and how wrong ones are told."""

import json
from datetime import date
from pathlib import Path

import pytest

from deploy.demo.dates import resolved
from deploy.demo.foresight import foreseen
from deploy.demo.generate import SCHEMA, default_file, schema
from deploy.demo.reading import DEFAULT, FileRefused, read_dossiers
from shared.programme.loading import published

TODAY = date(2026, 11, 23)
PROGRAMME = published().in_force_on(TODAY)
SERVICE = {"name": "Essai", "publisher": "Nous", "category": "condition_follow_up", "forms": ["web_site"]}


def a_file(directory: Path, *lines: object) -> Path:
    path = directory / "own.jsonl"
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return path


def faults_of(path: Path) -> list[tuple[int | None, str, str]]:
    with pytest.raises(FileRefused) as caught:
        read_dossiers(path, PROGRAMME, TODAY)
    return [(fault.line, fault.path, fault.code) for fault in caught.value.faults]


def test_the_file_that_ships_is_what_its_generator_writes() -> None:
    assert DEFAULT.read_text(encoding="utf-8") == default_file()


def test_the_schema_that_ships_is_that_of_the_format() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema()


def test_the_file_that_ships_has_every_outcome_and_labels_every_answer_synthetic() -> None:
    dossiers = read_dossiers(DEFAULT, PROGRAMME, TODAY)

    assert len(dossiers) == 43
    assert {one.expected for one in dossiers} == {
        "published", "refused", "lapsed", "inadmissible", "rejected", "withdrawn", "suspended", "reinstated",
    }  # fmt: skip
    assert all(one.service.synthetic for one in dossiers)
    assert DEFAULT.read_text(encoding="utf-8").count('"synthetic": true') == 43


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2031, 2, 28)])
def test_the_file_that_ships_does_not_age(day: date) -> None:
    dossiers = read_dossiers(DEFAULT, PROGRAMME, day)

    untold = [one.model_copy(update={"expected": None}) for one in dossiers]

    assert [foreseen(one, PROGRAMME, day).outcome for one in untold] == [one.expected for one in dossiers]


def test_a_named_real_service_only_ever_gets_listed() -> None:
    real = [
        one for one in read_dossiers(DEFAULT, PROGRAMME, TODAY) if "SYNTHÉTIQUES" in (one.service.description or "")
    ]

    assert len(real) == 20
    assert {(one.expected, one.service.typology, one.script) for one in real} == {
        ("published", "without_exchange", "auto")
    }


def test_a_minimal_line_is_enough(tmp_path: Path) -> None:
    (dossier,) = read_dossiers(a_file(tmp_path, {"service": SERVICE, "answers": {"URB-01": True}}), PROGRAMME, TODAY)

    assert dossier.service.synthetic is True
    assert dossier.service.typology == "without_exchange"
    assert dossier.filed(PROGRAMME).facts == {
        "form": ["web_site"],
        "category": "condition_follow_up",
        "track": "without_exchange",
    }
    assert foreseen(dossier, PROGRAMME, TODAY).outcome == "lapsed"


def test_every_fault_of_every_line_is_named_at_once(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        {"service": SERVICE},
        "{not json",
        {"service": {**SERVICE, "forms": "web_site", "colour": "blue"}},
        {"service": SERVICE, "answers": {"URB-01": "yes", "XYZ-99": True}, "facts": {"uses_network": "often"}},
        {"service": SERVICE, "evidence": {"URB-01": [{"type": "url", "issued_on": "yesterday"}]}},
        {
            "service": SERVICE,
            "script": {"complaints": [{"category": "NOISE"}], "corrections": {"XYZ-99": {"state": "compliant"}}},
        },
    )

    assert faults_of(path) == [
        (2, "$", "json_invalid"),
        (3, "service.forms", "list_type"),
        (3, "service.colour", "extra_forbidden"),
        (4, "facts.uses_network", "fact_wrong_type"),
        (4, "answers.URB-01", "answer_wrong_type"),
        (4, "answers.XYZ-99", "unknown_criterion"),
        (5, "evidence.URB-01.0.issued_on", "string_pattern_mismatch"),
        (6, "script.complaints.0.category", "unknown_category"),
        (6, "script.corrections.XYZ-99", "unknown_criterion"),
    ]


def test_an_empty_or_absent_file_is_told(tmp_path: Path) -> None:
    assert faults_of(a_file(tmp_path, "", "")) == [(1, "", "no_dossier")]
    assert faults_of(tmp_path / "absent.jsonl") == [(0, "", "unreadable")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("-30d", date(2026, 10, 24)), ("+700d", date(2028, 10, 23)), ("2026-03-01", date(2026, 3, 1))],
)
def test_a_day_is_fixed_or_relative(written: str, meant: date) -> None:
    assert resolved(written, TODAY) == meant
