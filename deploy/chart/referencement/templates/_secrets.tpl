{{/* Secrets that the chart makes. */}}

{{/* The data of one, as JSON: what is in the cluster, else `fresh`, made once in a rendering. Takes `root`, `secret`, `fresh`. */}}
{{- define "referencement.secretData" -}}
{{- if not (hasKey .root.Values "made") }}{{ $_ := set .root.Values "made" dict }}{{ end }}
{{- if not (hasKey .root.Values.made .secret) }}
{{- $there := (lookup "v1" "Secret" .root.Release.Namespace .secret).data | default dict }}
{{- $data := dict }}
{{- range $key, $value := .fresh }}{{ $_ := set $data $key (index $there $key | default $value) }}{{ end }}
{{- $_ := set .root.Values.made .secret $data }}
{{- end }}
{{- index .root.Values.made .secret | toJson }}
{{- end }}

{{/* The issuer's key and the key of follow-up links. */}}
{{- define "referencement.demonstrationData" -}}
{{- $fresh := dict "key.pem" (genPrivateKey "ecdsa" | b64enc) .root.Values.tracking.key (randAlphaNum 48 | b64enc) }}
{{- include "referencement.secretData" (dict "root" .root "secret" (printf "%s-demonstration" (include "referencement.name" .)) "fresh" $fresh) }}
{{- end }}

{{/* Name and password of an account of CloudNativePG's; takes `service` and `account`. */}}
{{- define "referencement.cnpgData" -}}
{{- $user := printf "%s%s" .service (ternary "" (printf "_%s" .account) (eq .account "")) }}
{{- $fresh := dict "username" ($user | b64enc) "password" (randAlphaNum 32 | b64enc) }}
{{- include "referencement.secretData" (dict "root" .root "secret" (include "referencement.databaseAccount" . | fromJson).secret "fresh" $fresh) }}
{{- end }}

{{/* All of them by name, as JSON. */}}
{{- define "referencement.madeSecrets" -}}
{{- if not .root.Values.allMade }}
{{- $_ := set .root.Values "allMade" true }}
{{- if .root.Values.demonstration.enabled }}{{ $_ := include "referencement.demonstrationData" . }}{{ end }}
{{- if eq .root.Values.postgres.mode "cnpg" }}
{{- range $service := splitList " " (include "referencement.services" .) }}
{{- if not (index $.root.Values.services $service).database.existingSecret }}
{{- range $account := list "" "owner" "reader" }}
{{- $_ := include "referencement.cnpgData" (dict "root" $.root "service" $service "account" $account) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- .root.Values.made | default dict | toJson }}
{{- end }}

{{/* What makes pods of a Deployment be replaced when a secret changes that the chart made and that they use: nothing for
others. Takes a kind of pods with `lives`. */}}
{{- define "referencement.secretsChecksum" -}}
{{- if .lives }}
{{- $spec := .spec }}
{{- $used := dict }}
{{- range $name, $data := include "referencement.madeSecrets" . | fromJson }}
{{- if regexMatch (printf "%s[^a-z0-9.-]" (regexQuoteMeta $name)) $spec }}{{ $_ := set $used $name $data }}{{ end }}
{{- end }}
{{- with $used }}{{ toJson . | sha256sum }}{{ end }}
{{- end }}
{{- end }}
