{{/* What the console needs of all five services: the nightly comparison, and the pod in which operators type. */}}

{{/* One account of a service's database, under names of its own; takes `service`, `account`, `name` (INTAKE_READER_DATABASE). */}}
{{- define "referencement.namedDatabaseEnv" -}}
{{- $own := include "referencement.databaseAccount" . | fromJson }}
{{- if $own.uriKey }}
- name: {{ .name }}_URL
  valueFrom: {secretKeyRef: {name: {{ $own.secret }}, key: {{ $own.uriKey }}}}
{{- else }}
- {name: {{ .name }}_URL, value: {{ include "referencement.databaseAddress" . | quote }}}
- name: {{ .name }}_USER
  valueFrom: {secretKeyRef: {name: {{ $own.secret }}, key: {{ $own.usernameKey }}}}
- name: {{ .name }}_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $own.secret }}, key: {{ $own.passwordKey }}}}
{{- end }}
{{- end }}

{{/* All five databases; takes `accounts`, some of running, reader, owner. */}}
{{- define "referencement.allDatabasesEnv" -}}
{{- range $service := splitList " " (include "referencement.services" .) }}
{{- range $account := $.accounts }}
{{- $running := eq $account "running" }}
{{- $name := printf "%s_%sDATABASE" (upper $service) (ternary "" (printf "%s_" (upper $account)) $running) }}
{{- include "referencement.namedDatabaseEnv" (dict "root" $.root "service" $service "account" (ternary "" $account $running) "name" $name) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Public keys, and the folder in which a demonstration keeps them. */}}
{{- define "referencement.readerMounts" -}}
{{- include "referencement.ringMounts" . }}
{{- if .root.Values.demonstration.enabled }}
- {name: issuer, mountPath: /var/lib/referencement, readOnly: true}
{{- end }}
{{- end }}

{{- define "referencement.readerVolumes" -}}
{{- include "referencement.ringVolumes" . }}
{{- if .root.Values.demonstration.enabled }}
{{ include "referencement.issuerVolumes" . }}
{{- end }}
{{- end }}

{{/* Whether brokers ask who reads all topics. */}}
{{- define "referencement.readerAsked" -}}
{{- if ne .root.Values.kafka.security.protocol "PLAINTEXT" }}yes{{ end }}
{{- end }}

{{/* How a command is run in the console's pod, up to its own words. */}}
{{- define "referencement.inConsole" -}}
kubectl exec --namespace {{ .root.Release.Namespace }} deployment/{{ include "referencement.name" . }}-console
{{- end }}
