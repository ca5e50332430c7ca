{{/* Where intake keeps documents, and who looks into them. Each takes a dict with `root`. */}}

{{- define "referencement.documentClaim" -}}
{{ .root.Values.documents.volume.existingClaim | default (printf "%s-documents" (include "referencement.name" .)) }}
{{- end }}

{{/* Whether a process (`service`, `roles`) reads or writes documents: callers bring them, workers have them scanned. */}}
{{- define "referencement.keepsDocuments" -}}
{{- if and (eq .service "intake") (or (has "api" .roles) (has "worker" .roles)) }}yes{{ end }}
{{- end }}

{{- define "referencement.documentEnv" -}}
{{- with .root.Values.documents }}
- {name: PARSER_PROCESSES, value: {{ .parsers.processes | int64 | quote }}}
- {name: PARSER_MEMORY_MIB, value: {{ .parsers.memoryMib | int64 | quote }}}
- {name: DOCUMENT_MAX_BYTES, value: {{ .maxBytes | int64 | quote }}}
{{- if eq .store "volume" }}
- {name: DOCUMENT_FOLDER, value: /var/lib/documents}
{{- else }}
- {name: DOCUMENT_BUCKET, value: {{ .bucket.name | quote }}}
{{- with .bucket.endpoint }}
- {name: DOCUMENT_ENDPOINT, value: {{ . | quote }}}
{{- end }}
{{- with .bucket.region }}
- {name: DOCUMENT_REGION, value: {{ . | quote }}}
{{- end }}
{{- if .bucket.existingSecret }}
- name: DOCUMENT_KEY_ID
  valueFrom: {secretKeyRef: {name: {{ .bucket.existingSecret }}, key: {{ .bucket.keyIdKey }}}}
- name: DOCUMENT_SECRET
  valueFrom: {secretKeyRef: {name: {{ .bucket.existingSecret }}, key: {{ .bucket.secretKey }}}}
{{- end }}
{{- end }}
{{- with .clamd }}
- {name: CLAMD_ADDRESS, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- end }}

{{/* The account of a process: one of its own where a bucket is opened by an account. */}}
{{- define "referencement.account" -}}
{{- $own := and (eq .root.Values.documents.store "bucket") .root.Values.documents.bucket.accountAnnotations -}}
{{ include "referencement.name" . }}{{ if and $own (include "referencement.keepsDocuments" .) }}-documents{{ end }}
{{- end }}
