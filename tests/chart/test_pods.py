"""Every pod that the chart can make: what the values say for all of them, and for one kind, reaches it."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.chart.cluster import rendered_where
from tests.chart.rendering import (
    EVERYTHING,
    Thing,
    container,
    helm,
    of_kind,
    pod_templates,
    pods,
    rendered,
    templates,
    things,
    variables,
)

KINDS = {
    "process.all": "trial-referencement-intake",
    "jobs": "trial-referencement-migrations",
    "journal": "trial-referencement-intake-journal",
    "reconcile": "trial-referencement-reconcile",
    "console": "trial-referencement-console",
    "test": "trial-referencement-test",
}
"""A pod of each kind, and where its values are."""
SIMPLE = {
    "nodeSelector": {"pool": "listing"},
    "tolerations": [{"key": "pool", "operator": "Equal", "value": "listing", "effect": "NoSchedule"}],
    "priorityClassName": "citizens-wait",
    "runtimeClassName": "gvisor",
    "schedulerName": "packing",
    "terminationGracePeriodSeconds": 75,
    "dnsPolicy": "None",
    "dnsConfig": {"nameservers": ["192.0.2.53"], "searches": ["svc.cluster.local"]},
    "hostAliases": [{"ip": "192.0.2.10", "hostnames": ["postgres.example.org"]}],
}
"""What ci/everything-values.yaml says for all pods, where it stands in a pod under the same name."""


def nested(path: str, value: object) -> dict[str, Any]:
    for name in reversed(path.split(".")):
        value = {name: value}
    assert isinstance(value, dict)
    return value


def of_the_chart(pod: Thing) -> list[Thing]:
    return [one for one in pod["containers"] if one["image"].startswith("mirror.example.org/referencement:")]


def test_everything_has_pods_of_every_kind() -> None:
    components = {
        template["metadata"]["labels"]["app.kubernetes.io/component"]
        for _, template in pod_templates(things(EVERYTHING))
    }

    assert components >= {"intake", "catalogue", "console", "jobs", "journal", "reconcile", "test"}
    assert {one["kind"] for one in things(EVERYTHING)} >= {"Deployment", "Job", "CronJob", "Pod"}


def test_every_pod_is_placed_and_named_as_the_values_say() -> None:
    for name, template in pod_templates(things(EVERYTHING)):
        spec, metadata = template["spec"], template["metadata"]

        assert {key: spec.get(key) for key in SIMPLE} == SIMPLE, name
        assert "nodeAffinity" in spec["affinity"], name
        assert spec["imagePullSecrets"] == [{"name": "registry"}, {"name": "everybody"}], name
        assert spec["securityContext"]["supplementalGroups"] == [2000], name
        assert spec["securityContext"]["runAsUser"] == 10001, name
        assert metadata["labels"]["example.org/mesh"] == "inside", name
        assert metadata["annotations"]["example.org/inject"] in ("true", "false"), name


def test_a_constraint_without_a_selector_is_for_the_pods_that_it_stands_at() -> None:
    for name, template in pod_templates(things(EVERYTHING)):
        [constraint] = template["spec"]["topologySpreadConstraints"]
        selected = constraint["labelSelector"]["matchLabels"]

        assert constraint["whenUnsatisfiable"] == "DoNotSchedule", name
        assert selected.items() <= template["metadata"]["labels"].items(), name
        assert "app.kubernetes.io/component" in selected, name


def test_every_container_of_the_chart_gets_variables_volumes_and_rights() -> None:
    for name, pod in pods(things(EVERYTHING)):
        assert "authorities" in {one["name"] for one in pod["volumes"]}, name
        assert of_the_chart(pod) == pod["containers"], name
        for one in pod["containers"]:
            assert variables(one)["TZ"] == "Europe/Paris", name
            assert {"configMapRef": {"name": "proxy"}} in one["envFrom"], name
            assert "/etc/authorities" in {mount["mountPath"] for mount in one["volumeMounts"]}, name
            assert one["securityContext"]["seLinuxOptions"] == {"level": "s0:c26,c0"}, name
            assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}, name


def test_sidecars_start_first_and_end_last_so_that_jobs_end_beside_them() -> None:
    for name, pod in pods(things(EVERYTHING)):
        before = [(one["name"], one.get("restartPolicy")) for one in pod["initContainers"]]

        assert before[:2] == [("proxy", "Always"), ("wait", None)], name


@pytest.mark.parametrize("place", KINDS)
def test_values_of_one_kind_win_over_those_for_all(place: str) -> None:
    own = {
        "nodeSelector": {"disk": "fast"},
        "tolerations": [],
        "podAnnotations": {"sidecar.istio.io/inject": "false"},
        "priorityClassName": "later",
        "env": [{"name": "TZ", "value": "UTC"}],
    }
    everybody = {"nodeSelector": {"pool": "a"}, "tolerations": [{"operator": "Exists"}], "priorityClassName": "now"}
    found = dict(pod_templates(rendered("byo", {"pods": everybody, **nested(place, own)})))
    mine, others = found[KINDS[place]], [one for name, one in found.items() if name in KINDS.values()]

    assert mine["spec"]["nodeSelector"] == {"pool": "a", "disk": "fast"}
    assert "tolerations" not in mine["spec"]
    assert mine["spec"]["priorityClassName"] == "later"
    assert mine["metadata"]["annotations"]["sidecar.istio.io/inject"] == "false"
    assert variables(mine["spec"]["containers"][0])["TZ"] == "UTC"
    assert sum(one["spec"]["priorityClassName"] == "now" for one in others) == len(KINDS) - 1


def test_one_service_may_differ() -> None:
    values = {"services": {"decision": {"process": {"all": {"nodeSelector": {"disk": "fast"}, "spread": False}}}}}
    found = dict(pods(rendered("byo", values)))

    assert found["trial-referencement-decision"]["nodeSelector"] == {"disk": "fast"}
    assert "topologySpreadConstraints" not in found["trial-referencement-decision"]
    assert "nodeSelector" not in found["trial-referencement-intake"]


def test_a_volume_or_mount_of_the_chart_can_be_replaced() -> None:
    room = {"name": "tmp", "emptyDir": {"sizeLimit": "9Gi"}}
    found = dict(pods(rendered("byo", {"journal": {"extraVolumes": [room]}})))
    volumes = [one for one in found["trial-referencement-intake-journal"]["volumes"] if one["name"] == "tmp"]

    assert volumes == [room]


def test_labels_and_annotations_for_all_are_on_every_object_and_in_no_selector() -> None:
    for thing in things(EVERYTHING):
        name = f"{thing['kind']} {thing['metadata']['name']}"

        assert thing["metadata"]["labels"]["cost-centre"] == "42", name
        assert thing["metadata"]["annotations"]["example.org/owner"] == "listing-team", name
        assert "cost-centre" not in str(thing.get("spec", {}).get("selector", {})), name
    for name, template in pod_templates(things(EVERYTHING)):
        assert template["metadata"]["labels"]["cost-centre"] == "42", name
        assert template["metadata"]["annotations"]["example.org/owner"] == "listing-team", name


def test_deployments_and_jobs_are_annotated_themselves_too() -> None:
    for kind in ("Deployment", "Job", "CronJob"):
        for thing in of_kind(things(EVERYTHING), kind):
            assert thing["metadata"]["annotations"]["example.org/reload"] == "true", thing["metadata"]["name"]


def test_every_account_is_annotated() -> None:
    accounts = of_kind(things(EVERYTHING), "ServiceAccount")

    assert {one["metadata"]["name"] for one in accounts} >= {"trial-referencement", "trial-referencement-jobs"}
    assert {one["metadata"]["annotations"]["example.org/role"] for one in accounts} == {"referencement"}


@pytest.mark.parametrize("place", ["commonLabels", "pods.podLabels", "console.podLabels"])
def test_the_chart_s_own_labels_cannot_be_replaced(place: str) -> None:
    with pytest.raises(helm.HelmError, match="component"):
        templates("byo", nested(place, {"app.kubernetes.io/component": "intake"}))


def test_probes_have_other_figures_or_ask_otherwise() -> None:
    values = {"livenessProbe": {"periodSeconds": 20}, "startupProbe": {"exec": {"command": ["true"]}}}
    one = container("byo", "trial-referencement-intake/intake", {"process": {"all": values}})

    assert one["livenessProbe"]["periodSeconds"] == 20
    assert one["livenessProbe"]["httpGet"] == {"path": "/livez", "port": "internal"}
    assert one["startupProbe"]["exec"] == {"command": ["true"]}
    assert "httpGet" not in one["startupProbe"]
    assert one["readinessProbe"]["failureThreshold"] == 2


def test_a_pod_is_not_killed_before_it_has_drained() -> None:
    with pytest.raises(helm.HelmError, match="terminationGracePeriodSeconds 8 is over before a pod has drained"):
        templates("byo", {"services": {"intake": {"process": {"all": {"terminationGracePeriodSeconds": 8}}}}})


def ids(found: list[Thing]) -> list[Mapping[str, Any]]:
    return [{key: pod["securityContext"].get(key) for key in ("runAsUser", "fsGroup")} for _, pod in pods(found)]


def test_openshift_gives_ids_from_the_namespace_s_range() -> None:
    openshift = ["security.openshift.io/v1"]
    found, chosen = (rendered_where(openshift, "byo", one) for one in ({}, {"podSecurity": {"runAsUser": 5000}}))

    assert [one for one in ids(found) if one != {"runAsUser": None, "fsGroup": None}] == []
    assert [one for one in ids(chosen) if one != {"runAsUser": 5000, "fsGroup": None}] == []
    assert {pod["securityContext"]["runAsNonRoot"] for _, pod in pods(found)} == {True}
