{{/* The pod of a process of a service; takes `root`, `service`, `roles`, `own` (the values of the process) and what
`databaseEnv` and `volumes` take. */}}
{{- define "referencement.serviceSpec" -}}
{{- $values := .root.Values }}
{{- $keeps := include "referencement.keepsDocuments" . }}
{{- $shares := and $keeps (eq $values.documents.store "volume") }}
serviceAccountName: {{ include "referencement.account" . }}
terminationGracePeriodSeconds: {{ $values.lifecycle.terminationGracePeriodSeconds }}
{{- if $values.demonstration.enabled }}
initContainers:
{{- include "referencement.issuer" . | nindent 0 }}
{{- end }}
containers:
- name: {{ .service }}
  args: [python, -m, services.{{ .service }}]
  ports:
  - {name: http, containerPort: 8000}
  - {name: internal, containerPort: 8100}
  env:
  {{- include "referencement.serviceEnv" . | nindent 2 }}
  resources: {{- toYaml .own.resources | nindent 4 }}
  {{- range $name, $probe := include "referencement.probes" . | fromYaml }}
  {{ $name }}: {{- toYaml $probe | nindent 4 }}
  {{- end }}
  lifecycle:
    preStop: {sleep: {seconds: {{ $values.lifecycle.preStopSeconds }}}}
  volumeMounts:
  {{- include "referencement.mounts" . | nindent 2 }}
  {{- include "referencement.signingMounts" . | nindent 2 }}
  {{- if $values.demonstration.enabled }}
  - {name: issuer, mountPath: /var/lib/referencement, readOnly: true}
  {{- end }}
  {{- if $values.programme.configMap }}
  - {name: programme, mountPath: /etc/referencement/programme, readOnly: true}
  {{- end }}
  {{- if $shares }}
  - {name: documents, mountPath: /var/lib/documents}
  {{- end }}
  - {name: tmp, mountPath: /tmp}
volumes:
{{- include "referencement.volumes" . | nindent 0 }}
{{- include "referencement.signingVolumes" . | nindent 0 }}
{{- if $values.demonstration.enabled }}
{{- include "referencement.issuerVolumes" . | nindent 0 }}
{{- end }}
{{- with $values.programme }}{{ if .configMap }}
- {name: programme, configMap: {name: {{ .configMap }}, items: [{key: {{ .key }}, path: {{ .key }}}]}}
{{- end }}{{ end }}
{{- if $shares }}
- {name: documents, persistentVolumeClaim: {claimName: {{ include "referencement.documentClaim" . }}}}
{{- end }}
# documents on their way in and out of intake are on disk for a moment: room for 32 of the largest
- {name: tmp, emptyDir: {sizeLimit: {{ if $keeps }}{{ max 512 (div (mul 32 (int64 $values.documents.maxBytes)) 1048576) }}Mi{{ else }}16Mi{{ end }}}}
{{- end }}

{{/* The chart's probes, the values of the process over them; another way to ask than HTTP replaces it. */}}
{{- define "referencement.probes" -}}
{{- range $name, $probe := include "referencement.chartProbes" . | fromYaml }}
{{- $own := index $.own $name | default dict }}
{{- if or $own.exec $own.tcpSocket $own.grpc }}{{ $probe = omit $probe "httpGet" }}{{ end }}
{{ $name }}: {{- mustMergeOverwrite $probe (deepCopy $own) | toYaml | nindent 2 }}
{{- end }}
{{- end }}

{{- define "referencement.chartProbes" -}}
startupProbe:
  httpGet: {path: /livez, port: internal}
  periodSeconds: 1
  timeoutSeconds: 3
  failureThreshold: 90
readinessProbe:
  httpGet: {path: /readyz, port: internal}
  periodSeconds: 3
  timeoutSeconds: 4
  failureThreshold: 2
livenessProbe:
  httpGet: {path: /livez, port: internal}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}

