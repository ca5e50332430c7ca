"""Values: everything that may be said is typed, everything else is refused in words that help."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chart.rendering import CHART, helm, templates

SCHEMA: dict[str, Any] = json.loads((CHART / "values.schema.json").read_text())
VALUES: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text())
FREE = {"podSelector", "namespaceSelector", "ipBlock", "valueFrom"}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    return SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def untyped(values: Any, schema: dict[str, Any], path: str = "") -> Iterator[str]:  # noqa: ANN401
    """Values that the schema does not name."""
    schema = resolved(schema)
    if isinstance(values, dict) and "properties" in schema:
        for key, value in values.items():
            if key not in schema["properties"]:
                yield f"{path}.{key}"
            else:
                yield from untyped(value, schema["properties"][key], f"{path}.{key}")


def objects(schema: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401
    """Every object type in the schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield name, schema
        for key, one in schema.items():
            if key not in ("allOf",):
                yield from objects(one, key)
    elif isinstance(schema, list):
        for one in schema:
            yield from objects(one, name)


def test_every_value_that_is_there_is_typed() -> None:
    assert list(untyped(VALUES, SCHEMA)) == []


def test_every_object_says_what_else_may_be_in_it() -> None:
    open_ = {name for name, one in objects(SCHEMA) if "additionalProperties" not in one}

    assert open_ - FREE - {"items"} == set()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"replicaz": 2}, "additional properties 'replicaz' not allowed"),
        ({"layout": "both"}, "at '/layout': value must be one of 'together', 'split'"),
        ({"image": {"tag": "latest"}}, "at '/image/tag': 'not' failed"),
        ({"process": {"all": {"replicas": "two"}}}, "at '/process/all/replicas': got string, want null or integer"),
        ({"kafka": {"security": {"protocol": "TLS"}}}, "at '/kafka/security/protocol': value must be one of"),
        ({"kafka": {"bootstrapServers": "kafka"}}, "at '/kafka/bootstrapServers'"),
        ({"services": {"billing": {}}}, "additional properties 'billing' not allowed"),
        ({"documents": {"volume": {"accessMode": "ReadOnlyMany"}}}, "at '/documents/volume/accessMode'"),
        ({"documents": {"clamd": "clamd"}}, "at '/documents/clamd': 'clamd' does not match pattern"),
        ({"reconcile": {"schedule": "nightly"}}, "at '/reconcile/schedule': 'nightly' does not match pattern"),
        ({"reconcile": {"kafka": {}}}, "additional properties 'kafka' not allowed"),
        ({"console": {"replicas": 2}}, "at '/console/replicas': maximum: got 2, want 1"),
        ({"journal": {"schedule": "daily"}}, "at '/journal/schedule': 'daily' does not match pattern"),
        ({"process": {"all": {"resources": {"limits": {"memory": "lots"}}}}}, "'lots' does not match pattern"),
    ],
)
def test_wrong_values_are_refused_and_named(values: dict[str, Any], said: str) -> None:
    with pytest.raises(helm.HelmError) as refused:
        templates("laptop", values)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("example", "values", "said"),
    [
        ("byo", {"identity": {"jwks": ""}}, "identity.jwks is required"),
        ("byo", {"postgres": {"external": {"host": ""}}}, "postgres.external.host is required"),
        ("byo", {"kafka": {"bootstrapServers": ""}}, "kafka.bootstrapServers is required"),
        ("byo", {"publish": {"host": ""}}, "publish.host is required"),
        ("byo", {"documents": {"store": "bucket"}}, "documents.bucket.name is required"),
        ("byo", {"signing": {"existingSecret": ""}}, "signing.existingSecret is required"),
        ("byo", {"tracking": {"existingSecret": ""}}, "tracking.existingSecret is required"),
        ("operators", {"publish": {"gateway": {"parent": ""}}}, "publish.gateway.parent is required"),
        ("operators", {"kafka": {"security": {"protocol": "PLAINTEXT"}}}, "listens with TLS only"),
        ("production", {"monitoring": {"runbooks": ""}}, "monitoring.runbooks is required"),
        ("production", {"process": {"api": {"autoscaling": {"type": "keda"}}}}, "consumes nothing: use hpa"),
    ],
)
def test_what_is_missing_or_contradicts_is_said(example: str, values: dict[str, Any], said: str) -> None:
    with pytest.raises(helm.HelmError) as refused:
        templates(example, values)

    assert said in str(refused.value)


def test_defaults_alone_are_refused_in_one_line_that_names_all_that_is_missing() -> None:
    with helm.Chart.load(str(CHART)) as chart, pytest.raises(helm.HelmError) as refused:
        chart.render({}, name="trial", namespace="there")
    said = str(refused.value)

    assert "\n" not in said.strip()
    assert [part.split(" is required")[0].rsplit(" ", 1)[-1] for part in said.split(" | ")] == [
        "postgres.external.host", "kafka.bootstrapServers", "identity.jwks", "identity.issuer",
        "tracking.existingSecret", "signing.ringConfigMap",
    ]  # fmt: skip


@pytest.mark.parametrize("file", [None, *sorted((CHART / "ci").glob("*-values.yaml"))])
def test_lint_finds_nothing_in_defaults_alone_and_in_the_values_for_chart_testing(file: Path | None) -> None:
    values = yaml.safe_load(file.read_text()) if file else {}
    found = helm.lint(str(CHART), values, strict=True, kube_version="v1.35.0")

    assert [one for one in found["messages"] if one["severity"] > 1] == []
    assert found["errors"] == []
