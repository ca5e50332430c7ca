{{/* Where roots of the journal are kept. Each takes a dict with `root`. */}}

{{/* Whether any place is named. */}}
{{- define "referencement.anchored" -}}
{{- with .root.Values.journal.anchors }}{{ if or .bucket.name .database.existingSecret }}yes{{ end }}{{ end }}
{{- end }}

{{- define "referencement.anchorEnv" -}}
{{- with .root.Values.journal.anchors }}
{{- if .bucket.name }}
- {name: ANCHOR_BUCKET, value: {{ .bucket.name | quote }}}
{{- with .bucket.endpoint }}
- {name: ANCHOR_ENDPOINT, value: {{ . | quote }}}
{{- end }}
{{- with .bucket.region }}
- {name: ANCHOR_REGION, value: {{ . | quote }}}
{{- end }}
{{- if .bucket.existingSecret }}
- name: ANCHOR_KEY_ID
  valueFrom: {secretKeyRef: {name: {{ .bucket.existingSecret }}, key: {{ .bucket.keyIdKey }}}}
- name: ANCHOR_SECRET
  valueFrom: {secretKeyRef: {name: {{ .bucket.existingSecret }}, key: {{ .bucket.secretKey }}}}
{{- end }}
{{- end }}
{{- if .database.existingSecret }}
- name: ANCHOR_DATABASE_URL
  valueFrom: {secretKeyRef: {name: {{ .database.existingSecret }}, key: {{ .database.uriKey }}}}
{{- end }}
{{- end }}
{{- end }}

{{/* The account of the jobs: one of its own where the bucket is opened by an account. */}}
{{- define "referencement.anchorAccount" -}}
{{ include "referencement.name" . }}{{ with .root.Values.journal.anchors.bucket }}{{ if and .name .accountAnnotations }}-journal{{ end }}{{ end }}
{{- end }}
