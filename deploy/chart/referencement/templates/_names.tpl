{{/* Names and labels. Each helper takes a dict with `root` ($) and, where it says so, `service` and `role`. */}}

{{- define "referencement.name" -}}
{{- if .root.Values.fullnameOverride }}{{ .root.Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains "referencement" .root.Release.Name }}{{ .root.Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-referencement" .root.Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "referencement.services" -}}
intake evaluation decision catalogue surveillance
{{- end }}

{{/* What never changes of a pod. */}}
{{- define "referencement.selector" -}}
app.kubernetes.io/name: referencement
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* Any text as the value of a label: at most 63 characters of a smaller alphabet, a letter or digit at both ends. */}}
{{- define "referencement.labelValue" -}}
{{- regexReplaceAll `[^A-Za-z0-9]+$` (regexReplaceAll `^[^A-Za-z0-9]+` (regexReplaceAll `[^A-Za-z0-9._-]` . "_") "" | trunc 63) "" }}
{{- end }}

{{- define "referencement.labels" -}}
{{ include "referencement.selector" . }}
app.kubernetes.io/version: {{ include "referencement.labelValue" (.root.Values.image.tag | default .root.Chart.AppVersion) | quote }}
app.kubernetes.io/part-of: referencement
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ include "referencement.labelValue" (printf "%s-%s" .root.Chart.Name .root.Chart.Version) }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels of an object with those of `own`, which win over the common ones. */}}
{{- define "referencement.labelsWith" -}}
{{- mustMergeOverwrite (include "referencement.labels" . | fromYaml) .own | toYaml }}
{{- end }}

{{/* The annotations of an object, or nothing: the common ones; `own`; `keep`, where it outlives the release; `weight`, where it
is a hook. */}}
{{- define "referencement.annotations" -}}
{{- $found := mustMergeOverwrite dict .root.Values.commonAnnotations (.own | default dict) }}
{{- if .keep }}{{ $_ := set $found "helm.sh/resource-policy" "keep" }}{{ end }}
{{- if and (hasKey . "weight") (eq (include "referencement.jobs" .) "hooks") }}
{{- $_ := set $found "helm.sh/hook" "pre-install,pre-upgrade" }}
{{- $_ := set $found "helm.sh/hook-weight" (toString .weight) }}
{{- $_ := set $found "helm.sh/hook-delete-policy" "before-hook-creation" }}
{{- end }}
{{- with $found -}}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The annotations of a service account. */}}
{{- define "referencement.accountAnnotations" -}}
{{- $own := mustMergeOverwrite dict .root.Values.serviceAccount.annotations (.own | default dict) }}
{{- include "referencement.annotations" (set (omit . "own") "own" $own) }}
{{- end }}

{{/* The image's repository; `global.imageRegistry` takes the place of the registry that it names, if any. */}}
{{- define "referencement.repository" -}}
{{- $repository := .root.Values.image.repository }}
{{- with .root.Values.global.imageRegistry -}}
{{ trimSuffix "/" . }}/{{ regexReplaceAll `^(localhost|[^/]*[.:][^/]*)/` $repository "" }}
{{- else }}{{ $repository }}{{ end }}
{{- end }}

{{/* No tag has a "+": Helm, too, turns that of a version into "_" where it pushes a chart. */}}
{{- define "referencement.image" -}}
{{- include "referencement.repository" . }}
{{- with .root.Values.image -}}
{{- if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default ($.root.Chart.AppVersion | replace "+" "_") }}{{ end }}
{{- end }}
{{- end }}

{{/* The storage class of a volume: its own (`class`), else that for all charts, else the cluster's default. */}}
{{- define "referencement.storageClass" -}}
{{ .class | default .root.Values.global.storageClass }}
{{- end }}

{{/* Every Deployment there is, as JSON: service, role, roles, name, and the merged values of its process. */}}
{{- define "referencement.processes" -}}
{{- $found := list }}
{{- range $service := splitList " " (include "referencement.services" .) }}
{{- $own := index $.root.Values.services $service }}
{{- $layout := $own.layout | default $.root.Values.layout }}
{{- range $role := ternary (list "all") (list "api" "worker" "relay") (eq $layout "together") }}
{{- $values := mustMergeOverwrite (deepCopy (index $.root.Values.process $role)) (deepCopy (index $own.process $role | default dict)) }}
{{- $name := printf "%s-%s" (include "referencement.name" $) $service }}
{{- if ne $role "all" }}{{ $name = printf "%s-%s" $name $role }}{{ end }}
{{- $roles := ternary (list "api" "relay" "worker") (list $role) (eq $role "all") }}
{{- $found = append $found (dict "service" $service "role" $role "roles" $roles "name" $name "values" $values) }}
{{- end }}
{{- end }}
{{- $found | toJson }}
{{- end }}

{{/* hook or plain. */}}
{{- define "referencement.jobs" -}}
{{- $external := and (eq .root.Values.postgres.mode "external") (eq .root.Values.kafka.mode "external") -}}
{{- if eq .root.Values.jobs.mode "auto" }}{{ ternary "hooks" "plain" $external }}{{ else }}{{ .root.Values.jobs.mode }}{{ end }}
{{- end }}

{{/* A Job cannot be changed: what it is, its `spec`, is in its name. */}}
{{- define "referencement.jobName" -}}
{{- $name := printf "%s-%s" (include "referencement.name" .) .job }}
{{- if eq (include "referencement.jobs" .) "hooks" }}{{ $name }}
{{- else }}{{ printf "%s-%s" $name (.spec | sha256sum | trunc 8) }}{{ end }}
{{- end }}

{{/* A topic's name as that of an object: letters and digits of the lower case, and dots; a topic that says more keeps its own by a hash. */}}
{{- define "referencement.topicObject" -}}
{{- $name := regexReplaceAll `[^a-z0-9]+` (lower .) "." }}
{{- $name }}{{ if ne $name . }}-{{ . | sha256sum | trunc 8 }}{{ end }}
{{- end }}
