{{/* How many pods a Deployment is given. Helm asks the cluster (`lookup`); `helm template` and Argo CD cannot. */}}

{{/* As JSON: `replicas` to apply, none to leave the number out; `kept`, where a number set by hand stays. Takes `root`, `name`,
`wanted` (nothing: whoever scales decides), `least` (an autoscaler decides, never fewer). The annotation tells what the values
said last: only a number that changed there undoes `kubectl scale`. */}}
{{- define "referencement.replicas" -}}
{{- $live := lookup "apps/v1" "Deployment" .root.Release.Namespace .name }}
{{- $found := dict }}
{{- $there := hasKey ($live.spec | default dict) "replicas" }}
{{- if .least }}
{{- if $there }}{{ $_ := set $found "replicas" (max $live.spec.replicas .least) }}
{{- else if .root.Release.IsUpgrade }}{{ $_ := set $found "replicas" .least }}{{ end }}
{{- else if kindIs "invalid" .wanted }}
{{- if $there }}{{ $_ := set $found "replicas" $live.spec.replicas }}{{ end }}
{{- else }}
{{- $_ := set $found "replicas" .wanted }}
{{- $before := index ($live.metadata | default dict | dig "annotations" dict) "referencement/replicas" }}
{{- if and $there (eq (toString $before) (toString .wanted)) (ne (int $live.spec.replicas) (int .wanted)) }}
{{- $_ := set $found "replicas" $live.spec.replicas }}
{{- $_ := set $found "kept" true }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{/* The same for a process of a service: an element of `processes`; takes `root` and `process`. */}}
{{- define "referencement.processReplicas" -}}
{{- $values := .process.values }}
{{- $least := ternary 0 $values.autoscaling.minReplicas (eq $values.autoscaling.type "none") }}
{{- include "referencement.replicas" (dict "root" .root "name" .process.name "wanted" $values.replicas "least" (int $least)) }}
{{- end }}

{{/* The most pods that a process has, while it is rolled out one more; takes `root` and `process`. */}}
{{- define "referencement.mostPods" -}}
{{- $values := .process.values }}
{{- $most := ternary $values.replicas 2 (kindIs "float64" $values.replicas) }}
{{- if eq $values.autoscaling.type "hpa" }}{{ $most = $values.autoscaling.maxReplicas }}
{{- else if eq $values.autoscaling.type "keda" }}{{ $most = min (int $values.autoscaling.maxReplicas) (include "referencement.partitions" . | int) }}{{ end }}
{{- add (int $most) (ternary 1 0 (gt (int $most) 0)) }}
{{- end }}

{{/* Of the topic that has most: with more consumers one would stand idle. */}}
{{- define "referencement.partitions" -}}
{{- $most := 0 }}
{{- range (.root.Files.Get "files/line.json" | fromJson).topics }}{{ $most = max $most (int .partitions) }}{{ end }}
{{- $most }}
{{- end }}
