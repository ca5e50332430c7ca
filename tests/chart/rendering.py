"""The chart, rendered as Helm renders it: its engine comes as a package, `make deploy-check` brings it along."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.contracts.topics import SERVICES

helm = pytest.importorskip(
    "helm_python", reason="Helm's engine is not here: `make deploy-check` brings it and runs this"
)

CHART = Path(__file__).parents[2] / "deploy" / "chart" / "referencement"
EXAMPLES = tuple(sorted(file.stem for file in (CHART / "examples").glob("*.yaml")))
EVERYTHING = "everything"
"""All objects at once, with each value that pods may be given: ci/everything-values.yaml."""
Thing = Mapping[str, Any]


def example(name: str) -> dict[str, Any]:
    """The values of an example, or of those for chart-testing (ci/)."""
    file = CHART / "examples" / f"{name}.yaml" if name in EXAMPLES else CHART / "ci" / f"{name}-values.yaml"
    values: dict[str, Any] = yaml.safe_load(file.read_text())
    return values


def merged(under: Any, over: Any) -> Any:  # noqa: ANN401
    """Values laid over others, as Helm does."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return {**under, **{key: merged(under.get(key), value) for key, value in over.items()}}


def templates(name: str, values: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Text by template; raises what Helm raises."""
    with helm.Chart.load(str(CHART)) as chart:
        found: dict[str, str] = chart.render(merged(example(name), dict(values or {})), name="trial", namespace="there")
    return found


def rendered(name: str, values: Mapping[str, Any] | None = None) -> list[Thing]:
    """All objects of an example, other values laid over it."""
    return objects_of(templates(name, values))


def objects_of(texts: Mapping[str, str]) -> list[Thing]:
    """The objects among the texts of templates."""
    manifests = (text for path, text in texts.items() if not path.endswith("NOTES.txt"))
    return [thing for text in manifests for thing in yaml.safe_load_all(text) if thing]


@cache
def things(name: str) -> tuple[Thing, ...]:
    """All objects of an example as it is."""
    return tuple(rendered(name))


def of_kind(found: list[Thing] | tuple[Thing, ...], kind: str) -> list[Thing]:
    """Those of a kind."""
    return [thing for thing in found if thing["kind"] == kind]


def of_services(found: list[Thing] | tuple[Thing, ...]) -> list[Thing]:
    """Deployments whose pods run a service."""
    return [
        one
        for one in of_kind(found, "Deployment")
        if one["metadata"]["labels"]["app.kubernetes.io/component"] in SERVICES
    ]


def pod_templates(found: list[Thing] | tuple[Thing, ...]) -> Iterator[tuple[str, Thing]]:
    """Every pod, metadata and spec, with the name of what makes it."""
    for thing in found:
        if thing["kind"] == "Pod":
            yield thing["metadata"]["name"], thing
        elif thing["kind"] == "CronJob":
            yield thing["metadata"]["name"], thing["spec"]["jobTemplate"]["spec"]["template"]
        elif "template" in thing.get("spec", {}) and "spec" in thing["spec"]["template"]:
            yield thing["metadata"]["name"], thing["spec"]["template"]


def pods(found: list[Thing] | tuple[Thing, ...]) -> Iterator[tuple[str, Thing]]:
    """Every pod's spec with its name."""
    for name, template in pod_templates(found):
        yield name, template["spec"]


def containers(found: list[Thing] | tuple[Thing, ...]) -> Iterator[tuple[str, Thing]]:
    """Every container, those that come first included, with the pod's name."""
    for name, pod in pods(found):
        for container in [*pod.get("initContainers", []), *pod["containers"]]:
            yield f"{name}/{container['name']}", container


def container(example: str, name: str, values: dict[str, Any] | None = None) -> Thing:
    """The container `pod/container` of an example, other values laid over it."""
    found = rendered(example, values) if values else things(example)
    return next(one for path, one in containers(found) if path == name)


def variables(container: Thing) -> dict[str, Any]:
    """Environment by name: a value, or the secret and key that it comes from."""
    return {one["name"]: one["value"] if "value" in one else _source(one) for one in container.get("env", [])}


def _source(variable: Thing) -> tuple[str, str]:
    reference = variable["valueFrom"]["secretKeyRef"]
    return reference["name"], reference["key"]


def ways_out(found: list[Thing] | tuple[Thing, ...]) -> dict[str, list[int]]:
    """TCP ports by policy, named by its last word."""
    policies = {one["metadata"]["name"].rsplit("-", 1)[1]: one["spec"] for one in of_kind(found, "NetworkPolicy")}
    return {
        name: [port["port"] for rule in spec.get("egress", []) for port in rule["ports"] if port["protocol"] == "TCP"]
        for name, spec in policies.items()
    }


def rules(found: list[Thing] | tuple[Thing, ...]) -> dict[str, Thing]:
    """The alerts of a release by name; the last one of those that share it."""
    groups = [group for one in of_kind(found, "PrometheusRule") for group in one["spec"]["groups"]]
    return {rule["alert"]: rule for group in groups for rule in group["rules"] if "alert" in rule}
