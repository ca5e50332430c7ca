"""Disks, and what fills them."""

from collections.abc import Sequence

from deploy.observing.alert import PAGE, TICKET, Alert
from deploy.observing.promql import OURS, SERVICE

_CLAIM = f'persistentvolumeclaim=~"(data-.*-)?{OURS}.*"'
_BY_CLAIM = "namespace, persistentvolumeclaim"
_FREE = (
    f"min by ({SERVICE}) (referencement_documents_free_bytes / referencement_documents_capacity_bytes)",
    # documents are told by their service, on volumes that are no claim too
    f'min by ({_BY_CLAIM}) (kubelet_volume_stats_available_bytes{{{_CLAIM},persistentvolumeclaim!~".*documents.*"}})\n'
    f"  / min by ({_BY_CLAIM}) (kubelet_volume_stats_capacity_bytes{{{_CLAIM}}})",
)
_GIB = 2**30
_TABLE = f"{SERVICE}, table"


def _short(severity: str, share: float) -> Alert:
    documents, claims = _FREE
    return Alert(
        name="ReferencementDiskShort",
        summary="{{ $labels.persistentvolumeclaim }}{{ if not $labels.persistentvolumeclaim }}documents{{ end }}: "
        "{{ $value | humanizePercentage }} of the volume is free",
        expr=f'{documents} < {share}\nor\nlabel_replace({claims}, "service", "all", "", "") < {share}',
        severity=severity,
        lasting="10m",
        shown={
            "Which share of the documents' volume is free?": (
                "min by (service) (referencement_documents_free_bytes / referencement_documents_capacity_bytes)"
            ),
            "Which share of each claim is free?": (
                f"min by ({_BY_CLAIM}) (kubelet_volume_stats_available_bytes{{{_CLAIM}}} "
                f"/ kubelet_volume_stats_capacity_bytes{{{_CLAIM}}})"
            ),
            "How large is each database?": "max by (service) (referencement_database_size_bytes)",
        },
    )


ROOM: Sequence[Alert] = (
    _short(PAGE, 0.05),
    _short(TICKET, 0.15),
    Alert(
        name="ReferencementDatabaseGrows",
        summary="{{ $labels.service }}: table {{ $labels.table }} doubles within a month at the pace of the last day",
        expr=f"30 * max by ({_TABLE}) (delta(referencement_table_size_bytes[1d]))\n"
        f"  > max by ({_TABLE}) (referencement_table_size_bytes) > 5 * {_GIB}",
        severity=TICKET,
        lasting="1h",
        shown={
            "How large is each table?": 'max by (table) (referencement_table_size_bytes{service=~"$service"})',
            "How much did each grow within a day?": (
                'max by (table) (delta(referencement_table_size_bytes{service=~"$service"}[1d]))'
            ),
            "How large is the database?": 'max by (service) (referencement_database_size_bytes{service=~"$service"})',
        },
    ),
    Alert(
        name="ReferencementOutboxGrows",
        summary="{{ $labels.service }}: {{ $value }} events wait in the outbox and take room in the database",
        expr=f"max by ({SERVICE}) (referencement_outbox_waiting_rows) > 100000",
        severity=TICKET,
        lasting="10m",
        shown={
            "How many events wait?": 'max by (service) (referencement_outbox_waiting_rows{service=~"$service"})',
            "How much room do they take?": (
                'max by (service) (referencement_table_size_bytes{service=~"$service",table="outbox"})'
            ),
            "Do brokers answer? (0: no)": 'min by (service) (referencement_kafka_up{service=~"$service"})',
        },
    ),
)
