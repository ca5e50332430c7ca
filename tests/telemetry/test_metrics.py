import re

from prometheus_client.metrics import MetricWrapperBase

from shared.telemetry import metrics

PROMISED = [
    "referencement_acts_total{service,act,outcome}",
    "referencement_batch_size{door}",
    "referencement_batch_duration_seconds{door}",
    "referencement_outbox_waiting_rows{}",
    "referencement_outbox_oldest_seconds{}",
    "referencement_relay_sent_total{topic}",
    "referencement_consumer_records_total{topic}",
    "referencement_consumer_lag_records{topic,partition}",
    "referencement_retries_total{door}",
    "referencement_poison_total{topic,reason}",
    "referencement_parked_records{}",
    "referencement_deadlines_due{}",
    "referencement_deadlines_overdue{}",
    "referencement_http_request_duration_seconds{route,method,status}",
    "referencement_ready{}",
]


def declared() -> list[str]:
    found = []
    for metric in metrics.REGISTRY._collector_to_names:
        if isinstance(metric, MetricWrapperBase):
            suffix = "_total" if metric._type == "counter" else ""
            found.append(f"{metric._name}{suffix}{{{','.join(metric._labelnames)}}}")
    return found


def test_these_metrics_and_labels_are_promised_to_dashboards_and_alerts() -> None:
    assert declared() == PROMISED


def test_no_label_can_hold_an_id() -> None:
    labels = set(re.findall(r"[{,](\w+)", " ".join(PROMISED)))

    assert labels == {
        "service", "act", "outcome", "door", "topic", "partition", "reason", "route", "method", "status",
    }  # fmt: skip


def test_the_page_is_what_prometheus_reads() -> None:
    metrics.ACTS.labels("intake", "submit_dossier", "performed").inc()

    body, content_type = metrics.render()

    assert content_type.startswith("text/plain; version=")
    assert b'referencement_acts_total{act="submit_dossier",outcome="performed",service="intake"} 1.0' in body
    assert b"process_resident_memory_bytes" in body


def test_strangers_cannot_make_time_series() -> None:
    metrics.observe_request(None, "BREW", 404, 0.003)

    body, _ = metrics.render()

    line = b'referencement_http_request_duration_seconds_count{method="_OTHER",route="unmatched",status="404"} 1.0'
    assert line in body
