{{/* Environment variables of containers; takes `root`, and `service` where one is meant. */}}

{{- define "referencement.databaseSecret" -}}
{{ (index .root.Values.services .service).database.existingSecret | default (printf "%s-%s-database" (include "referencement.name" .) .service) }}
{{- end }}

{{- define "referencement.cnpgName" -}}{{ include "referencement.name" . }}-postgres{{- end }}

{{/* Address without account: that comes from PGUSER and PGPASSWORD, which need no escaping. */}}
{{- define "referencement.databaseAddress" -}}
{{- $own := (index .root.Values.services .service).database }}
{{- $database := $own.name | default .service }}
{{- if eq .root.Values.postgres.mode "cnpg" -}}
postgresql://{{ include "referencement.cnpgName" . }}-rw:5432/{{ $database }}?sslmode=verify-full&sslrootcert=/etc/referencement/postgres-ca/ca.crt
{{- else }}
{{- with .root.Values.postgres.external -}}
postgresql://{{ include "referencement.hostPorts" (dict "hosts" .host "port" .port) }}/{{ $database }}?sslmode={{ .sslmode }}
{{- if .caSecret }}&sslrootcert=/etc/referencement/postgres-ca/{{ .caKey }}{{ end }}
{{- if .parameters }}&{{ .parameters }}{{ end }}
{{- end }}
{{- end }}
{{- end }}

{{/* An account of a service's database (`account`: owner, reader, or nothing for the one that runs) as JSON: secret and
its keys. Without a secret of its own: the running one, except where the chart makes them (cnpg). */}}
{{- define "referencement.databaseAccount" -}}
{{- $database := (index .root.Values.services .service).database }}
{{- $running := dict "secret" (include "referencement.databaseSecret" .) "uriKey" $database.uriKey "usernameKey" $database.usernameKey "passwordKey" $database.passwordKey }}
{{- if not .account }}{{ $running | toJson }}
{{- else }}
{{- $own := index $database .account }}
{{- $made := and (eq .root.Values.postgres.mode "cnpg") (not $database.existingSecret) }}
{{- if or $own.existingSecret $made }}
{{- $secret := $own.existingSecret | default (printf "%s-%s" (include "referencement.databaseSecret" .) .account) }}
{{- dict "secret" $secret "uriKey" $own.uriKey "usernameKey" $own.usernameKey "passwordKey" $own.passwordKey | toJson }}
{{- else }}{{ $running | toJson }}{{ end }}
{{- end }}
{{- end }}

{{/* The database's address under the name `variable`, for `account`. */}}
{{- define "referencement.databaseEnv" -}}
{{- $own := include "referencement.databaseAccount" . | fromJson }}
{{- if $own.uriKey }}
- name: {{ .variable }}
  valueFrom: {secretKeyRef: {name: {{ $own.secret }}, key: {{ $own.uriKey }}}}
{{- else }}
- {name: {{ .variable }}, value: {{ include "referencement.databaseAddress" . | quote }}}
- name: PGUSER
  valueFrom: {secretKeyRef: {name: {{ $own.secret }}, key: {{ $own.usernameKey }}}}
- name: PGPASSWORD
  valueFrom: {secretKeyRef: {name: {{ $own.secret }}, key: {{ $own.passwordKey }}}}
{{- end }}
{{- end }}

{{/* Whom migrations grant rights: the names of the other two accounts, or the addresses that hold them. */}}
{{- define "referencement.accountsEnv" -}}
{{- range $account, $variables := dict "" (list "DATABASE_URL" "RUNNING_ACCOUNT") "reader" (list "READER_DATABASE_URL" "READING_ACCOUNT") }}
{{- $one := include "referencement.databaseAccount" (dict "root" $.root "service" $.service "account" $account) | fromJson }}
{{- if $one.uriKey }}
- name: {{ upper $.service }}_{{ index $variables 0 }}
  valueFrom: {secretKeyRef: {name: {{ $one.secret }}, key: {{ $one.uriKey }}}}
{{- else }}
- name: {{ upper $.service }}_{{ index $variables 1 }}
  valueFrom: {secretKeyRef: {name: {{ $one.secret }}, key: {{ $one.usernameKey }}}}
{{- end }}
{{- end }}
{{- end }}

{{- define "referencement.strimziName" -}}
{{ .root.Values.kafka.strimzi.clusterName | default (printf "%s-kafka" (include "referencement.name" .)) }}
{{- end }}

{{- define "referencement.bootstrap" -}}
{{- if eq .root.Values.kafka.mode "strimzi" }}{{ include "referencement.strimziName" . }}-kafka-bootstrap:9093
{{- else }}{{ .root.Values.kafka.bootstrapServers }}{{ end }}
{{- end }}

