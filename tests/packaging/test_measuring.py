"""The trial's Prometheus scrapes what a PodMonitor selects, under the labels that its relabelings give."""

from typing import Any

from deploy.trial.measuring import scraped, without_memory

MONITOR: dict[str, Any] = {
    "metadata": {"name": "line", "namespace": "there"},
    "spec": {
        "selector": {"matchLabels": {"a": "b"}},
        "podMetricsEndpoints": [
            {"port": "internal", "path": "/metrics", "relabelings": [
                {"sourceLabels": ["__meta_kubernetes_pod_label_app_kubernetes_io_instance"], "targetLabel": "release"}
            ]},
        ],
    },
}  # fmt: skip
POD: dict[str, Any] = {
    "metadata": {"name": "one", "namespace": "there", "labels": {"app.kubernetes.io/instance": "trial"}},
    "spec": {"containers": [{"name": "intake", "ports": [{"name": "internal", "containerPort": 8100}]}, {"name": "b"}]},
    "status": {"podIP": "10.0.0.1"},
}  # fmt: skip


def test_a_port_of_a_pod_is_a_target_with_the_pod_s_labels() -> None:
    job = scraped(MONITOR, [POD])

    [target] = job["static_configs"]
    assert target["targets"] == ["10.0.0.1:8100"]
    assert target["labels"] == {
        "__meta_kubernetes_namespace": "there",
        "__meta_kubernetes_pod_name": "one",
        "__meta_kubernetes_pod_container_name": "intake",
        "__meta_kubernetes_pod_container_port_name": "internal",
        "__meta_kubernetes_pod_label_app_kubernetes_io_instance": "trial",
    }
    assert [one.get("target_label", one.get("regex")) for one in job["relabel_configs"]] == [
        "internal", "namespace", "pod", "container", "release",
    ]  # fmt: skip


def test_an_alert_ends_with_its_cause() -> None:
    rules = {"groups": [{"name": "a", "interval": "30s", "rules": [{"alert": "b", "keep_firing_for": "10m"}]}]}

    assert without_memory(rules) == {"groups": [{"name": "a", "interval": "5s", "rules": [{"alert": "b"}]}]}
