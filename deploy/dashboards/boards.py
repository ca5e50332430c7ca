"""The dashboards: the line at a glance, each service alike, Kafka and PostgreSQL as the services see them."""

from collections.abc import Sequence

from deploy.console.places import all_services
from deploy.dashboards.dashboard import Board
from deploy.dashboards.panels import OWN, Panel
from deploy.dashboards.service_board import service_board
from deploy.observing.objectives import OBJECTIVES
from shared.contracts.topics import SERVICES

STAGES = ("application", "evaluation", "connection_tests", "decision_file", "listing", "watch")


def boards() -> Sequence[Board]:
    """All but those of the runbooks."""
    return (line(), *(service_board(name) for name in SERVICES), kafka(), postgresql())


def line() -> Board:
    """What an operator looks at first: is every promise kept, where are the dossiers, what waits."""
    return Board(
        uid="referencement-line", title="Référencement · the line", panels=(*_promises(), *_stages(), *_waiting())
    )


def _promises() -> Sequence[Panel]:
    return [
        Panel(
            title=one.name, kind="stat", unit="percentunit", width=4, height=4, note=one.promise,
            queries=[f"1 - max(avg_over_time({one.series}[30d]))"],
        )
        for one in OBJECTIVES
    ] + [Panel(title="ready", kind="stat", width=4, height=4, queries=["sum by (service) (referencement_ready)"],
               legend="{{service}}")]  # fmt: skip


def _stages() -> Sequence[Panel]:
    return [
        Panel(
            title=f"{stage} by state", stacked=True, legend="{{state}}",
            queries=[f'max by (state) (sum by (state, instance) (referencement_aggregates{{aggregate="{stage}"}}))'],
        )
        for stage in STAGES
    ] + [
        Panel(
            title="waiting for people, by stage and since when", width=24, stacked=True,
            legend="{{aggregate}} {{idle}}",
            note="States in which people may act: under way, and since when nothing has happened.",
            queries=[
                f"max by (aggregate, idle) (sum by (aggregate, idle, instance) ({' or '.join(_awaiting_people())}))"
            ],
        )
    ]  # fmt: skip


def _awaiting_people() -> Sequence[str]:
    """Selectors of the states in which people may act, from the tables of transitions."""
    lives = {one.name: one.life for service in all_services() for one in service.aggregates}
    states = {name: [state for state in life.states() if life.allowed(state)] for name, life in lives.items()}
    return [
        f'referencement_aggregates{{aggregate="{name}",state=~"{"|".join(open_)}"}}'
        for name, open_ in states.items()
        if open_
    ]


def _waiting() -> Sequence[Panel]:
    return (
        Panel(title="outbox: age of the oldest event", unit="s", red_above=5, legend="{{service}}",
              queries=["max by (service) (referencement_outbox_oldest_seconds)"]),
        Panel(title="outbox: rows", legend="{{service}}",
              queries=["max by (service) (referencement_outbox_waiting_rows)"]),
        Panel(title="consumer lag", legend="{{service}} {{topic}}",
              queries=["sum by (service, topic) (referencement_consumer_lag_records)"]),
        Panel(title="parked records", legend="{{service}} {{reason}} seen {{seen}}",
              queries=["max by (service, reason, seen) (referencement_parked_records)"]),
        Panel(title="deadlines due", legend="{{service}}", queries=["max by (service) (referencement_deadlines_due)"]),
        Panel(title="deadlines overdue", red_above=0, legend="{{service}}",
              queries=["max by (service) (referencement_deadlines_overdue)"]),
        Panel(title="accepted to published, p50 and p99", unit="s", width=12,
              queries=[f"histogram_quantile({q}, sum by (le) (rate(referencement_delivery_seconds_bucket[5m])))"
                       for q in (0.5, 0.99)]),
        Panel(title="acts by outcome", width=12, legend="{{service}} {{outcome}}",
              queries=["sum by (service, outcome) (rate(referencement_acts_total[5m]))"]),
    )  # fmt: skip


