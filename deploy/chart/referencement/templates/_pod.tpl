{{/* Every pod of the chart is made here. A kind of pods is a dict: `root`; `own`, its values (process, jobs, journal, reconcile,
console, test); `labels` beside those of the release; `spec`, what the chart says of it, as YAML; for services also `env` and
`envFrom`. Values of `pods` are for all kinds: `own` lies over them. */}}

{{- define "referencement.podValues" -}}
{{- mustMergeOverwrite (deepCopy .root.Values.pods) (deepCopy .own) | toJson }}
{{- end }}

{{- define "referencement.podMetadata" -}}
{{- $values := include "referencement.podValues" . | fromJson }}
labels: {{- mustMergeOverwrite dict $values.podLabels (include "referencement.labels" . | fromYaml) .labels | toYaml | nindent 2 }}
{{- $annotations := mustMergeOverwrite dict .root.Values.commonAnnotations $values.podAnnotations }}
{{- with include "referencement.secretsChecksum" . }}{{ $_ := set $annotations "checksum/secrets" . }}{{ end }}
{{- with $annotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "referencement.podSpec" -}}
{{- $values := include "referencement.podValues" . | fromJson }}
{{- $spec := mustMergeOverwrite (include "referencement.podBase" . | fromYaml) (include "referencement.parsed" . | fromJson) }}
{{- range $key := list "nodeSelector" "tolerations" "affinity" "priorityClassName" "dnsPolicy" "dnsConfig" "hostAliases" "runtimeClassName" "schedulerName" "terminationGracePeriodSeconds" }}
{{- with index $values $key }}{{ $_ := set $spec $key . }}{{ end }}
{{- end }}
{{- with include "referencement.spread" . | fromJsonArray }}{{ $_ := set $spec "topologySpreadConstraints" . }}{{ end }}
{{- $_ := set $spec "initContainers" (include "referencement.initContainers" (dict "root" .root "values" $values "spec" $spec) | fromJsonArray) }}
{{- $env := concat .root.Values.pods.env (.own.env | default list) (.env | default list) }}
{{- $envFrom := concat .root.Values.pods.envFrom (.own.envFrom | default list) (.envFrom | default list) }}
{{- $containers := list }}
{{- range $spec.containers }}
{{- $at := dict "root" $.root "container" . "values" $values "env" $env "envFrom" $envFrom "mounts" $values.extraVolumeMounts }}
{{- $containers = append $containers (include "referencement.container" $at | fromJson) }}
{{- end }}
{{- $_ := set $spec "containers" $containers }}
{{- $_ := set $spec "volumes" (include "referencement.lastOfEach" (dict "by" "name" "all" (concat ($spec.volumes | default list) $values.extraVolumes)) | fromJsonArray) }}
{{- range $key := list "initContainers" "volumes" }}{{ if not (index $spec $key) }}{{ $_ := unset $spec $key }}{{ end }}{{ end }}
{{- toYaml $spec }}
{{- end }}

{{/* `spec` as JSON, or the end: what cannot be read would be silently left out. */}}
{{- define "referencement.parsed" -}}
{{- $spec := fromYaml .spec }}
{{- with $spec.Error }}{{ fail . }}{{ end }}
{{- toJson $spec }}
{{- end }}

{{/* What all pods have in common. */}}
{{- define "referencement.podBase" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- $security := dict "runAsNonRoot" true "fsGroupChangePolicy" "OnRootMismatch" "seccompProfile" (dict "type" "RuntimeDefault") }}
{{- $given := (include "referencement.podValues" . | fromJson).podSecurityContext }}
securityContext: {{- mustMergeOverwrite $security (include "referencement.ids" . | fromJson) $given | toYaml | nindent 2 }}
{{- with include "referencement.pullSecrets" . | fromJsonArray }}
imagePullSecrets: {{- toYaml . | nindent 0 }}
{{- end }}
{{- end }}

