"""The committed documents are those of the code, and no published schema is replaced by one that breaks its readers."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.generate import generate
from shared.contracts.publishing.places import ROOT

SUBMITTED = "referencement.intake.ApplicationSubmitted.v1.json"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The documents, where a test may spoil them."""
    for name in ("schemas", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "asyncapi.json", tmp_path)
    return tmp_path


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document), "utf-8")


def test_the_committed_documents_are_up_to_date() -> None:
    assert generate(ROOT, check=True) == [], "run: python -m shared.contracts.generate"


def test_a_check_names_what_is_stale_and_writes_nothing(copy: Path) -> None:
    edit(copy / "schemas" / SUBMITTED, lambda schema: schema.update(description="older words"))
    before = (copy / "schemas" / SUBMITTED).read_text("utf-8")

    assert generate(copy, check=True) == [f"schemas/{SUBMITTED}: stale or missing"]
    assert (copy / "schemas" / SUBMITTED).read_text("utf-8") == before


def test_generating_mends_what_is_stale(copy: Path) -> None:
    (copy / "schemas" / SUBMITTED).unlink()
    (copy / "asyncapi.json").write_text("{}")

    assert generate(copy, check=False) == []
    assert (copy / "schemas" / SUBMITTED).read_text("utf-8") == (ROOT / "schemas" / SUBMITTED).read_text("utf-8")
    assert (copy / "asyncapi.json").read_text("utf-8") == (ROOT / "asyncapi.json").read_text("utf-8")


def test_a_missing_example_is_drafted_and_no_example_is_ever_overwritten(copy: Path) -> None:
    missing = copy / "examples" / SUBMITTED
    missing.unlink()
    edited = copy / "examples" / "referencement.intake.ApplicationWithdrawn.v1.json"
    edit(edited, lambda example: example["headers"].update(ce_sequence="7"))

    assert generate(copy, check=False) == []
    assert json.loads(missing.read_text("utf-8"))["body"]["filed_on"] == "2026-03-02"
    assert json.loads(edited.read_text("utf-8"))["headers"]["ce_sequence"] == "7"


def test_a_field_that_was_published_cannot_disappear(copy: Path) -> None:
    edit(copy / "schemas" / SUBMITTED, lambda schema: schema["properties"].update(desk={"type": "string"}))
    before = (copy / "schemas" / SUBMITTED).read_text("utf-8")

    faults = generate(copy, check=False)

    assert [fault.splitlines()[0] for fault in faults] == [
        "referencement.intake.ApplicationSubmitted.v1: $.desk: removed"
    ]
    assert (copy / "schemas" / SUBMITTED).read_text("utf-8") == before


def test_an_event_that_was_published_cannot_disappear(copy: Path) -> None:
    (copy / "schemas" / "referencement.intake.Forgotten.v1.json").write_text("{}")

    faults = generate(copy, check=True)

    assert [fault.splitlines()[0] for fault in faults] == ["referencement.intake.Forgotten.v1: the event is gone"]


def test_a_field_may_be_added_if_it_is_optional(copy: Path) -> None:
    def without_description(schema: dict[str, Any]) -> None:
        del schema["$defs"]["ServiceProfile"]["properties"]["description"]

    edit(copy / "schemas" / "referencement.intake.PriorRequestSubmitted.v1.json", without_description)

    assert generate(copy, check=False) == []


def test_a_field_cannot_be_added_if_it_is_required(copy: Path) -> None:
    def without_day(schema: dict[str, Any]) -> None:
        del schema["properties"]["filed_on"]
        schema["required"].remove("filed_on")

    edit(copy / "schemas" / SUBMITTED, without_day)

    assert [fault.splitlines()[0] for fault in generate(copy, check=False)] == [
        "referencement.intake.ApplicationSubmitted.v1: $.filed_on: added, but not optional"
    ]
