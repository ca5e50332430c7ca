import re

from prometheus_client.metrics import MetricWrapperBase

from shared.telemetry import metrics
from shared.telemetry.exposition import render

PROMISED = [
    "referencement_acts_total{service,act,outcome}",
    "referencement_batch_size{door}",
    "referencement_batch_duration_seconds{door}",
    "referencement_outbox_waiting_rows{}",
    "referencement_outbox_oldest_seconds{}",
    "referencement_relay_sent_total{topic}",
    "referencement_delivery_seconds{}",
    "referencement_consumer_records_total{topic,partition}",
    "referencement_consumer_lag_records{topic,partition}",
    "referencement_consumer_standing_seconds{topic,partition}",
    "referencement_consumer_held_partitions{topic,partition}",
    "referencement_retries_total{door}",
    "referencement_poison_total{topic,reason}",
    "referencement_parked_records{reason,seen}",
    "referencement_parked_unseen_oldest_seconds{}",
    "referencement_aggregates{aggregate,state,idle}",
    "referencement_reconciled_timestamp_seconds{}",
    "referencement_reconciliation_gaps{kind}",
    "referencement_reconciliation_accepted_gaps{}",
    "referencement_database_behind_group{}",
    "referencement_deadlines_due{}",
    "referencement_deadlines_overdue{}",
    "referencement_deadline_delay_seconds{}",
    "referencement_journal_unsealed_oldest_seconds{}",
    "referencement_journal_verified_timestamp_seconds{}",
    "referencement_journal_verification_duration_seconds{}",
    "referencement_journal_verified_entries{}",
    "referencement_journal_faults{}",
    "referencement_journal_anchored_timestamp_seconds{}",
    "referencement_journal_roots_compared{}",
    "referencement_document_scans_total{outcome}",
    "referencement_documents_unscanned{}",
    "referencement_documents_unscanned_oldest_seconds{}",
    "referencement_documents_free_bytes{}",
    "referencement_documents_capacity_bytes{}",
    "referencement_http_request_duration_seconds{route,method,status}",
    "referencement_ready{}",
    "referencement_unknown_callers_total{act,reason}",
    "referencement_rate_limited_total{limit,per}",
    "referencement_connections_refused_total{reason}",
    "referencement_database_up{}",
    "referencement_database_round_trip_seconds{}",
    "referencement_database_clock_offset_seconds{}",
    "referencement_database_connections{}",
    "referencement_database_connections_limit{}",
    "referencement_database_size_bytes{}",
    "referencement_table_size_bytes{table}",
    "referencement_pool_connections{state}",
    "referencement_kafka_up{}",
    "referencement_kafka_round_trip_seconds{}",
    "referencement_kafka_brokers{}",
    "referencement_kafka_leaderless_partitions{}",
    "referencement_kafka_misdivided_topics{topic}",
    "referencement_certificate_expires_timestamp_seconds{of,side}",
    "referencement_certificate_issued_timestamp_seconds{of,side}",
    "referencement_identity_up{}",
    "referencement_identity_keys{}",
    "referencement_measuring_failed_total{part}",
    "referencement_build_info{version,migration}",
    "referencement_programme_info{programme,version}",
    "referencement_programme_unreadable{}",
    "referencement_programme_not_on_topic{}",
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
        "service", "act", "outcome", "door", "topic", "partition", "reason", "seen", "aggregate", "state", "idle",
        "route", "method", "status", "part", "version", "migration", "programme", "kind", "limit", "per",
        "table", "of", "side",
    }  # fmt: skip


def test_the_page_is_what_prometheus_reads() -> None:
    metrics.ACTS.labels("intake", "submit_dossier", "performed").inc()

    body, content_type = render("intake")

    assert content_type.startswith("text/plain; version=")
    assert b'referencement_acts_total{act="submit_dossier",outcome="performed",service="intake"} 1.0' in body
    assert b'process_resident_memory_bytes{service="intake"}' in body


def test_strangers_cannot_make_time_series() -> None:
    metrics.observe_request(None, "BREW", 404, 0.003)

    body, _ = render("intake")

    labels = b'{method="_OTHER",route="unmatched",service="intake",status="404"}'
    assert b"referencement_http_request_duration_seconds_count" + labels + b" 1.0" in body
