"""Processes, PostgreSQL, Kafka and the identity provider: there or not, and until when certificates are valid."""

from collections.abc import Sequence

from deploy.observing.alert import PAGE, TICKET, Alert
from deploy.observing.objectives import KNOWN
from deploy.observing.promql import LINE, SERVICE
from shared.contracts.topics import SERVICES

KEPT, KEPT_LONGER = "5m", "10m"
"""What an outage brings about ends later than the outage: a backlog is sent, a window passes. Longer for the causes of
alerts that are themselves kept: none may fire on when what explains it has ended."""
_MISSING = "\nor\n".join(
    f"label_replace(group by ({LINE}) (referencement_ready)\n"
    f'  unless group by ({LINE}) (referencement_ready{{service="{name}"}}), "service", "{name}", "", "")'
    for name in SERVICES
)
"""A service of which there is no process, while others of its line are there."""
_GONE = f'label_replace(({KNOWN})\n  unless group by ({LINE}) (referencement_ready), "service", "all", "", "")'
_BY_CERTIFICATE = f"{SERVICE}, of, side"
_LEFT = f"(min by ({_BY_CERTIFICATE}) (referencement_certificate_expires_timestamp_seconds) - time())"
_LIFETIME = (
    f"(min by ({_BY_CERTIFICATE}) (referencement_certificate_expires_timestamp_seconds)\n"
    f"  - min by ({_BY_CERTIFICATE}) (referencement_certificate_issued_timestamp_seconds))"
)
_CERTIFICATES = {
    "How many seconds is each certificate still valid?": (
        'min by (of, side) (referencement_certificate_expires_timestamp_seconds{service=~"$service"}) - time()'
    ),
    "Do broker and database answer? (0: no)": (
        'min by (service) (referencement_kafka_up{service=~"$service"} '
        '* referencement_database_up{service=~"$service"})'
    ),
}
_PROVIDER = {
    "Did the identity provider answer when it was asked last? (0: no)": (
        'min by (service) (referencement_identity_up{service=~"$service"})'
    ),
    "How many of its keys are known? (0: nobody can sign in)": (
        'min by (service) (referencement_identity_keys{service=~"$service"})'
    ),
}


def _expiring(severity: str, days: int, share: int) -> Alert:
    """Close to its end in days and as a share of its lifetime: short-lived certificates are renewed late on purpose."""
    return Alert(
        name="ReferencementCertificateExpires",
        summary="{{ $labels.service }}: the {{ $labels.side }} certificate ({{ $labels.of }}) is valid for "
        "{{ $value | humanizeDuration }} only",
        expr=f"{_LEFT} < {days} * 86400\n  and {_LEFT} < {_LIFETIME} / {share}",
        severity=severity,
        lasting="10m",
        shown=_CERTIFICATES,
    )


SERVERS: Sequence[Alert] = (
    Alert(
        name="ReferencementServiceDown",
        summary="{{ $labels.service }}: no process of it is ready",
        expr=f"max by ({SERVICE}) (referencement_ready) == 0\nor\n{_MISSING}\nor\n{_GONE}",
        severity=PAGE,
        lasting="2m",
        kept=KEPT,
        caused_by=("ReferencementDatabaseUnreachable",),
        shown={
            "Which processes are ready? (0: not)": 'referencement_ready{service=~"$service"}',
            "Does the database answer? (0: no)": 'referencement_database_up{service=~"$service"}',
        },
    ),
    Alert(
        name="ReferencementDatabaseUnreachable",
        summary="{{ $labels.service }}: its database does not answer; commands get 503, nothing is lost",
        expr=f"max by ({SERVICE}) (referencement_database_up) == 0",
        severity=PAGE,
        lasting="1m",
        kept=KEPT_LONGER,
        shown={
            "How long do a connection and a trivial query take?": (
                'max by (service) (referencement_database_round_trip_seconds{service=~"$service"})'
            ),
            "How many connections are there?": (
                'max by (service) (referencement_database_connections{service=~"$service"})'
            ),
        },
    ),
    Alert(
        name="ReferencementDatabaseConnectionsShort",
        summary="PostgreSQL has given out more than 85 % of its connections",
        expr=f"label_replace(sum by ({LINE}) (max by ({SERVICE}) (referencement_database_connections))\n"
        f'  / max by ({LINE}) (referencement_database_connections_limit), "service", "all", "", "") > 0.85',
        severity=TICKET,
        lasting="5m",
        shown={
            "Which service holds how many connections?": "max by (service) (referencement_database_connections)",
            "How many does the server allow?": "max(referencement_database_connections_limit)",
        },
    ),
    Alert(
        name="ReferencementKafkaUnreachable",
        summary="{{ $labels.service }}: no broker answers; what is accepted waits in the outbox, nothing is lost",
        expr=f"max by ({SERVICE}) (referencement_kafka_up) == 0",
        severity=PAGE,
        lasting="1m",
        kept=KEPT_LONGER,
        shown={
            "How many brokers does the cluster name?": (
                'max by (service) (referencement_kafka_brokers{service=~"$service"})'
            ),
            "How many events wait in the outbox?": (
                'max by (service) (referencement_outbox_waiting_rows{service=~"$service"})'
            ),
        },
    ),
    Alert(
        name="ReferencementKafkaLeaderless",
        summary="{{ $labels.service }} sees partitions that no broker leads: their keys wait",
        expr=f"max by ({SERVICE}) (referencement_kafka_leaderless_partitions and referencement_kafka_up == 1) > 0",
        severity=TICKET,
        lasting="2m",
        shown={
            "How many partitions does nobody lead?": (
                'max by (service) (referencement_kafka_leaderless_partitions{service=~"$service"})'
            ),
            "How many brokers does the cluster name?": (
                'max by (service) (referencement_kafka_brokers{service=~"$service"})'
            ),
        },
    ),
    Alert(
        name="ReferencementIdentityProviderAway",
        summary="{{ $labels.service }}: no key of the identity provider is known, every token gets 503",
        expr=f"max by ({SERVICE}) (referencement_identity_keys) == 0",
        severity=PAGE,
        lasting="5m",
        shown=_PROVIDER,
    ),
    Alert(
        name="ReferencementIdentityProviderAway",
        summary="{{ $labels.service }}: the identity provider does not answer; keys serve from memory for a day",
        expr=f"max by ({SERVICE}) (referencement_identity_up) == 0",
        severity=TICKET,
        lasting="15m",
        shown=_PROVIDER,
    ),
    _expiring(PAGE, 3, 10),
    _expiring(TICKET, 21, 4),
)
