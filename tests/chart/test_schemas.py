"""Every object against the strict schemas of every Kubernetes that the chart is for; custom kinds against the fields
that their operators document. No kind is let through unlooked at."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chart.rendering import CHART, EVERYTHING, EXAMPLES, Thing, example, helm, things

kubernetes_validate = pytest.importorskip("kubernetes_validate")
jsonschema = pytest.importorskip("jsonschema")

VERSIONS = ("1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")
"""All whose schemas the package has, from the oldest that the chart is for."""
CUSTOM: dict[str, Any] = json.loads((Path(__file__).parent / "custom.schema.json").read_text())
OWN_GROUPS = {"v1", "apps/v1", "batch/v1", "policy/v1", "autoscaling/v2", "networking.k8s.io/v1"}


def is_kubernetes_own(thing: Thing) -> bool:
    return thing["apiVersion"] in OWN_GROUPS


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", [*EXAMPLES, EVERYTHING])
def test_kubernetes_own_kinds(name: str, version: str) -> None:
    for thing in things(name):
        if is_kubernetes_own(thing):
            kubernetes_validate.validate(thing, version, strict=True)


@pytest.mark.parametrize("name", [*EXAMPLES, EVERYTHING])
def test_custom_kinds(name: str) -> None:
    for thing in things(name):
        if not is_kubernetes_own(thing):
            kind = f"{thing['apiVersion']}/{thing['kind']}"
            assert kind in CUSTOM["kinds"], f"no schema for {kind}"
            schema = {"$ref": f"#/kinds/{kind.replace('/', '~1')}", **CUSTOM}
            jsonschema.validate(thing, schema)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_misspelt_field_is_seen(version: str) -> None:
    [service] = [one for one in things("laptop") if one["metadata"]["name"] == "trial-referencement-intake"
                 and one["kind"] == "Service"]  # fmt: skip

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**service, "spec": {**service["spec"], "selektor": {}}}, version, strict=True)


@pytest.mark.parametrize("name", EXAMPLES)
def test_helm_finds_nothing_to_complain_of(name: str) -> None:
    found = helm.lint(str(CHART), example(name), strict=True, kube_version="v1.35.0")

    assert [one for one in found["messages"] if one["severity"] > 1] == []
    assert found["errors"] == []


def test_the_trial_s_own_servers() -> None:
    for thing in yaml.safe_load_all((CHART.parents[1] / "trial" / "servers.yaml").read_text()):
        kubernetes_validate.validate(thing, "1.35", strict=True)
