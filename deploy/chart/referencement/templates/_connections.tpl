{{/* How many connections to PostgreSQL the release may hold at once, while every Deployment is rolled out. A process: its pool
for acts, one of the relay, one of the checkpoints; who serves HTTP, 8 to read (shared/persistence/read_pool.py). */}}
{{- define "referencement.connections" -}}
{{- $found := 5 }}{{/* migrations, one for each service */}}
{{- range $process := include "referencement.processes" . | fromJsonArray }}
{{- $pods := include "referencement.mostPods" (dict "root" $.root "process" $process) | int }}
{{- $found = add $found (mul $pods (add (int $process.values.databaseConnections) 2 (ternary 8 0 (has "api" $process.roles)))) }}
{{- end }}
{{- if .root.Values.journal.enabled }}{{ $found = add $found 10 }}{{ end }}
{{- if .root.Values.reconcile.enabled }}{{ $found = add $found 10 }}{{ end }}
{{- if .root.Values.console.enabled }}{{ $found = add $found 15 }}{{ end }}
{{- $found }}
{{- end }}

{{/* The least max_connections of which these are 85 %, from which on an alert fires. */}}
{{- define "referencement.connectionsWanted" -}}
{{- div (add (mul 100 (include "referencement.connections" . | int)) 84) 85 }}
{{- end }}
