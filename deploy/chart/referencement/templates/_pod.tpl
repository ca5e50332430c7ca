{{/* What all pods of the release have in common. */}}

{{- define "referencement.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  {{- range $name, $id := .root.Values.podSecurity }}
  {{ $name }}: {{ int64 $id }}
  {{- end }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
{{- range . }}
- {name: {{ . }}}
{{- end }}
{{- end }}
{{- end }}

{{- define "referencement.containerSecurity" -}}
image: {{ include "referencement.image" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
terminationMessagePolicy: FallbackToLogsOnError
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{/* Demonstration only: the issuer's key set (and its key, with `private`) in a folder of the pod. */}}
{{- define "referencement.issuer" -}}
- name: issuer
  {{- include "referencement.containerSecurity" . | nindent 2 }}
  args: [python, -m, deploy.demo.issuer, /var/lib/referencement/issuer, --key, /etc/referencement/issuer-key/key.pem{{ if not .private }}, --public, --signing, /var/lib/referencement{{ end }}]
  resources:
    requests: {cpu: 50m, memory: 64Mi}
    limits: {cpu: "1", memory: 128Mi}
  volumeMounts:
  - {name: issuer-key, mountPath: /etc/referencement/issuer-key, readOnly: true}
  - {name: issuer, mountPath: /var/lib/referencement}
{{- end }}

{{- define "referencement.issuerVolumes" -}}
- name: issuer-key
  secret: {secretName: {{ include "referencement.name" . }}-demonstration, items: [{key: key.pem, path: key.pem}]}
- name: issuer
  emptyDir: {sizeLimit: 1Mi}
{{- end }}
