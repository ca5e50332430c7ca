"""The dashboard of a service: made from one list of panels, so that all five are alike."""

from deploy.dashboards.dashboard import Board
from deploy.dashboards.panels import OWN, Panel

PANELS = (
    Panel(title="version", kind="stat", width=6, height=4, legend="{{version}} · migration {{migration}}",
          queries=[f"count by (version, migration) (referencement_build_info{{{OWN}}})"]),
    Panel(title="programme", kind="stat", width=6, height=4, legend="{{programme}} {{version}}",
          queries=[f"count by (programme, version) (referencement_programme_info{{{OWN}}})"]),
    Panel(title="ready", kind="stat", width=6, height=4, queries=[f"sum(referencement_ready{{{OWN}}})"]),
    Panel(title="journal verified, ago", kind="stat", unit="s", width=6, height=4, red_above=93600,
          queries=[f"time() - max(referencement_journal_verified_timestamp_seconds{{{OWN}}})"]),
    Panel(title="requests by status", legend="{{status}}",
          queries=[f"sum by (status) (rate(referencement_http_request_duration_seconds_count{{{OWN}}}[5m]))"]),
    Panel(title="requests, p99 by route", unit="s", legend="{{route}}",
          queries=["histogram_quantile(0.99, sum by (le, route) "
                   f"(rate(referencement_http_request_duration_seconds_bucket{{{OWN}}}[5m])))"]),
    Panel(title="requests and connections refused by limits", legend="{{limit}}{{reason}} {{per}}",
          queries=[f"sum by (limit, per) (rate(referencement_rate_limited_total{{{OWN}}}[5m]))",
                   f"sum by (reason) (rate(referencement_connections_refused_total{{{OWN}}}[5m]))"]),
    Panel(title="acts", legend="{{act}} {{outcome}}",
          queries=[f"sum by (act, outcome) (rate(referencement_acts_total{{{OWN}}}[5m]))"]),
    Panel(title="aggregates by state", stacked=True, legend="{{aggregate}} {{state}}",
          queries=["max by (aggregate, state) (sum by (aggregate, state, instance) "
                   f"(referencement_aggregates{{{OWN}}}))"]),
    Panel(title="records taken", legend="{{topic}}",
          queries=[f"sum by (topic) (rate(referencement_consumer_records_total{{{OWN}}}[5m]))"]),
    Panel(title="consumer lag", legend="{{topic}}",
          queries=[f"sum by (topic) (referencement_consumer_lag_records{{{OWN}}})"]),
    Panel(title="messages per transaction, mean", legend="{{door}}",
          queries=[f"sum by (door) (rate(referencement_batch_size_sum{{{OWN}}}[5m])) "
                   f"/ sum by (door) (rate(referencement_batch_size_count{{{OWN}}}[5m]))"]),
    Panel(title="transactions, p99", unit="s", legend="{{door}}",
          queries=["histogram_quantile(0.99, sum by (le, door) "
                   f"(rate(referencement_batch_duration_seconds_bucket{{{OWN}}}[5m])))"]),
    Panel(title="outbox: age of the oldest event", unit="s", red_above=5,
          queries=[f"max(referencement_outbox_oldest_seconds{{{OWN}}})"]),
    Panel(title="parked records", legend="{{reason}} seen {{seen}}",
          queries=[f"max by (reason, seen) (referencement_parked_records{{{OWN}}})"]),
    Panel(title="deadlines due and overdue", legend="{{__name__}}",
          queries=[f"max(referencement_deadlines_due{{{OWN}}})",
                   f"max(referencement_deadlines_overdue{{{OWN}}})"]),
    Panel(title="deadlines, p99 of their delay", unit="s",
          queries=["histogram_quantile(0.99, sum by (le) "
                   f"(rate(referencement_deadline_delay_seconds_bucket{{{OWN}}}[1h])))"]),
    Panel(title="journal: age of the oldest unsealed entry", unit="s", red_above=600,
          queries=[f"max(referencement_journal_unsealed_oldest_seconds{{{OWN}}})"]),
    Panel(title="journal: entries and faults of the last verification",
          queries=[f"max(referencement_journal_verified_entries{{{OWN}}})",
                   f"max(referencement_journal_faults{{{OWN}}})"]),
    Panel(title="journal: how long the last verification took", unit="s",
          queries=[f"max(referencement_journal_verification_duration_seconds{{{OWN}}})"]),
    Panel(title="processor", unit="percentunit", width=12, legend="{{instance}}",
          queries=[f"rate(process_cpu_seconds_total{{{OWN}}}[5m])"]),
    Panel(title="memory", unit="bytes", width=12, legend="{{instance}}",
          queries=[f"process_resident_memory_bytes{{{OWN}}}"]),
)  # fmt: skip


def service_board(name: str) -> Board:
    """The same panels for each service."""
    return Board(uid=f"referencement-{name}", title=f"Référencement · {name}", service=name, panels=PANELS)