{{/* The account of a service, of whoever makes topics (`service` "topics"), or of whoever reads all (`service` "reader"). */}}
{{- define "referencement.kafkaAccount" -}}
{{- if has .service (list "topics" "reader") }}
{{- with index .root.Values.kafka .service }}{{ dict "existingSecret" .existingSecret "username" .username | mustMergeOverwrite (deepCopy $.root.Values.services.intake.kafka) | toJson }}{{ end }}
{{- else }}{{ (index .root.Values.services .service).kafka | toJson }}{{ end }}
{{- end }}

{{- define "referencement.kafkaSecret" -}}
{{ (include "referencement.kafkaAccount" . | fromJson).existingSecret | default (printf "%s-%s-kafka" (include "referencement.name" .) .service) }}
{{- end }}

{{/* `optional`: the pod starts without its secret, too. */}}
{{- define "referencement.kafkaEnv" -}}
{{- $security := .root.Values.kafka.security }}
{{- $account := include "referencement.kafkaAccount" . | fromJson }}
{{- $secret := include "referencement.kafkaSecret" . }}
- {name: KAFKA_BOOTSTRAP_SERVERS, value: {{ include "referencement.bootstrap" . | quote }}}
{{- with .root.Values.kafka.prefix }}
- {name: KAFKA_PREFIX, value: {{ . | quote }}}
{{- end }}
- {name: KAFKA_SECURITY_PROTOCOL, value: {{ $security.protocol }}}
{{- if hasPrefix "SASL" $security.protocol }}
- {name: KAFKA_SASL_MECHANISM, value: {{ $security.mechanism }}}
{{- if eq .root.Values.kafka.mode "strimzi" }}
- {name: KAFKA_USERNAME, value: {{ $secret }}}
{{- else if $account.username }}
- {name: KAFKA_USERNAME, value: {{ $account.username | quote }}}
{{- else }}
- name: KAFKA_USERNAME
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ $account.usernameKey }}{{ if .optional }}, optional: true{{ end }}}}
{{- end }}
- name: KAFKA_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ $account.passwordKey }}{{ if .optional }}, optional: true{{ end }}}}
{{- end }}
{{- if hasSuffix "SSL" $security.protocol }}
{{- if or $security.caSecret (eq .root.Values.kafka.mode "strimzi") }}
- {name: KAFKA_CA_FILE, value: /etc/referencement/kafka-ca/{{ $security.caKey }}}
{{- end }}
{{- if eq $security.protocol "SSL" }}
- {name: KAFKA_CERTIFICATE_FILE, value: /etc/referencement/kafka-user/{{ $account.certificateKey }}}
- {name: KAFKA_KEY_FILE, value: /etc/referencement/kafka-user/{{ $account.privateKeyKey }}}
{{- end }}
{{- end }}
{{- end }}

{{/* CA certificates and keys, as volumes. `kafka`, `postgres`: which are needed. */}}
{{- define "referencement.volumes" -}}
{{- $security := .root.Values.kafka.security }}
{{- $strimzi := eq .root.Values.kafka.mode "strimzi" }}
{{- if and .kafka (hasSuffix "SSL" $security.protocol) }}
{{- if or $security.caSecret $strimzi }}
- name: kafka-ca
  secret: {secretName: {{ ternary (printf "%s-cluster-ca-cert" (include "referencement.strimziName" .)) $security.caSecret $strimzi }}}
{{- end }}
{{- if eq $security.protocol "SSL" }}
- name: kafka-user
  secret: {secretName: {{ include "referencement.kafkaSecret" . }}{{ if .optional }}, optional: true{{ end }}}
{{- end }}
{{- end }}
{{- if .postgres }}
{{- if eq .root.Values.postgres.mode "cnpg" }}
- name: postgres-ca
  secret: {secretName: {{ include "referencement.cnpgName" . }}-ca, items: [{key: ca.crt, path: ca.crt}]}
{{- else if .root.Values.postgres.external.caSecret }}
- name: postgres-ca
  secret: {secretName: {{ .root.Values.postgres.external.caSecret }}}
{{- end }}
{{- end }}
{{- end }}

{{/* Their mounts: every volume of that list under /etc/referencement. */}}
{{- define "referencement.mounts" -}}
{{- range include "referencement.volumes" . | fromYamlArray }}
- {name: {{ .name }}, mountPath: /etc/referencement/{{ .name }}, readOnly: true}
{{- end }}
{{- end }}

