{{/* What ends a rendering before anything is applied, in one line each. */}}

{{- define "referencement.checks" -}}
{{- include "referencement.missing" . }}
{{- include "referencement.checkedEnv" . }}
{{- include "referencement.checkedReplicas" . }}
{{- include "referencement.checkedMonitors" . }}
{{- range $process := include "referencement.processes" . | fromJsonArray }}
{{- $grace := $process.values.terminationGracePeriodSeconds | default $.root.Values.pods.terminationGracePeriodSeconds | default $.root.Values.lifecycle.terminationGracePeriodSeconds | int }}
{{- $lifecycle := $.root.Values.lifecycle }}
{{- $drains := add $lifecycle.preStopSeconds $lifecycle.drainSeconds $lifecycle.drainIdleSeconds | int }}
{{- if le $grace $drains }}
{{- fail (printf "%s: terminationGracePeriodSeconds %d is over before a pod has drained (lifecycle: preStopSeconds, drainSeconds and drainIdleSeconds, together %d)" $process.name $grace $drains) }}
{{- end }}
{{- end }}
{{- end }}

{{/* All values that have no default and are not there, in one line. */}}
{{- define "referencement.missing" -}}
{{- $values := .root.Values }}
{{- $wanted := list }}
{{- if eq $values.postgres.mode "external" }}
{{- $wanted = append $wanted (list $values.postgres.external.host "postgres.external.host is required: PostgreSQL's name; or postgres.mode=cnpg") }}
{{- end }}
{{- if eq $values.kafka.mode "external" }}
{{- $wanted = append $wanted (list $values.kafka.bootstrapServers "kafka.bootstrapServers is required: host:port; or kafka.mode=strimzi") }}
{{- end }}
{{- if not $values.demonstration.enabled }}
{{- $wanted = append $wanted (list $values.identity.jwks "identity.jwks is required: where the identity provider publishes its keys (https://…); to try the chart without one: demonstration.enabled=true") }}
{{- $wanted = append $wanted (list $values.identity.issuer "identity.issuer is required: the `iss` of the provider's tokens") }}
{{- $wanted = append $wanted (list $values.tracking.existingSecret "tracking.existingSecret is required: a secret whose key tracking-secret holds at least 32 characters") }}
{{- if not (has "SIGNING_KEYS_FILE" $values.acceptInsecure) }}
{{- $wanted = append $wanted (list $values.signing.ringConfigMap "signing.ringConfigMap is required: the public keys by which services check one another (docs/operations/keys.md); to do without: name SIGNING_KEYS_FILE in acceptInsecure") }}
{{- end }}
{{- end }}
{{- if $values.signing.ringConfigMap }}
{{- $wanted = append $wanted (list $values.signing.existingSecret "signing.existingSecret is required with signing.ringConfigMap: a secret with one <service>.pem each") }}
{{- end }}
{{- if eq $values.documents.store "bucket" }}
{{- $wanted = append $wanted (list $values.documents.bucket.name "documents.bucket.name is required: name or name/prefix") }}
{{- end }}
{{- if ne $values.publish.mode "none" }}
{{- $wanted = append $wanted (list $values.publish.host "publish.host is required: the name of the site") }}
{{- end }}
{{- if eq $values.publish.mode "gateway" }}
{{- $wanted = append $wanted (list $values.publish.gateway.parent "publish.gateway.parent is required: the Gateway's name") }}
{{- end }}
{{- if $values.monitoring.rules.enabled }}
{{- $wanted = append $wanted (list $values.monitoring.runbooks "monitoring.runbooks is required with rules: where the runbooks can be read") }}
{{- $wanted = append $wanted (list $values.monitoring.grafana "monitoring.grafana is required with rules: where the dashboards are") }}
{{- end }}
{{- $missing := list }}
{{- range $wanted }}{{ if not (first .) }}{{ $missing = append $missing (last .) }}{{ end }}{{ end }}
{{- if $missing }}{{ fail (printf "values are missing (ready-made sets: examples/): %s" (join " | " $missing)) }}{{ end }}
{{- end }}

{{/* Variables that no entry of `env` may replace: other objects have to agree with them, or a value of the chart is for that. */}}
{{- define "referencement.fixedVariables" -}}
HTTP_PORT: Services, probes and network policies lead to this port
HTTP_INTERNAL_PORT: probes, monitors and network policies lead to this port
PROCESS_ROLES: set layout, or services.<name>.layout
DRAIN_SECONDS: set lifecycle.drainSeconds, from which the pod's grace period is checked
DRAIN_IDLE_SECONDS: set lifecycle.drainIdleSeconds, from which the pod's grace period is checked
DEMONSTRATION: set demonstration.enabled
KAFKA_PREFIX: set kafka.prefix, which topics, rights, scalers and Jobs follow
KAFKA_BOOTSTRAP_SERVERS: set kafka.bootstrapServers, which Jobs, scalers and network policies follow
{{- end }}

{{- define "referencement.checkedEnv" -}}
{{- $fixed := include "referencement.fixedVariables" . | fromYaml }}
{{- $given := dict "pods.env" .root.Values.pods.env }}
{{- range $service := splitList " " (include "referencement.services" .) }}
{{- $_ := set $given (printf "services.%s.env" $service) (index $.root.Values.services $service).env }}
{{- end }}
{{- range $process := include "referencement.processes" . | fromJsonArray }}
{{- $_ := set $given (printf "env of %s (process.%s)" $process.name $process.role) ($process.values.env | default list) }}
{{- end }}
{{- range $place, $entries := $given }}
{{- range $entry := $entries }}
{{- with index $fixed $entry.name }}{{ fail (printf "%s: %s cannot be replaced: %s" $place $entry.name .) }}{{ end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "referencement.checkedReplicas" -}}
{{- range $process := include "referencement.processes" . | fromJsonArray }}
{{- $scaling := $process.values.autoscaling }}
{{- if eq $scaling.type "none" }}
{{- if and (eq (toString $process.values.replicas) "0") (not (has $process.service $.root.Values.allowNoReplicas)) }}
{{- fail (printf "%s: replicas 0 stops it; if that is meant: allowNoReplicas=[%s]" $process.name $process.service) }}
{{- end }}
{{- else if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) }}
{{- fail (printf "%s: autoscaling.minReplicas %d is more than maxReplicas %d" $process.name (int $scaling.minReplicas) (int $scaling.maxReplicas)) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "referencement.checkedMonitors" -}}
{{- $pods := .root.Values.monitoring.podMonitor.enabled }}
{{- $services := .root.Values.monitoring.serviceMonitor.enabled }}
{{- if and $pods $services }}{{ fail "monitoring: podMonitor and serviceMonitor scrape the same pods: enable one of them" }}{{ end }}
{{- $shut := and .root.Values.networkPolicy.enabled (not .root.Values.networkPolicy.metricsFrom) }}
{{- if and (or $pods $services) $shut }}
{{- fail (printf "monitoring.%s: the network policy lets nobody scrape: name Prometheus in networkPolicy.metricsFrom, say [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]" (ternary "podMonitor" "serviceMonitor" $pods)) }}
{{- end }}
{{- end }}
