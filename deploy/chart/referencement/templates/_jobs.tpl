{{/* Jobs and CronJobs around a kind of pods (see _pod.tpl). */}}

{{/* The annotations of a Deployment, Job or CronJob itself; `weight`, where it is a hook. */}}
{{- define "referencement.workloadAnnotations" -}}
{{- $at := dict "root" .root "own" (include "referencement.podValues" . | fromJson).workloadAnnotations }}
{{- if hasKey . "weight" }}{{ $_ := set $at "weight" .weight }}{{ end }}
{{- include "referencement.annotations" $at }}
{{- end }}

{{/* The spec of a CronJob; its values, `own`, say when, how often and what is kept of it. */}}
{{- define "referencement.cronJob" -}}
schedule: {{ .own.schedule | quote }}
timeZone: {{ .own.timeZone }}
suspend: {{ .own.suspend }}
concurrencyPolicy: Forbid
startingDeadlineSeconds: 3600
successfulJobsHistoryLimit: {{ .own.successfulJobsHistoryLimit }}
failedJobsHistoryLimit: {{ .own.failedJobsHistoryLimit }}
jobTemplate:
  metadata:
    labels: {{- include "referencement.labelsWith" (dict "root" .root "own" .labels) | nindent 6 }}
    {{- include "referencement.annotations" (dict "root" .root) | nindent 4 }}
  spec: {{- include "referencement.job" . | nindent 4 }}
{{- end }}

{{- define "referencement.job" -}}
backoffLimit: {{ .own.backoffLimit }}
activeDeadlineSeconds: {{ .own.activeDeadlineSeconds }}
{{- with .own.ttlSecondsAfterFinished }}
ttlSecondsAfterFinished: {{ . }}
{{- end }}
template:
  metadata: {{- include "referencement.podMetadata" . | nindent 4 }}
  spec: {{- include "referencement.podSpec" . | nindent 4 }}
{{- end }}

{{/* A Job that is run once, of topics and migrations: before the rollout as a hook (`weight`), or beside it. Takes `name` too. */}}
{{- define "referencement.onceJob" -}}
{{- $spec := include "referencement.job" . }}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "referencement.jobName" (dict "root" .root "job" .name "spec" $spec) }}
  labels:
    {{- include "referencement.labels" . | nindent 4 }}
    app.kubernetes.io/component: jobs
  {{- include "referencement.workloadAnnotations" . | nindent 2 }}
spec: {{- $spec | nindent 2 }}
{{- end }}

{{- define "referencement.jobAccount" -}}
{{ include "referencement.name" . }}{{ if eq (include "referencement.jobs" .) "hooks" }}-jobs{{ end }}
{{- end }}
