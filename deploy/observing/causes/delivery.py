"""What waits: outbox, partitions, records that nobody can read or that are gone."""

from collections.abc import Sequence

from deploy.observing.alert import PAGE, TICKET, Alert
from deploy.observing.causes.servers import KEPT, KEPT_LONGER
from deploy.observing.promql import LINE, SERVICE

CODE_FAULTS = "act_failed|shell_failed|target_failed"
_PARTITION = f"{SERVICE}, topic, partition"
_PARKED = {
    "How many records are parked, why, and has anybody seen them?": (
        'max by (reason, seen) (referencement_parked_records{service=~"$service"})'
    )
}

DELIVERY: Sequence[Alert] = (
    Alert(
        name="ReferencementOutboxStuck",
        summary="{{ $labels.service }}: events wait in the outbox although brokers answer",
        expr=f"max by ({SERVICE}) (referencement_outbox_oldest_seconds) > 60\n"
        f"  and max by ({SERVICE}) (referencement_kafka_up) == 1",
        severity=PAGE,
        lasting="2m",
        kept=KEPT,
        caused_by=(
            "ReferencementDatabaseUnreachable",
            "ReferencementKafkaUnreachable",
            "ReferencementPartitionsChanged",
        ),
        shown={
            "How many events wait?": 'max by (service) (referencement_outbox_waiting_rows{service=~"$service"})',
            "How many events a second are sent, by topic?": (
                'sum by (topic) (rate(referencement_relay_sent_total{service=~"$service"}[5m]))'
            ),
            "What is tried again?": 'sum by (door) (rate(referencement_retries_total{service=~"$service"}[5m]))',
        },
    ),
    Alert(
        name="ReferencementConsumerStalled",
        summary="{{ $labels.service }}: partition {{ $labels.partition }} of {{ $labels.topic }} does not move on",
        expr=f"max by ({_PARTITION}) (referencement_consumer_standing_seconds) > 300\n"
        f"  and on ({SERVICE}) max by ({SERVICE}) (referencement_kafka_up) == 1\n"
        f"  unless max by ({_PARTITION}) (referencement_consumer_held_partitions) > 0",
        severity=PAGE,
        caused_by=(
            "ReferencementDatabaseUnreachable",
            "ReferencementKafkaUnreachable",
            "ReferencementDatabaseBehindGroup",
        ),
        shown={
            "Which partition has stood still, for how long?": (
                'max by (topic, partition) (referencement_consumer_standing_seconds{service=~"$service"})'
            ),
            "How many records wait in each partition?": (
                'sum by (topic, partition) (referencement_consumer_lag_records{service=~"$service"})'
            ),
            "How many records a second are taken from each?": (
                'sum by (topic, partition) (rate(referencement_consumer_records_total{service=~"$service"}[5m]))'
            ),
        },
    ),
    Alert(
        name="ReferencementRecordsUnreadable",
        summary="{{ $labels.service }}: records of its topics cannot be decoded",
        expr=f'max by ({SERVICE}) (referencement_parked_records{{reason="records_unreadable"}}) > 0\n'
        "or\n"
        f"max by ({SERVICE}) (min_over_time(referencement_consumer_held_partitions[2m])) > 0",
        severity=PAGE,
        shown={
            "Which partitions are held? (1: held)": (
                'max by (topic, partition) (referencement_consumer_held_partitions{service=~"$service"})'
            ),
            **_PARKED,
        },
    ),
    Alert(
        name="ReferencementProgrammeUnreadable",
        summary="{{ $labels.service }}: the last record of the programme's topic is unreadable, an older one holds",
        expr=f"max by ({SERVICE}) (referencement_programme_unreadable) > 0",
        severity=PAGE,
        shown={
            "Which processes cannot read it? (1: cannot)": (
                'max by (instance) (referencement_programme_unreadable{service=~"$service"})'
            ),
            "Which version is in force in how many processes?": (
                'count by (programme, version) (referencement_programme_info{service=~"$service"})'
            ),
        },
    ),
    Alert(
        name="ReferencementPartitionsChanged",
        summary="{{ $labels.topic }} has another number of partitions than declared: nothing is sent to it",
        expr=f"label_replace(max by ({LINE}, topic) (referencement_kafka_misdivided_topics) > 0,\n"
        '  "service", "all", "", "")',
        severity=PAGE,
        kept=KEPT_LONGER,
        shown={
            "Which topics are divided otherwise than declared? (1: otherwise)": (
                "max by (topic) (referencement_kafka_misdivided_topics)"
            ),
            "How many events wait in each outbox?": "max by (service) (referencement_outbox_waiting_rows)",
        },
    ),
    Alert(
        name="ReferencementConsumerBehind",
        summary="{{ $labels.service }} is {{ $value }} records behind on {{ $labels.topic }}",
        expr=f"sum by ({SERVICE}, topic) (referencement_consumer_lag_records) > 1000",
        severity=TICKET,
        lasting="10m",
        caused_by=(
            "ReferencementDatabaseUnreachable",
            "ReferencementKafkaUnreachable",
            "ReferencementServiceDown",
            "ReferencementDatabaseBehindGroup",
            "ReferencementConsumerStalled",
        ),
        shown={
            "How many records wait, by topic?": (
                'sum by (topic) (referencement_consumer_lag_records{service=~"$service"})'
            ),
            "How long does a batch of records take (p99)?": (
                "histogram_quantile(0.99, sum by (le) (rate(referencement_batch_duration_seconds_bucket"
                '{service=~"$service",door="kafka"}[5m])))'
            ),
        },
    ),
    Alert(
        name="ReferencementCodeFault",
        summary="{{ $labels.service }}: records are parked by a mistake in the code ({{ $labels.reason }})",
        expr=f'max by ({SERVICE}, reason) (referencement_parked_records{{reason=~"{CODE_FAULTS}"}}) > 0',
        severity=TICKET,
        shown=_PARKED,
    ),
    Alert(
        name="ReferencementRecordsGone",
        summary="{{ $labels.service }}: its topic lost records before they were read",
        expr=f'max by ({SERVICE}) (referencement_parked_records{{reason="records_gone"}}) > 0',
        severity=PAGE,
        shown=_PARKED,
    ),
    Alert(
        name="ReferencementTopicRecreated",
        summary="{{ $labels.service }}: a topic was deleted and created again; what it held unread is missing",
        expr=f'max by ({SERVICE}) (referencement_parked_records{{reason="topic_recreated"}}) > 0\n'
        "or\n"
        f"max by ({SERVICE}) (referencement_programme_not_on_topic) > 0",
        severity=PAGE,
        shown={
            **_PARKED,
            "Which processes miss the programme on its topic? (1: miss it)": (
                'max by (instance) (referencement_programme_not_on_topic{service=~"$service"})'
            ),
        },
    ),
    Alert(
        name="ReferencementDatabaseBehindGroup",
        summary="{{ $labels.service }}: its database was emptied or put back, its worker holds",
        expr=f"max by ({SERVICE}) (referencement_database_behind_group) > 0",
        severity=PAGE,
        lasting="1m",
        kept=KEPT,
        shown={
            "Which service's worker holds? (1: holds)": (
                'max by (service) (referencement_database_behind_group{service=~"$service"})'
            )
        },
    ),
)
