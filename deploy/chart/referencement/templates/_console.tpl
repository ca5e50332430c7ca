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

{{/* By which public keys records are checked; no private one. */}}
{{- define "referencement.ringEnv" -}}
{{- if .root.Values.signing.ringConfigMap }}
- {name: SIGNING_KEYS_FILE, value: /etc/referencement/signing-ring/ring.json}
{{- else if .root.Values.demonstration.enabled }}
- {name: SIGNING_KEYS_FILE, value: /var/lib/referencement/signing/ring.json}
{{- end }}
{{- end }}

{{- define "referencement.ringMounts" -}}
{{- if .root.Values.signing.ringConfigMap }}
- {name: signing-ring, mountPath: /etc/referencement/signing-ring, readOnly: true}
{{- else if .root.Values.demonstration.enabled }}
- {name: issuer, mountPath: /var/lib/referencement, readOnly: true}
{{- end }}
{{- end }}

{{- define "referencement.ringVolumes" -}}
{{- with .root.Values.signing }}{{ if .ringConfigMap }}
- {name: signing-ring, configMap: {name: {{ .ringConfigMap }}, items: [{key: {{ .ringKey }}, path: ring.json}]}}
{{- else if $.root.Values.demonstration.enabled }}
{{- include "referencement.issuerVolumes" $ }}
{{- end }}{{ end }}
{{- end }}

{{/* Whether brokers ask who reads all topics. */}}
{{- define "referencement.readerAsked" -}}
{{- if ne .root.Values.kafka.security.protocol "PLAINTEXT" }}yes{{ end }}
{{- end }}

{{/* How a command is run in the console's pod, up to its own words. */}}
{{- define "referencement.inConsole" -}}
kubectl exec --namespace {{ .root.Release.Namespace }} deployment/{{ include "referencement.name" . }}-console
{{- end }}
