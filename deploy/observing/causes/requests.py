"""What callers meet, and whether processes of a line agree with one another."""

from collections.abc import Sequence

from deploy.observing.alert import PAGE, TICKET, Alert
from deploy.observing.promql import LINE, SERVICE

_REQUESTS = "referencement_http_request_duration_seconds_count"

REQUESTS: Sequence[Alert] = (
    Alert(
        name="ReferencementRequestsFail",
        summary="{{ $labels.service }}: more than one request in a hundred fails by our fault",
        expr=f'sum by ({SERVICE}) (rate({_REQUESTS}{{status=~"5.."}}[10m]))\n'
        f"  / sum by ({SERVICE}) (rate({_REQUESTS}[10m])) > 0.01",
        severity=TICKET,
        lasting="5m",
        caused_by=(
            "ReferencementDatabaseUnreachable",
            "ReferencementServiceDown",
            "ReferencementSiteUnavailable",
            "ReferencementIdentityProviderAway",
        ),
        shown={
            "Which routes fail, with which status?": (
                f'sum by (route, status) (rate({_REQUESTS}{{service=~"$service",status=~"5.."}}[5m]))'
            )
        },
    ),
    Alert(
        name="ReferencementFlooded",
        summary="{{ $labels.service }} has refused {{ $value | humanize }} requests a second for ten minutes",
        expr=f"sum by ({SERVICE}) (rate(referencement_rate_limited_total[5m])) > 5\n"
        "or\n"
        f"sum by ({SERVICE}) (rate(referencement_connections_refused_total[5m])) > 5\n"
        "or\n"
        f"sum by ({SERVICE}) (rate(referencement_unknown_callers_total[5m])) > 5",
        severity=TICKET,
        lasting="10m",
        shown={
            "Which quota is used up, and by whom is it counted?": (
                'sum by (limit, per) (rate(referencement_rate_limited_total{service=~"$service"}[5m]))'
            ),
            "Which connections does the server refuse?": (
                'sum by (reason) (rate(referencement_connections_refused_total{service=~"$service"}[5m]))'
            ),
            "What is wrong with the tokens that are refused?": (
                'sum by (reason) (rate(referencement_unknown_callers_total{service=~"$service"}[5m]))'
            ),
        },
    ),
    Alert(
        name="ReferencementClockSkew",
        summary="{{ $labels.service }}: its clock and that of its database differ by {{ $value }} s",
        expr=f"max by ({SERVICE}) (abs(referencement_database_clock_offset_seconds)) > 5",
        severity=TICKET,
        lasting="5m",
        shown={
            "By how many seconds is the database's clock ahead of each process?": (
                'referencement_database_clock_offset_seconds{service=~"$service"}'
            )
        },
    ),
    Alert(
        name="ReferencementVersionsMixed",
        summary="{{ $labels.service }}: processes of two versions run for half an hour: a rollout stands still",
        expr=f"count by ({SERVICE}) (count by ({SERVICE}, version, migration) (referencement_build_info)) > 1",
        severity=TICKET,
        lasting="30m",
        shown={
            "How many processes run which version?": (
                'count by (service, version, migration) (referencement_build_info{service=~"$service"})'
            )
        },
    ),
    Alert(
        name="ReferencementProgrammesMixed",
        summary="Services judge by different versions of the programme",
        expr=f"label_replace(count by ({LINE}) (\n"
        f"  count by ({LINE}, programme, version) (referencement_programme_info)),\n"
        '  "service", "all", "", "") > 1',
        severity=PAGE,
        lasting="10m",
        shown={
            "Which service judges by which version?": (
                "count by (service, programme, version) (referencement_programme_info)"
            )
        },
    ),
    Alert(
        name="ReferencementMeasuringFails",
        summary="{{ $labels.service }}: {{ $labels.part }} cannot be measured; what dashboards show of it is old",
        expr=f"sum by ({SERVICE}, part) (rate(referencement_measuring_failed_total[10m])) > 0\n"
        f"  and on ({SERVICE}) max by ({SERVICE}) (referencement_database_up * referencement_kafka_up) == 1",
        severity=TICKET,
        lasting="10m",
        caused_by=("ReferencementDatabaseUnreachable", "ReferencementKafkaUnreachable"),
        shown={
            "Which part cannot be measured?": (
                'sum by (part) (rate(referencement_measuring_failed_total{service=~"$service"}[10m]))'
            )
        },
    ),
    Alert(
        name="ReferencementDocumentsUnscanned",
        summary="{{ $labels.service }}: a document has waited for its scan for {{ $value | humanizeDuration }}",
        expr=f"max by ({SERVICE}) (referencement_documents_unscanned_oldest_seconds) > 1800",
        severity=TICKET,
        lasting="5m",
        caused_by=("ReferencementDatabaseUnreachable", "ReferencementServiceDown"),
        shown={
            "How many documents wait for their scan?": (
                'max by (service) (referencement_documents_unscanned{service=~"$service"})'
            ),
            "How long has the oldest of them waited?": (
                'max by (service) (referencement_documents_unscanned_oldest_seconds{service=~"$service"})'
            ),
            "What did scans end in? (away: the scanner or the store)": (
                'sum by (outcome) (rate(referencement_document_scans_total{service=~"$service"}[5m]))'
            ),
        },
    ),
)
