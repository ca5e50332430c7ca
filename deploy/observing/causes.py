"""Why a promise is about to be broken: alerts on causes, most of them for the working day."""

from collections.abc import Sequence

from deploy.observing.alert import PAGE, TICKET, Alert
from shared.contracts.topics import SERVICES

NOT_THERE = "\nor\n".join(f'absent(referencement_ready{{service="{service}"}})' for service in SERVICES)
CODE_FAULTS = "act_failed|shell_failed|target_failed"

CAUSES: Sequence[Alert] = (
    Alert(
        name="ReferencementServiceDown",
        summary="{{ $labels.service }}: no process of it is ready",
        expr=f"max by (service) (referencement_ready) == 0\nor\n{NOT_THERE}",
        severity=PAGE,
        lasting="2m",
        shown=('referencement_ready{service=~"$service"}', 'referencement_database_up{service=~"$service"}'),
    ),
    Alert(
        name="ReferencementDatabaseUnreachable",
        summary="{{ $labels.service }}: its database does not answer; commands get 503, nothing is lost",
        expr="max by (service) (referencement_database_up) == 0",
        severity=PAGE,
        lasting="1m",
        shown=(
            'max by (service) (referencement_database_round_trip_seconds{service=~"$service"})',
            'max by (service) (referencement_database_connections{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementDatabaseConnectionsShort",
        summary="PostgreSQL has given out more than 85 % of its connections",
        expr="label_replace(sum(max by (service) (referencement_database_connections))\n"
        '  / max(referencement_database_connections_limit), "service", "all", "", "") > 0.85',
        severity=TICKET,
        lasting="5m",
        shown=(
            "max by (service) (referencement_database_connections)",
            "max(referencement_database_connections_limit)",
        ),
    ),
    Alert(
        name="ReferencementKafkaUnreachable",
        summary="{{ $labels.service }}: no broker answers; what is accepted waits in the outbox, nothing is lost",
        expr="max by (service) (referencement_kafka_up) == 0",
        severity=PAGE,
        lasting="1m",
        shown=(
            'max by (service) (referencement_kafka_brokers{service=~"$service"})',
            'max by (service) (referencement_outbox_waiting_rows{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementKafkaLeaderless",
        summary="{{ $labels.service }} sees partitions that no broker leads: their keys wait",
        expr="max by (service) (referencement_kafka_leaderless_partitions and referencement_kafka_up == 1) > 0",
        severity=TICKET,
        lasting="2m",
        shown=(
            'max by (service) (referencement_kafka_leaderless_partitions{service=~"$service"})',
            'max by (service) (referencement_kafka_brokers{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementOutboxStuck",
        summary="{{ $labels.service }}: events wait in the outbox although brokers answer",
        expr="max by (service) (referencement_outbox_oldest_seconds) > 60\n"
        "  and max by (service) (referencement_kafka_up) == 1",
        severity=PAGE,
        lasting="2m",
        shown=(
            'max by (service) (referencement_outbox_waiting_rows{service=~"$service"})',
            'sum by (topic) (rate(referencement_relay_sent_total{service=~"$service"}[5m]))',
            'sum by (door) (rate(referencement_retries_total{service=~"$service"}[5m]))',
        ),
    ),
    Alert(
        name="ReferencementConsumerStalled",
        summary="{{ $labels.service }}: partition {{ $labels.partition }} of {{ $labels.topic }} does not move on",
        expr="max by (service, topic, partition) (referencement_consumer_standing_seconds) > 300\n"
        "  and on (service) max by (service) (referencement_kafka_up) == 1",
        severity=PAGE,
        shown=(
            'max by (topic, partition) (referencement_consumer_standing_seconds{service=~"$service"})',
            'sum by (topic, partition) (referencement_consumer_lag_records{service=~"$service"})',
            'sum by (topic, partition) (rate(referencement_consumer_records_total{service=~"$service"}[5m]))',
        ),
    ),
    Alert(
        name="ReferencementRecordsUnreadable",
        summary="{{ $labels.service }}: records of its topics cannot be decoded",
        expr='max by (service) (referencement_parked_records{reason="records_unreadable"}) > 0\n'
        "or\n"
        "max by (service) (min_over_time(referencement_consumer_held_partitions[2m])) > 0",
        severity=PAGE,
        shown=(
            'max by (topic, partition) (referencement_consumer_held_partitions{service=~"$service"})',
            'max by (reason, seen) (referencement_parked_records{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementProgrammeUnreadable",
        summary="{{ $labels.service }}: the last record of the programme's topic is unreadable, an older one holds",
        expr="max by (service) (referencement_programme_unreadable) > 0",
        severity=PAGE,
        shown=(
            'max by (instance) (referencement_programme_unreadable{service=~"$service"})',
            'count by (programme, version) (referencement_programme_info{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementPartitionsChanged",
        summary="{{ $labels.topic }} has another number of partitions than declared: nothing is sent to it",
        expr='label_replace(max by (topic) (referencement_kafka_misdivided_topics) > 0, "service", "all", "", "")',
        severity=PAGE,
        shown=(
            "max by (topic) (referencement_kafka_misdivided_topics)",
            'max by (service) (referencement_outbox_waiting_rows{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementConsumerBehind",
        summary="{{ $labels.service }} is {{ $value }} records behind on {{ $labels.topic }}",
        expr="sum by (service, topic) (referencement_consumer_lag_records) > 1000",
        severity=TICKET,
        lasting="10m",
        shown=(
            'sum by (topic) (referencement_consumer_lag_records{service=~"$service"})',
            "histogram_quantile(0.99, sum by (le) (rate(referencement_batch_duration_seconds_bucket"
            '{service=~"$service",door="kafka"}[5m])))',
        ),
    ),
    Alert(
        name="ReferencementCodeFault",
        summary="{{ $labels.service }}: records are parked by a mistake in the code ({{ $labels.reason }})",
        expr=f'max by (service, reason) (referencement_parked_records{{reason=~"{CODE_FAULTS}"}}) > 0',
        severity=TICKET,
        shown=('max by (reason, seen) (referencement_parked_records{service=~"$service"})',),
    ),
    Alert(
        name="ReferencementRecordsGone",
        summary="{{ $labels.service }}: its topic lost records before they were read",
        expr='max by (service) (referencement_parked_records{reason="records_gone"}) > 0',
        severity=PAGE,
        shown=('max by (reason, seen) (referencement_parked_records{service=~"$service"})',),
    ),
    Alert(
        name="ReferencementTopicRecreated",
        summary="{{ $labels.service }}: a topic was deleted and created again; what it held unread is missing",
        expr='max by (service) (referencement_parked_records{reason="topic_recreated"}) > 0\n'
        "or\n"
        "max by (service) (referencement_programme_not_on_topic) > 0",
        severity=PAGE,
        shown=(
            'max by (reason, seen) (referencement_parked_records{service=~"$service"})',
            'max by (instance) (referencement_programme_not_on_topic{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementDatabaseBehindGroup",
        summary="{{ $labels.service }}: its database was emptied or put back, its worker holds",
        expr="max by (service) (referencement_database_behind_group) > 0",
        severity=PAGE,
        lasting="1m",
        shown=('max by (service) (referencement_database_behind_group{service=~"$service"})',),
    ),
    Alert(
        name="ReferencementJournalBroken",
        summary="{{ $labels.service }}: the last verification of the journal found {{ $value }} faults",
        expr="max by (service) (referencement_journal_faults) > 0",
        severity=PAGE,
        shown=(
            'max by (service) (referencement_journal_faults{service=~"$service"})',
            'max by (service) (referencement_journal_verified_entries{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementRootUnanchored",
        summary="{{ $labels.service }}: no root of the journal was kept outside for {{ $value | humanizeDuration }}",
        expr="time() - max by (service) (referencement_journal_anchored_timestamp_seconds) > 93600",
        severity=TICKET,
        shown=(
            'time() - max by (service) (referencement_journal_anchored_timestamp_seconds{service=~"$service"})',
            'max by (service) (referencement_journal_roots_compared{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementGapsFound",
        summary="{{ $labels.service }}: database and topics differ: {{ $value }} gaps of kind {{ $labels.kind }}",
        expr="max by (service, kind) (referencement_reconciliation_gaps) > 0",
        severity=PAGE,
        shown=(
            'max by (kind) (referencement_reconciliation_gaps{service=~"$service"})',
            'max by (service) (referencement_reconciliation_accepted_gaps{service=~"$service"})',
        ),
    ),
    Alert(
        name="ReferencementUnreconciled",
        summary="{{ $labels.service }}: not compared with the topics for {{ $value | humanizeDuration }}",
        expr="time() - max by (service) (referencement_reconciled_timestamp_seconds) > 93600",
        severity=TICKET,
        shown=('time() - max by (service) (referencement_reconciled_timestamp_seconds{service=~"$service"})',),
    ),
    Alert(
        name="ReferencementRequestsFail",
        summary="{{ $labels.service }}: more than one request in a hundred fails by our fault",
        expr='sum by (service) (rate(referencement_http_request_duration_seconds_count{status=~"5.."}[10m]))\n'
        "  / sum by (service) (rate(referencement_http_request_duration_seconds_count[10m])) > 0.01",
        severity=TICKET,
        lasting="5m",
        shown=(
            "sum by (route, status) (rate(referencement_http_request_duration_seconds_count"
            '{service=~"$service",status=~"5.."}[5m]))',
        ),
    ),
    Alert(
        name="ReferencementFlooded",
        summary="{{ $labels.service }} has refused {{ $value | humanize }} requests a second for ten minutes",
        expr="sum by (service) (rate(referencement_rate_limited_total[5m])) > 5\n"
        "or\n"
        "sum by (service) (rate(referencement_connections_refused_total[5m])) > 5\n"
        "or\n"
        "sum by (service) (rate(referencement_unknown_callers_total[5m])) > 5",
        severity=TICKET,
        lasting="10m",
        shown=(
            'sum by (limit, per) (rate(referencement_rate_limited_total{service=~"$service"}[5m]))',
            'sum by (reason) (rate(referencement_connections_refused_total{service=~"$service"}[5m]))',
            'sum by (reason) (rate(referencement_unknown_callers_total{service=~"$service"}[5m]))',
        ),
    ),
    Alert(
        name="ReferencementClockSkew",
        summary="{{ $labels.service }}: its clock and that of its database differ by {{ $value }} s",
        expr="max by (service) (abs(referencement_database_clock_offset_seconds)) > 5",
        severity=TICKET,
        lasting="5m",
        shown=('referencement_database_clock_offset_seconds{service=~"$service"}',),
    ),
    Alert(
        name="ReferencementVersionsMixed",
        summary="{{ $labels.service }}: processes of two versions run for half an hour: a rollout stands still",
        expr="count by (service) (count by (service, version, migration) (referencement_build_info)) > 1",
        severity=TICKET,
        lasting="30m",
        shown=('count by (service, version, migration) (referencement_build_info{service=~"$service"})',),
    ),
    Alert(
        name="ReferencementProgrammesMixed",
        summary="Services judge by different versions of the programme",
        expr="label_replace(count(count by (programme, version) (referencement_programme_info)),\n"
        '  "service", "all", "", "") > 1',
        severity=PAGE,
        lasting="10m",
        shown=("count by (service, programme, version) (referencement_programme_info)",),
    ),
    Alert(
        name="ReferencementMeasuringFails",
        summary="{{ $labels.service }}: {{ $labels.part }} cannot be measured; what dashboards show of it is old",
        expr="sum by (service, part) (rate(referencement_measuring_failed_total[10m])) > 0\n"
        "  and on (service) max by (service) (referencement_database_up * referencement_kafka_up) == 1",
        severity=TICKET,
        lasting="10m",
        shown=('sum by (part) (rate(referencement_measuring_failed_total{service=~"$service"}[10m]))',),
    ),
)
