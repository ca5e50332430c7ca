"""YAML is read safely: nothing but plain data, nothing twice, nothing endless."""

import pytest

from tests.programme.documents import yaml_refusals


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("a: 1\nb: 2\na: 3\n", ("a", "key_repeated", 3)),
        ("a:\n  b: 1\n  b: 2\n", ("a.b", "key_repeated", 3)),
        ("a: &x 1\n", ("", "anchor_refused", 1)),
        ("a: 1\nb: *x\n", ("", "anchor_refused", 2)),
        ("a: 1\n2: b\n", ("", "key_not_text", 2)),
        ("<<: {a: 1}\n", ("", "key_not_text", 1)),
        ("a: !!python/object/apply:os.getcwd []\n", ("a", "value_not_plain", 1)),
        ("a: !!python/name:os.getcwd x\n", ("a", "value_not_plain", 1)),
        ("a: !!binary aGVsbG8=\n", ("a", "value_not_plain", 1)),
        ("a: .nan\n", ("a", "value_not_plain", 1)),
        ("a: 2024-02-30\n", ("a", "value_not_plain", 1)),
        ("a: [1\n", ("", "yaml_unreadable", 2)),
        ("a: 1\n---\nb: 2\n", ("", "yaml_unreadable", 2)),
        ("", ("", "mapping_expected", 1)),
        ("- a\n", ("", "mapping_expected", 1)),
        ("[" * 100_000, ("", "nesting_too_deep", 1)),
        ("- " * 100_000, ("", "nesting_too_deep", 1)),
        ("#" * 1_000_001, ("", "document_too_long", None)),
    ],
    ids=lambda value: value[:20].strip() if isinstance(value, str) else "",
)
def test_a_treacherous_text_is_refused(source: str, refusal: tuple[str, str, int | None]) -> None:
    assert refusal in yaml_refusals(source)


def test_every_repeated_key_is_told() -> None:
    repeated = [
        (path, line) for path, code, line in yaml_refusals("a: 1\na: 2\nb: 3\nb: 4\n") if code == "key_repeated"
    ]

    assert repeated == [("a", 2), ("b", 4)]


def test_what_yaml_allows_and_what_the_programme_asks_are_told_together() -> None:
    told = {(path, code) for path, code, _ in yaml_refusals("schema_version: '1'\nschema_version: '2'\n")}

    assert {("schema_version", "key_repeated"), ("criteria", "list_expected")} <= told