{{/* The ids under which pods run: numbers; or `auto`, 10001, and on OpenShift those of the namespace's range. */}}
{{- define "referencement.ids" -}}
{{- $openshift := .root.Capabilities.APIVersions.Has "security.openshift.io/v1" }}
{{- $found := dict }}
{{- range $name, $id := .root.Values.podSecurity }}
{{- if eq (toString $id) "auto" }}{{ if not $openshift }}{{ $_ := set $found $name 10001 }}{{ end }}
{{- else if not (kindIs "invalid" $id) }}{{ $_ := set $found $name (int64 $id) }}{{ end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{/* The chart's and those for all charts, which may be names or objects with a name. */}}
{{- define "referencement.pullSecrets" -}}
{{- $found := list }}
{{- range concat .root.Values.imagePullSecrets .root.Values.global.imagePullSecrets }}
{{- $found = append $found (ternary . (dict "name" .) (kindIs "map" .)) }}
{{- end }}
{{- $found | uniq | toJson }}
{{- end }}

{{/* Constraints of the values, for this kind of pods where they do not say for which; else those of the chart. */}}
{{- define "referencement.spread" -}}
{{- $labels := dict "matchLabels" (mustMergeOverwrite (include "referencement.selector" . | fromYaml) (pick .labels "app.kubernetes.io/component" "referencement/role")) }}
{{- $found := list }}
{{- range (include "referencement.podValues" . | fromJson).topologySpreadConstraints }}
{{- $found = append $found (mustMergeOverwrite (dict "labelSelector" $labels) .) }}
{{- end }}
{{- if and .own.spread (not $found) }}
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
{{- $found = append $found (dict "maxSkew" 1 "topologyKey" $key "whenUnsatisfiable" "ScheduleAnyway" "labelSelector" $labels "matchLabelKeys" (list "pod-template-hash")) }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{/* What runs before: `sidecars` first, which then stay beside (native ones, so that Jobs end), `initContainers`, the chart's. */}}
{{- define "referencement.initContainers" -}}
{{- $found := list }}
{{- range .values.sidecars }}{{ $found = append $found (mustMergeOverwrite dict . (dict "restartPolicy" "Always")) }}{{ end }}
{{- $found = concat $found .values.initContainers }}
{{- range .spec.initContainers }}
{{- $found = append $found (include "referencement.container" (dict "root" $.root "container" . "values" $.values) | fromJson) }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{/* A container of the chart; takes `container`, and what the values add: `values`, `env`, `envFrom`, `mounts`. */}}
{{- define "referencement.container" -}}
{{- $found := mustMergeOverwrite (include "referencement.containerSecurity" . | fromYaml) .container }}
{{- $_ := set $found "securityContext" (mustMergeOverwrite $found.securityContext .values.securityContext) }}
{{- with concat ($found.env | default list) (.env | default list) }}
{{- $_ := set $found "env" (include "referencement.lastOfEach" (dict "by" "name" "all" . "need" (list "value" "valueFrom")) | fromJsonArray) }}
{{- end }}
{{- with .envFrom }}{{ $_ := set $found "envFrom" . }}{{ end }}
{{- with concat ($found.volumeMounts | default list) (.mounts | default list) }}
{{- $_ := set $found "volumeMounts" (include "referencement.lastOfEach" (dict "by" "mountPath" "all" .) | fromJsonArray) }}
{{- end }}
{{- toJson $found }}
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

{{/* Of entries that share the key `by` the last one, as JSON; with `need`, those that have one of these keys. */}}
{{- define "referencement.lastOfEach" -}}
{{- $found := list }}
{{- $seen := dict }}
{{- range $entry := reverse .all }}
{{- $key := index $entry $.by }}
{{- if not (hasKey $seen $key) }}
{{- $wanted := not $.need }}
{{- range $.need }}{{ if hasKey $entry . }}{{ $wanted = true }}{{ end }}{{ end }}
{{- if $wanted }}{{ $found = prepend $found $entry }}{{ end }}
{{- end }}
{{- $_ := set $seen $key true }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{/* Demonstration only: the issuer's key set (and its key, with `private`) in a folder of the pod. */}}
{{- define "referencement.issuer" -}}
- name: issuer
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