{{- define "referencement.identityEnv" -}}
{{- if .root.Values.demonstration.enabled }}
- {name: DEMONSTRATION, value: "true"}
- {name: IDENTITY_JWKS, value: "file:///var/lib/referencement/issuer/jwks.json"}
- {name: IDENTITY_ISSUER, value: "https://issuer.demonstration.invalid"}
{{- else }}
- {name: IDENTITY_JWKS, value: {{ .root.Values.identity.jwks | quote }}}
- {name: IDENTITY_ISSUER, value: {{ .root.Values.identity.issuer | quote }}}
{{- end }}
- {name: IDENTITY_AUDIENCE, value: {{ .root.Values.identity.audience | quote }}}
- {name: IDENTITY_ROLES_CLAIM, value: {{ .root.Values.identity.rolesClaim | quote }}}
- {name: IDENTITY_ORGANISATION_CLAIM, value: {{ .root.Values.identity.organisationClaim | quote }}}
- {name: IDENTITY_TOKEN_TYPES, value: {{ .root.Values.identity.tokenTypes | quote }}}
- {name: IDENTITY_LONGEST_LIFETIME, value: {{ .root.Values.identity.longestLifetime | int64 | quote }}}
{{- end }}

{{/* The public keys of all services, for whoever checks records: services, and console commands that read topics.
A demonstration keeps them in the folder that its pods share. */}}
{{- define "referencement.ringEnv" -}}
{{- if .root.Values.signing.ringConfigMap }}
- {name: SIGNING_KEYS_FILE, value: /etc/referencement/signing-ring/ring.json}
{{- else if .root.Values.demonstration.enabled }}
- {name: SIGNING_KEYS_FILE, value: /var/lib/referencement/signing/ring.json}
{{- end }}
{{- end }}

{{- define "referencement.ringVolumes" -}}
{{- with .root.Values.signing }}{{ if .ringConfigMap }}
- {name: signing-ring, configMap: {name: {{ .ringConfigMap }}, items: [{key: {{ .ringKey }}, path: ring.json}]}}
{{- end }}{{ end }}
{{- end }}

{{- define "referencement.ringMounts" -}}
{{- if .root.Values.signing.ringConfigMap }}
- {name: signing-ring, mountPath: /etc/referencement/signing-ring, readOnly: true}
{{- end }}
{{- end }}

{{/* The ring, and the key by which the service signs what it sends. */}}
{{- define "referencement.signingEnv" -}}
{{- include "referencement.ringEnv" . }}
{{- if .root.Values.signing.ringConfigMap }}
- {name: SIGNING_KEY_FILE, value: /etc/referencement/signing-key/key.pem}
{{- else if .root.Values.demonstration.enabled }}
- {name: SIGNING_KEY_FILE, value: /var/lib/referencement/signing/{{ .service }}.pem}
{{- end }}
{{- end }}

{{- define "referencement.signingVolumes" -}}
{{- include "referencement.ringVolumes" . }}
{{- with .root.Values.signing }}{{ if .ringConfigMap }}
- {name: signing-key, secret: {secretName: {{ .existingSecret }}, items: [{key: {{ $.service }}.pem, path: key.pem}]}}
{{- end }}{{ end }}
{{- end }}

{{- define "referencement.signingMounts" -}}
{{- include "referencement.ringMounts" . }}
{{- if .root.Values.signing.ringConfigMap }}
- {name: signing-key, mountPath: /etc/referencement/signing-key, readOnly: true}
{{- end }}
{{- end }}

{{- define "referencement.trackingSecret" -}}
{{- .root.Values.tracking.existingSecret | default (printf "%s-demonstration" (include "referencement.name" .)) }}
{{- end }}

{{- define "referencement.telemetryEnv" -}}
- {name: LOG_LEVEL, value: {{ .root.Values.telemetry.logLevel }}}
- {name: TRACE_CALLERS_DECIDE, value: {{ .root.Values.telemetry.callersDecide | quote }}}
{{- if .root.Values.telemetry.otlpEndpoint }}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .root.Values.telemetry.otlpEndpoint | quote }}}
- {name: OTEL_TRACES_SAMPLER, value: {{ .root.Values.telemetry.sampler }}}
- {name: OTEL_TRACES_SAMPLER_ARG, value: {{ .root.Values.telemetry.samplerArgument | quote }}}
{{- end }}
{{- end }}

{{/* The names for which services answer: those of the site, and of their Services for callers in the cluster. */}}
{{- define "referencement.publicHosts" -}}
{{- $root := .root }}
{{- $found := concat (list $root.Values.publish.host) $root.Values.publish.otherHosts | compact }}
{{- if $found }}
{{- $within := printf "%s-%s" (include "referencement.name" .) .service }}
{{- $space := printf "%s.%s" $within $root.Release.Namespace }}
{{- concat $found (list $within $space (printf "%s.svc" $space) (printf "%s.svc.cluster.local" $space)) | uniq | join "," }}
{{- end }}
{{- end }}

{{/* The public address of a service's path, and the path as the process knows it. */}}
{{- define "referencement.path" -}}
{{- index .root.Values.publish.paths .service | trimSuffix "/" }}
{{- end }}
