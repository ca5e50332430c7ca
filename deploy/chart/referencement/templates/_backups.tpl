{{/* Dumps and their restore: the container with the tools of PostgreSQL, and ours, which speaks to the bucket. */}}

{{/* Before `-backup-dumps`: a CronJob's name has 52 characters at most. */}}
{{- define "referencement.backupName" -}}
{{ include "referencement.name" . | trunc 39 | trimSuffix "-" }}
{{- end }}

{{/* The pod; takes `job`: dumps or restore. With a bucket its other container comes before or behind. */}}
{{- define "referencement.backupSpec" -}}
{{- $backups := .root.Values.backups }}
{{- $bucket := eq $backups.store "bucket" }}
{{- $dumps := eq .job "dumps" }}
restartPolicy: Never
serviceAccountName: {{ if and $bucket $backups.bucket.accountAnnotations }}{{ include "referencement.backupName" . }}-backup{{ else }}{{ include "referencement.name" . }}{{ end }}
{{- if $bucket }}
initContainers:
{{- include (ternary "referencement.backupScript" "referencement.backupBucket" $dumps) . | nindent 0 }}
{{- end }}
containers:
{{- include (ternary "referencement.backupBucket" "referencement.backupScript" (and $bucket $dumps)) . | nindent 0 }}
volumes:
{{- include "referencement.volumes" . | nindent 0 }}
- {name: scripts, configMap: {name: {{ include "referencement.backupName" . }}-backup}}
{{- if $bucket }}
- {name: dumps, emptyDir: {sizeLimit: {{ $backups.volume.size }}}}
{{- else }}
- {name: dumps, persistentVolumeClaim: {claimName: {{ $backups.volume.existingClaim | default (printf "%s-backup" (include "referencement.backupName" .)) }}}}
{{- end }}
- {name: tmp, emptyDir: {sizeLimit: 16Mi}}
{{- end }}

{{/* Takes `job` too. */}}
{{- define "referencement.backupScript" -}}
{{- $backups := .root.Values.backups }}
{{- $dumps := eq .job "dumps" }}
- name: {{ ternary "dump" "restore" $dumps }}
  image: {{ include "referencement.backupImage" . }}
  {{- if $dumps }}
  command: [sh, /etc/referencement/backups/dump.sh]
  {{- else }}
  command: [sh, -c, 'exec sh /etc/referencement/backups/restore.sh "$SERVICE" ${FILE:+"$BACKUP_FOLDER/$FILE"}']
  {{- end }}
  env:
  {{- include "referencement.allDatabasesEnv" . | nindent 2 }}
  - {name: BACKUP_FOLDER, value: /var/backups}
  {{- if $dumps }}
  - {name: BACKUP_KEEP, value: {{ $backups.keep | quote }}}
  {{- else }}
  - {name: SERVICE, value: ""}
  - {name: FILE, value: ""}
  {{- end }}
  - {name: HOME, value: /tmp}
  resources: {{- toYaml $backups.resources | nindent 4 }}
  volumeMounts:
  {{- include "referencement.mounts" . | nindent 2 }}
  - {name: scripts, mountPath: /etc/referencement/backups, readOnly: true}
  - {name: dumps, mountPath: /var/backups}
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{/* Brings dumps to the bucket, or one from it; takes `job`. */}}
{{- define "referencement.backupBucket" -}}
{{- $backups := .root.Values.backups }}
{{- $dumps := eq .job "dumps" }}
- name: {{ ternary "push" "fetch" $dumps }}
  {{- if $dumps }}
  args: [referencement, backup, push, /var/backups]
  {{- else }}
  args: [sh, -c, 'exec referencement backup fetch "$SERVICE" /var/backups ${FILE:+--file "$FILE"}']
  {{- end }}
  env:
  {{- with $backups.bucket }}
  - {name: BACKUP_BUCKET, value: {{ required "backups.bucket.name is required with backups.store bucket" .name | quote }}}
  {{- with .endpoint }}
  - {name: BACKUP_ENDPOINT, value: {{ . | quote }}}
  {{- end }}
  {{- with .region }}
  - {name: BACKUP_REGION, value: {{ . | quote }}}
  {{- end }}
  {{- if .existingSecret }}
  - name: BACKUP_KEY_ID
    valueFrom: {secretKeyRef: {name: {{ .existingSecret }}, key: {{ .keyIdKey }}}}
  - name: BACKUP_SECRET
    valueFrom: {secretKeyRef: {name: {{ .existingSecret }}, key: {{ .secretKey }}}}
  {{- end }}
  {{- end }}
  {{- if not $dumps }}
  - {name: SERVICE, value: ""}
  - {name: FILE, value: ""}
  {{- end }}
  resources: {{- toYaml $backups.resources | nindent 4 }}
  volumeMounts:
  - {name: dumps, mountPath: /var/backups}
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{- define "referencement.backupImage" -}}
{{- with .root.Values.backups.image -}}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag }}{{ end }}
{{- end }}
{{- end }}
