{{/* Ways out of pods: ports are derived from the addresses in the values; those that `networkPolicy` names are added. */}}

{{/* An entry host, host:port, [v6] or [v6]:port as host:port; takes `entry` and `port`, the one used where it has none. */}}
{{- define "referencement.hostPort" -}}
{{- if or (regexMatch `^\[.*\]:[0-9]+$` .entry) (regexMatch `^[^:\[\]]+:[0-9]+$` .entry) }}{{ .entry }}{{ else }}{{ printf "%s:%v" .entry .port }}{{ end }}
{{- end }}

{{/* All of a comma-separated list so; takes `hosts` and `port`. */}}
{{- define "referencement.hostPorts" -}}
{{- $found := list }}
{{- range $entry := splitList "," .hosts }}
{{- $found = append $found (include "referencement.hostPort" (dict "entry" (trim $entry) "port" $.port)) }}
{{- end }}
{{- join "," $found }}
{{- end }}

{{/* The port of an http or https address. */}}
{{- define "referencement.urlPort" -}}
{{- $place := urlParse . }}
{{- regexFind `[0-9]+$` (regexFind `:[0-9]+$` $place.host) | default (ternary "443" "80" (eq $place.scheme "https")) }}
{{- end }}

{{/* The ports, as JSON, on which pods reach `need`; takes `root` and `need`. */}}
{{- define "referencement.portsOf" -}}
{{- $values := .root.Values }}
{{- $found := list }}
{{- $hosts := "" }}
{{- if eq .need "postgres" }}
{{- $hosts = ternary "cnpg:5432" (include "referencement.hostPorts" (dict "hosts" $values.postgres.external.host "port" $values.postgres.external.port)) (eq $values.postgres.mode "cnpg") }}
{{- else if eq .need "kafka" }}
{{- $hosts = include "referencement.bootstrap" . }}
{{- else if eq .need "clamd" }}
{{- $hosts = $values.documents.clamd }}
{{- else if and (eq .need "identity") $values.identity.jwks }}
{{- $found = append $found (include "referencement.urlPort" $values.identity.jwks | int) }}
{{- else if and (eq .need "collector") $values.telemetry.otlpEndpoint }}
{{- $found = append $found (include "referencement.urlPort" $values.telemetry.otlpEndpoint | int) }}
{{- else if eq .need "bucket" }}
{{- $found = append $found (include "referencement.urlPort" ($values.documents.bucket.endpoint | default "https://aws") | int) }}
{{- else if eq .need "backups" }}
{{- $found = append $found (include "referencement.urlPort" ($values.backups.bucket.endpoint | default "https://aws") | int) }}
{{- else if eq .need "anchors" }}
{{- with $values.journal.anchors }}
{{- if .bucket.name }}{{ $found = append $found (include "referencement.urlPort" (.bucket.endpoint | default "https://aws") | int) }}{{ end }}
{{- if .database.existingSecret }}{{ $found = append $found (int .database.port) }}{{ end }}
{{- end }}
{{- end }}
{{- range $entry := splitList "," $hosts }}
{{- with regexFind `[0-9]+$` $entry }}{{ $found = append $found (int .) }}{{ end }}
{{- end }}
{{- range (index $values.networkPolicy .need).ports }}{{ $found = append $found (int .) }}{{ end }}
{{- $found | uniq | toJson }}
{{- end }}

{{/* A rule of a NetworkPolicy's egress to `need`, narrowed down by the values; takes `root` and `need`. Names go by UDP too. */}}
{{- define "referencement.wayOut" -}}
- ports:
  {{- range $port := include "referencement.portsOf" . | fromJsonArray }}
  - {port: {{ int $port }}, protocol: TCP}
  {{- if eq $.need "dns" }}
  - {port: {{ int $port }}, protocol: UDP}
  {{- end }}
  {{- end }}
  {{- with (index .root.Values.networkPolicy .need).to }}
  to: {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* Of a Service: which families of addresses it has. */}}
{{- define "referencement.ipFamilies" -}}
{{- with .root.Values.ipFamilyPolicy -}}
ipFamilyPolicy: {{ . }}
{{- end }}
{{- with .root.Values.ipFamilies }}
ipFamilies: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}
