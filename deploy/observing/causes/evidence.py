"""What proves afterwards that all is as it was: journals, roots kept elsewhere, databases compared with topics."""

from collections.abc import Sequence

from deploy.observing.alert import PAGE, TICKET, Alert
from deploy.observing.promql import SERVICE

# 0 stands in a process that has not been able to ask its database yet: `> 0` leaves it out

EVIDENCE: Sequence[Alert] = (
    Alert(
        name="ReferencementJournalBroken",
        summary="{{ $labels.service }}: the last verification of the journal found {{ $value }} faults",
        expr=f"max by ({SERVICE}) (referencement_journal_faults) > 0",
        severity=PAGE,
        shown={
            "How many faults did the last verification find?": (
                'max by (service) (referencement_journal_faults{service=~"$service"})'
            ),
            "How many entries did it read?": (
                'max by (service) (referencement_journal_verified_entries{service=~"$service"})'
            ),
        },
    ),
    Alert(
        name="ReferencementRootUnanchored",
        summary="{{ $labels.service }}: no root of the journal was kept outside for {{ $value | humanizeDuration }}",
        expr=f"time() - max by ({SERVICE}) (referencement_journal_anchored_timestamp_seconds > 0) > 93600",
        severity=TICKET,
        shown={
            "How long ago was a root kept outside?": (
                'time() - max by (service) (referencement_journal_anchored_timestamp_seconds{service=~"$service"} > 0)'
            ),
            "How many roots did the last verification compare?": (
                'max by (service) (referencement_journal_roots_compared{service=~"$service"})'
            ),
        },
    ),
    Alert(
        name="ReferencementGapsFound",
        summary="{{ $labels.service }}: database and topics differ: {{ $value }} gaps of kind {{ $labels.kind }}",
        expr=f"max by ({SERVICE}, kind) (referencement_reconciliation_gaps) > 0",
        severity=PAGE,
        shown={
            "How many gaps are there, by kind?": (
                'max by (kind) (referencement_reconciliation_gaps{service=~"$service"})'
            ),
            "How many gaps has somebody accepted?": (
                'max by (service) (referencement_reconciliation_accepted_gaps{service=~"$service"})'
            ),
        },
    ),
    Alert(
        name="ReferencementUnreconciled",
        summary="{{ $labels.service }}: not compared with the topics for {{ $value | humanizeDuration }}",
        expr=f"time() - max by ({SERVICE}) (referencement_reconciled_timestamp_seconds > 0) > 93600",
        severity=TICKET,
        shown={
            "How long ago was the database compared with the topics?": (
                'time() - max by (service) (referencement_reconciled_timestamp_seconds{service=~"$service"} > 0)'
            )
        },
    ),
)