{{- define "referencement.serviceEnv" -}}
{{- $values := .root.Values }}
{{- $keeps := include "referencement.keepsDocuments" . }}
- {name: HTTP_HOST, value: {{ $values.http.host | quote }}}
- {name: HTTP_TRUSTED_PROXIES, value: {{ $values.http.trustedProxies | quote }}}
{{- range $key, $variable := dict "headerBytes" "HEADER_BYTES" "headers" "HEADERS" "headerSeconds" "HEADER_SECONDS" "bodySeconds" "BODY_SECONDS" "bodyRate" "BODY_RATE" "answerSeconds" "ANSWER_SECONDS" "keepAliveSeconds" "KEEP_ALIVE_SECONDS" "connections" "CONNECTIONS" "connectionsPerAddress" "CONNECTIONS_PER_ADDRESS" }}
- {name: HTTP_{{ $variable }}, value: {{ index $values.http $key | int64 | quote }}}
{{- end }}
{{- range $key, $variable := dict "requestsPerAddress" "REQUESTS_PER_ADDRESS" "requestsPerCaller" "REQUESTS_PER_CALLER" "requestsPerOrganisation" "REQUESTS_PER_ORGANISATION" "commandsPerAddress" "COMMANDS_PER_ADDRESS" "commandsPerCaller" "COMMANDS_PER_CALLER" "commandsPerOrganisation" "COMMANDS_PER_ORGANISATION" "complaintsPerAddress" "COMPLAINTS_PER_ADDRESS" "complaintsPerCaller" "COMPLAINTS_PER_CALLER" "uploadsPerCaller" "UPLOADS_PER_CALLER" "uploadsPerOrganisation" "UPLOADS_PER_ORGANISATION" "refusedTokensPerAddress" "REFUSED_TOKENS_PER_ADDRESS" "wrongKeysPerAddress" "WRONG_KEYS_PER_ADDRESS" }}
- {name: RATE_{{ $variable }}, value: {{ index $values.rates $key | quote }}}
{{- end }}
- {name: RATE_HOLD_SECONDS, value: {{ $values.rates.holdSeconds | quote }}}
- {name: RATE_KEYS, value: {{ $values.rates.keys | int64 | quote }}}
{{- with $values.acceptInsecure }}
- {name: ACCEPT_INSECURE, value: {{ join "," . | quote }}}
{{- end }}
- {name: HTTP_PORT, value: "8000"}
- {name: HTTP_INTERNAL_PORT, value: "8100"}
- {name: PROCESS_ROLES, value: {{ .roles | toJson | quote }}}
- {name: DRAIN_SECONDS, value: {{ $values.lifecycle.drainSeconds | int64 | quote }}}
- {name: DRAIN_IDLE_SECONDS, value: {{ $values.lifecycle.drainIdleSeconds | int64 | quote }}}
- {name: DATABASE_CONNECTIONS, value: {{ .own.databaseConnections | int64 | quote }}}
{{- with include "referencement.path" . }}{{ if ne $values.publish.mode "none" }}
- {name: ROOT_PATH, value: {{ . | quote }}}
{{- end }}{{ end }}
{{- if ne $values.publish.mode "none" }}
- {name: CATALOGUE_URL, value: {{ printf "https://%s%s" $values.publish.host ($values.publish.paths.catalogue | trimSuffix "/") | quote }}}
{{- end }}
{{- with include "referencement.publicHosts" . }}
- {name: PUBLIC_HOSTS, value: {{ . | quote }}}
{{- end }}
{{- with $values.publish.securityContact }}
- {name: SECURITY_CONTACT, value: {{ . | quote }}}
{{- end }}
{{- include "referencement.databaseEnv" . | nindent 0 }}
{{- include "referencement.kafkaEnv" . | nindent 0 }}
{{- include "referencement.identityEnv" . | nindent 0 }}
{{- include "referencement.signingEnv" . | nindent 0 }}
{{- if eq .service "intake" }}
- name: TRACKING_SECRET
  valueFrom: {secretKeyRef: {name: {{ include "referencement.trackingSecret" $ }}, key: {{ $values.tracking.key }}}}
{{- with $values.tracking.keyBefore }}
- name: TRACKING_SECRET_BEFORE
  valueFrom: {secretKeyRef: {name: {{ include "referencement.trackingSecret" $ }}, key: {{ . }}}}
{{- end }}
- {name: FOLLOW_UP_DAYS, value: {{ $values.tracking.days | int64 | quote }}}
- {name: FOLLOW_UP_OVERLAP_DAYS, value: {{ $values.tracking.overlapDays | int64 | quote }}}
{{- end }}
{{- if $keeps }}{{ include "referencement.documentEnv" . | nindent 0 }}{{ end }}
- {name: INBOX_DAYS, value: {{ $values.inboxDays | int64 | quote }}}
{{- if $values.programme.configMap }}
- {name: PROGRAMME_FILE, value: /etc/referencement/programme/{{ $values.programme.key }}}
{{- end }}
{{- include "referencement.telemetryEnv" . | nindent 0 }}
{{- end }}
