"""How many pods there are: an autoscaler switched on, a number set by hand, a service stopped."""

from typing import Any

import pytest

from tests.chart.cluster import upgraded
from tests.chart.rendering import Thing, helm, of_kind, rendered, templates

INTAKE = "trial-referencement-intake"
SAID = "referencement/replicas"


def deployment(replicas: int, said: str | None = None, name: str = INTAKE) -> Thing:
    """One that is in the cluster; `said`: what the values said when it was applied."""
    annotations = {} if said is None else {SAID: said}
    metadata = {"name": name, "namespace": "there", "annotations": annotations}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": {"replicas": replicas}}


def replicas(found: list[Thing], name: str = INTAKE) -> int | None:
    [one] = [one for one in of_kind(found, "Deployment") if one["metadata"]["name"] == name]
    number: int | None = one["spec"].get("replicas")
    return number


def scaled(kind: str, least: int = 2) -> dict[str, Any]:
    return {"process": {"all": {"autoscaling": {"type": kind, "minReplicas": least}}}}


@pytest.mark.parametrize("kind", ["hpa", "keda"])
@pytest.mark.parametrize(("there", "least", "applied"), [(2, 2, 2), (5, 2, 5), (1, 2, 2), (0, 2, 2)])
def test_an_autoscaler_switched_on_finds_the_pods_that_were_there(
    kind: str, there: int, least: int, applied: int
) -> None:
    found, _ = upgraded("byo", scaled(kind, least), [deployment(there, said="2")])

    assert replicas(found) == applied


def test_a_deployment_that_comes_with_its_autoscaler_begins_with_the_fewest() -> None:
    found, _ = upgraded("byo", scaled("hpa", 3))

    assert replicas(found) == 3


def test_where_nobody_can_be_asked_an_autoscaler_has_the_number_to_itself() -> None:
    assert replicas(rendered("byo", scaled("hpa"))) is None


def test_a_number_set_by_hand_outlives_an_upgrade_and_the_notes_name_it() -> None:
    found, notes = upgraded("byo", {}, [deployment(4, said="2")])
    line = f"{INTAKE} keeps the 4 replicas that somebody scaled it to; the values say 2."

    assert replicas(found) == 4
    assert line in notes
    assert f"kubectl scale --namespace there deployment/{INTAKE} --replicas 2" in notes


@pytest.mark.parametrize("said", ["3", None])
def test_a_number_that_changed_in_the_values_is_applied(said: str | None) -> None:
    found, notes = upgraded("byo", {}, [deployment(4, said=said)])

    assert replicas(found) == 2
    assert "keeps the" not in notes


def test_what_the_values_said_is_written_down_beside_the_number() -> None:
    [one] = [one for one in of_kind(rendered("byo"), "Deployment") if one["metadata"]["name"] == INTAKE]

    assert one["metadata"]["annotations"][SAID] == "2"


@pytest.mark.parametrize("place", ["process", "services"])
def test_no_number_in_the_values_leaves_it_to_whoever_scales(place: str) -> None:
    process = {"process": {"all": {"replicas": None}}}
    values = process if place == "process" else {"services": {"intake": process}}
    found, notes = upgraded("byo", values, [deployment(7)])
    [one] = [one for one in of_kind(found, "Deployment") if one["metadata"]["name"] == INTAKE]

    assert replicas(found) == 7
    assert SAID not in one["metadata"].get("annotations", {})
    assert replicas(rendered("byo", values)) is None
    assert "keeps the" not in notes


def test_a_console_that_was_woken_stays_awake() -> None:
    name = "trial-referencement-console"
    found, _ = upgraded("byo", {"console": {"replicas": 0}}, [deployment(1, said="0", name=name)])

    assert replicas(found, name) == 1


def test_no_replicas_are_refused_unless_the_service_is_named() -> None:
    stopped = {"process": {"all": {"replicas": 0}}}
    one = {"services": {"intake": {"process": {"all": {"replicas": 0}}}}}

    with pytest.raises(helm.HelmError, match=r"intake: replicas 0 stops it; .* allowNoReplicas=\[intake\]"):
        templates("byo", stopped)
    with pytest.raises(helm.HelmError, match=r"allowNoReplicas=\[intake\]"):
        templates("byo", {**one, "allowNoReplicas": ["decision"]})
    assert replicas(rendered("byo", {**one, "allowNoReplicas": ["intake"]})) == 0


def test_an_autoscaler_with_fewest_above_most_is_refused() -> None:
    with pytest.raises(helm.HelmError, match=r"autoscaling\.minReplicas 9 is more than maxReplicas 6"):
        templates("byo", scaled("hpa", 9))
