"""What Prometheus, Alertmanager and Grafana are given by a release: they look at it alone."""

import re
from typing import Any

from deploy.observing.inhibition import rules as inhibition_rules
from tests.chart.rendering import Thing, of_kind, rendered, things


def expressions(found: list[Thing] | tuple[Thing, ...]) -> list[str]:
    groups = [group for one in of_kind(found, "PrometheusRule") for group in one["spec"]["groups"]]
    return [rule["expr"] for group in groups for rule in group["rules"]]


def selectors(found: list[Thing] | tuple[Thing, ...]) -> set[str]:
    """Of series: the matchers that come first, without what only some have."""
    words = re.findall(
        r"\b(?:(?:referencement[_:]|kube_|kubelet_)[\w:]+)(?:\{([^}]*)\})?", "\n".join(expressions(found))
    )
    return {",".join(word.split(",")[:2]) if "release=" in word else word.split(",")[0] for word in words}


def test_rules_look_at_their_own_release_only() -> None:
    assert selectors(things("production")) == {'namespace="there",release="trial"', 'namespace="there"'}
    assert [expr for expr in expressions(things("production")) if "example" in expr] == []


def test_samples_say_of_which_release_they_are() -> None:
    [monitor] = of_kind(things("production"), "PodMonitor")
    relabelled = {
        one["targetLabel"]: one["sourceLabels"] for one in monitor["spec"]["podMetricsEndpoints"][0]["relabelings"]
    }

    assert relabelled["release"] == ["__meta_kubernetes_pod_label_app_kubernetes_io_instance"]


def test_where_others_scrape_rules_ask_for_no_label_that_may_be_missing() -> None:
    found = rendered("production", {"monitoring": {"podMonitor": {"enabled": False}}})

    assert selectors(found) == {'namespace="there"'}


def test_every_alert_says_of_which_release_it_is() -> None:
    groups = [group for one in of_kind(things("production"), "PrometheusRule") for group in one["spec"]["groups"]]
    labels = [rule["labels"] for group in groups for rule in group["rules"] if "alert" in rule]

    assert {(one["namespace"], one["release"]) for one in labels} == {("there", "trial")}


def test_objects_of_kubernetes_are_found_by_the_name_of_the_release_however_long_it_is() -> None:
    def asked(values: dict[str, Any]) -> str:
        [expr] = {one for one in expressions(rendered("production", values)) if "kube_cronjob_created" in one}
        return expr

    long = "a-name-that-is-longer-than-jobs-may"
    assert 'cronjob=~"trial-referencement-.*backup.*"' in asked({})
    assert 'cronjob=~"ours-.*backup.*"' in asked({"fullnameOverride": "ours"})
    assert f'cronjob=~"{long[:30]}.*backup.*"' in asked({"fullnameOverride": long})


def test_inhibition_is_an_object_of_its_own_and_only_where_it_is_asked_for() -> None:
    [config] = of_kind(things("production"), "AlertmanagerConfig")

    assert config["spec"] == {"inhibitRules": inhibition_rules()}
    assert (
        of_kind(rendered("production", {"monitoring": {"inhibition": {"enabled": False}}}), "AlertmanagerConfig") == []
    )