def kafka() -> Board:
    """The brokers, as the services see them."""
    return Board(
        uid="referencement-kafka",
        title="Référencement · Kafka",
        panels=(
            Panel(title="reachable", legend="{{service}}",
                  queries=[f"min by (service) (referencement_kafka_up{{{OWN}}})"]),
            Panel(title="brokers", legend="{{service}}",
                  queries=[f"min by (service) (referencement_kafka_brokers{{{OWN}}})"]),
            Panel(title="partitions without a leader", red_above=0, legend="{{service}}",
                  queries=[f"max by (service) (referencement_kafka_leaderless_partitions{{{OWN}}})"]),
            Panel(title="a metadata request", unit="s", legend="{{service}}",
                  queries=[f"max by (service) (referencement_kafka_round_trip_seconds{{{OWN}}})"]),
            Panel(title="records sent", legend="{{topic}}",
                  queries=[f"sum by (topic) (rate(referencement_relay_sent_total{{{OWN}}}[5m]))"]),
            Panel(title="records taken", legend="{{service}} {{topic}}",
                  queries=[f"sum by (service, topic) (rate(referencement_consumer_records_total{{{OWN}}}[5m]))"]),
            Panel(title="lag by partition", width=12, legend="{{service}} {{topic}} {{partition}}",
                  queries=[f"max by (service, topic, partition) (referencement_consumer_lag_records{{{OWN}}})"]),
            Panel(title="attempts repeated", width=12, legend="{{service}} {{door}}",
                  queries=[f"sum by (service, door) (rate(referencement_retries_total{{{OWN}}}[5m]))"]),
            Panel(title="certificates: valid for", unit="s", width=12, legend="{{service}} {{side}}",
                  queries=["min by (service, side) "
                           f"(referencement_certificate_expires_timestamp_seconds{{{OWN},of=\"broker\"}}) - time()"]),
        ),
    )  # fmt: skip


def postgresql() -> Board:
    """The databases, as the services see them."""
    return Board(
        uid="referencement-postgresql",
        title="Référencement · PostgreSQL",
        panels=(
            Panel(title="reachable", legend="{{service}}",
                  queries=[f"min by (service) (referencement_database_up{{{OWN}}})"]),
            Panel(title="a connection and a trivial query", unit="s", legend="{{service}}",
                  queries=[f"max by (service) (referencement_database_round_trip_seconds{{{OWN}}})"]),
            Panel(title="the database's clock minus ours", unit="s", legend="{{service}}",
                  queries=[f"max by (service) (referencement_database_clock_offset_seconds{{{OWN}}})"]),
            Panel(title="size", unit="bytes", legend="{{service}}",
                  queries=[f"max by (service) (referencement_database_size_bytes{{{OWN}}})"]),
            Panel(title="size of tables", unit="bytes", legend="{{service}} {{table}}",
                  queries=[f"topk(15, max by (service, table) (referencement_table_size_bytes{{{OWN}}}))"]),
            Panel(title="certificates: valid for", unit="s", legend="{{service}} {{side}}",
                  queries=["min by (service, side) "
                           f"(referencement_certificate_expires_timestamp_seconds{{{OWN},of=\"database\"}}) - time()"]),
            Panel(title="connections", legend="{{service}}",
                  queries=[f"max by (service) (referencement_database_connections{{{OWN}}})",
                           "max(referencement_database_connections_limit)"]),
            Panel(title="pooled connections", legend="{{service}} {{state}}",
                  queries=[f"sum by (service, state) (referencement_pool_connections{{{OWN}}})"]),
            Panel(title="commits", legend="{{service}}",
                  queries=[f"max by (service) (rate(referencement_database_commits_total{{{OWN}}}[5m]))"]),
            Panel(title="rollbacks and deadlocks", legend="{{service}}",
                  queries=[f"max by (service) (rate(referencement_database_rollbacks_total{{{OWN}}}[5m]))",
                           f"max by (service) (rate(referencement_database_deadlocks_total{{{OWN}}}[5m]))"]),
            Panel(title="blocks found in memory", unit="percentunit", legend="{{service}}",
                  queries=[f"max by (service) (rate(referencement_database_blocks_hit_total{{{OWN}}}[5m]) / "
                           f"(rate(referencement_database_blocks_hit_total{{{OWN}}}[5m]) + "
                           f"rate(referencement_database_blocks_read_total{{{OWN}}}[5m])))"]),
        ),
    )  # fmt: skip
