"""Who reaches pods: the public site never the private port, Prometheus only that, others by rules of the values."""

from typing import Any

import pytest

from tests.chart.rendering import EVERYTHING, EXAMPLES, Thing, helm, of_kind, rendered, templates, things

PROMETHEUS = [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}]
MESH = {"namespaceSelector": {"matchLabels": {"mesh": "plane"}}}


def policies(found: list[Thing] | tuple[Thing, ...]) -> dict[str, Thing]:
    return {
        one["metadata"]["name"].removeprefix("trial-referencement-"): one["spec"]
        for one in of_kind(found, "NetworkPolicy")
    }


def services(found: list[Thing] | tuple[Thing, ...]) -> dict[str, Thing]:
    return {one["metadata"]["name"]: one["spec"] for one in of_kind(found, "Service")}


def published(found: list[Thing] | tuple[Thing, ...]) -> set[tuple[str, object]]:
    """Services and ports to which an Ingress or a route leads."""
    ingress = [
        (path["backend"]["service"]["name"], path["backend"]["service"]["port"]["name"])
        for one in of_kind(found, "Ingress")
        for rule in one["spec"]["rules"]
        for path in rule["http"]["paths"]
    ]
    route = [
        (backend["name"], backend["port"])
        for one in of_kind(found, "HTTPRoute")
        for rule in one["spec"]["rules"]
        for backend in rule["backendRefs"]
    ]
    return {*ingress, *route}


@pytest.mark.parametrize("example", [*EXAMPLES, EVERYTHING])
def test_the_public_site_never_leads_to_the_private_port(example: str) -> None:
    found = things(example)
    ports = {name: [(one["name"], one["port"], one["targetPort"]) for one in spec["ports"]]
             for name, spec in services(found).items()}  # fmt: skip

    for name, port in published(found):
        assert ports[name] == [("http", 80, "http")], name
        assert port in ("http", 80), name
    for one in of_kind(found, "NetworkPolicy"):
        for rule in one["spec"].get("ingress", []):
            reached = {port["port"] for port in rule["ports"]} & {"internal", 8100}
            assert not reached or one["metadata"]["name"].endswith("-metrics"), one["metadata"]["name"]


def test_a_monitor_of_services_finds_every_process_at_the_private_port_also_when_it_is_not_ready() -> None:
    found = things(EVERYTHING)
    [monitor], service = of_kind(found, "ServiceMonitor"), services(found)["trial-referencement-metrics"]
    [labels] = [
        one["metadata"]["labels"] for one in of_kind(found, "Service") if one["metadata"]["name"].endswith("-metrics")
    ]
    deployments = [
        one["spec"]["template"]["metadata"]["labels"]
        for one in of_kind(found, "Deployment")
        if "referencement/role" in one["spec"]["template"]["metadata"]["labels"]
    ]

    assert monitor["spec"]["selector"]["matchLabels"].items() <= labels.items()
    assert (service["clusterIP"], service["publishNotReadyAddresses"]) == ("None", True)
    assert [(one["port"], one["targetPort"]) for one in service["ports"]] == [(8100, "internal")]
    assert [one for one in deployments if not service["selector"].items() <= one.items()] == []
    assert monitor["spec"]["endpoints"][0]["port"] == "internal"
    assert monitor["spec"]["endpoints"][0]["scrapeTimeout"] == "10s"


@pytest.mark.parametrize("kind", ["podMonitor", "serviceMonitor"])
def test_a_monitor_that_the_network_policy_shuts_out_is_refused(kind: str) -> None:
    on = {kind: {"enabled": True}}

    with pytest.raises(helm.HelmError, match=rf"monitoring\.{kind}: .* networkPolicy\.metricsFrom"):
        templates("byo", {"monitoring": on, "networkPolicy": {"metricsFrom": []}})
    for open_ in ({"metricsFrom": PROMETHEUS}, {"metricsFrom": [], "enabled": False}):
        found = rendered("byo", {"monitoring": on, "networkPolicy": open_})
        assert [one["kind"] for one in found if one["kind"].endswith("Monitor")] == [kind[0].upper() + kind[1:]]


def test_both_monitors_would_count_everything_twice() -> None:
    both = {"podMonitor": {"enabled": True}, "serviceMonitor": {"enabled": True}}

    with pytest.raises(helm.HelmError, match="enable one of them"):
        templates("byo", {"monitoring": both})


def test_rules_of_the_values_let_in_and_out() -> None:
    found = policies(things(EVERYTHING))
    out = {"to": [MESH], "ports": [{"port": 15012, "protocol": "TCP"}]}
    leaving = {name for name, spec in found.items() if out in spec.get("egress", [])}

    assert found["extra"]["ingress"] == [{"from": [MESH], "ports": [{"port": 15090, "protocol": "TCP"}]}]
    assert leaving >= {"services", "jobs", "journal", "reconcile", "console", "test"}


def test_the_way_out_of_hooks_is_there_before_they_are() -> None:
    [policy] = [
        one for one in of_kind(things(EVERYTHING), "NetworkPolicy") if one["metadata"]["name"].endswith("-jobs")
    ]
    weights = {
        one["metadata"]["name"].removeprefix("trial-referencement-"): int(
            one["metadata"]["annotations"]["helm.sh/hook-weight"]
        )
        for one in things(EVERYTHING)
        if one["metadata"]["annotations"].get("helm.sh/hook") == "pre-install,pre-upgrade" and one["kind"] == "Job"
    }

    assert policy["metadata"]["annotations"]["helm.sh/hook-weight"] == "-20"
    assert weights == {"topics": -11, "migrations": -10}


def test_a_route_has_the_annotations_filters_and_times_of_the_values() -> None:
    [route] = of_kind(things(EVERYTHING), "HTTPRoute")

    assert route["metadata"]["annotations"]["example.org/waf"] == "strict"
    for rule in route["spec"]["rules"]:
        assert rule["filters"][0]["type"] == "ResponseHeaderModifier"
        assert rule["timeouts"] == {"request": "60s"}


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        ({}, {"maxUnavailable": 1}),
        ({"maxUnavailable": "50%"}, {"maxUnavailable": "50%"}),
        ({"minAvailable": 1}, {"minAvailable": 1}),
        ({"minAvailable": "50%"}, {"minAvailable": "50%"}),
        (True, {"maxUnavailable": 1}),
        (False, None),
    ],
)
def test_a_budget_says_how_many_stay(budget: Any, expected: dict[str, Any] | None) -> None:  # noqa: ANN401
    found = of_kind(rendered("byo", {"process": {"all": {"podDisruptionBudget": budget}}}), "PodDisruptionBudget")
    said = [{key: one["spec"][key] for key in one["spec"] if key.endswith("vailable")} for one in found]

    assert said == ([expected] * 5 if expected else [])


def test_the_notes_name_a_budget_that_keeps_every_node_from_being_drained() -> None:
    def notes(least: int) -> str:
        values = {"process": {"all": {"podDisruptionBudget": {"minAvailable": least}}}}
        return templates("byo", values)["referencement/templates/NOTES.txt"]

    assert "with minAvailable 2 of 2 replicas no node that it runs on can be drained" in notes(2)
    assert "can be drained" not in notes(1)
