"""What only Kubernetes knows, as kube-state-metrics tells it: replicas, restarts, Jobs, backups."""

from collections.abc import Sequence

from deploy.observing.alert import TICKET, Alert
from deploy.observing.promql import OURS, with_service

_DEPLOYMENT, _POD = f'deployment=~"{OURS}.*"', f'pod=~"{OURS}.*"'
_CRON_JOB, _BACKUP = f'cronjob=~"{OURS}.*"', f'cronjob=~"{OURS}.*backup.*"'
_SINGLE_JOB = f'job_name=~"{OURS}(topics|migrations).*"'
_BY_CRON_JOB = "max by (namespace, cronjob)"
_SCHEDULED = f"{_BY_CRON_JOB} (kube_cronjob_status_last_schedule_time{{{_CRON_JOB}}})"
_NOT_SUCCESSFUL = (
    f"{_SCHEDULED}\n"
    f"  > ({_BY_CRON_JOB} (kube_cronjob_status_last_successful_time{{{_CRON_JOB}}}) or 0 * {_SCHEDULED})\n"
    f"  unless {_BY_CRON_JOB} (kube_cronjob_status_active{{{_CRON_JOB}}}) > 0"
)
"""The Job of the last time has ended, and not well."""
_SUCCESS = f"{_BY_CRON_JOB} (kube_cronjob_status_last_successful_time{{{_BACKUP}}})"
_CREATED = f"{_BY_CRON_JOB} (kube_cronjob_created{{{_BACKUP}}})"

CLUSTER: Sequence[Alert] = (
    Alert(
        name="ReferencementReplicasShort",
        summary="{{ $labels.deployment }}: {{ $value }} replicas fewer are available than asked for",
        expr=with_service(
            f"(max by (namespace, deployment) (kube_deployment_spec_replicas{{{_DEPLOYMENT}}})\n"
            f"  - max by (namespace, deployment) (kube_deployment_status_replicas_available{{{_DEPLOYMENT}}}))",
            "deployment",
        )
        + " > 0",
        severity=TICKET,
        lasting="15m",
        caused_by=("ReferencementServiceDown", "ReferencementDatabaseUnreachable"),
        shown={
            "How many replicas are missing?": (
                f"max by (deployment) (kube_deployment_spec_replicas{{{_DEPLOYMENT}}}) "
                f"- max by (deployment) (kube_deployment_status_replicas_available{{{_DEPLOYMENT}}})"
            ),
            "Which processes are ready? (0: not)": 'referencement_ready{service=~"$service"}',
        },
    ),
    Alert(
        name="ReferencementPodRestarts",
        summary="{{ $labels.pod }}: restarted {{ $value | humanize }} times within an hour",
        expr=with_service(
            f"sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{{{_POD}}}[1h]))", "pod"
        )
        + " > 2",
        severity=TICKET,
        caused_by=("ReferencementServiceDown",),
        shown={
            "Which pods were restarted within an hour?": (
                f"sum by (pod) (increase(kube_pod_container_status_restarts_total{{{_POD}}}[1h]))"
            ),
            "How much memory does each process take?": 'process_resident_memory_bytes{service=~"$service"}',
        },
    ),
    Alert(
        name="ReferencementJobFailed",
        summary="{{ $labels.cronjob }}{{ $labels.job_name }}: its last Job ended without success",
        expr=with_service(f"({_NOT_SUCCESSFUL})", "cronjob")
        + "\nor\n"
        + f'label_replace(max by (namespace, job_name) (kube_job_failed{{condition="true",{_SINGLE_JOB}}}),\n'
        '  "service", "all", "", "") > 0',
        severity=TICKET,
        lasting="5m",
        shown={
            "How long ago did each CronJob succeed?": (
                f"time() - max by (cronjob) (kube_cronjob_status_last_successful_time{{{_CRON_JOB}}})"
            ),
            "How long ago was each due?": (
                f"time() - max by (cronjob) (kube_cronjob_status_last_schedule_time{{{_CRON_JOB}}})"
            ),
        },
    ),
    Alert(
        name="ReferencementBackupMissing",
        summary="{{ $labels.cronjob }}: no backup has succeeded for {{ $value | humanizeDuration }}",
        expr=with_service(
            f"((time() - {_SUCCESS}\n  or time() - ({_CREATED} unless {_SUCCESS})))",
            "cronjob",
        )
        + " > 93600",
        severity=TICKET,
        shown={
            "How long ago did each backup succeed?": (
                f"time() - max by (cronjob) (kube_cronjob_status_last_successful_time{{{_BACKUP}}})"
            )
        },
    ),
)
