{{/* Names, labels, images and rights. Every template takes them from here. */}}

{{- define "plateau.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* Name of the objects: the release, with the chart's name unless the release says it already. */}}
{{- define "plateau.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "plateau.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "plateau.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* Name of what is not in a namespace: two releases of one name in two namespaces do not meet. */}}
{{- define "plateau.clusterName" -}}
{{- if eq .Release.Namespace (include "plateau.fullname" .) -}}
{{- include "plateau.fullname" . -}}
{{- else -}}
{{- printf "%s-%s" .Release.Namespace (include "plateau.fullname" .) -}}
{{- end -}}
{{- end }}

{{- define "plateau.selectorLabels" -}}
app.kubernetes.io/name: {{ include "plateau.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "plateau.labels" -}}
{{ include "plateau.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: plateau
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* Pods of the controller, as against the test pod. */}}
{{- define "plateau.controllerSelector" -}}
{{ include "plateau.selectorLabels" . }}
app.kubernetes.io/component: controller
{{- end }}

{{- define "plateau.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "plateau.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.name must name an existing ServiceAccount when serviceAccount.create is false" .Values.serviceAccount.name -}}
{{- end -}}
{{- end }}

{{- define "plateau.keySecret" -}}
{{- default (printf "%s-key" (include "plateau.fullname" .)) .Values.keySecret -}}
{{- end }}

{{/* An image by digest if there is one, else by tag. Argument: list of the image's values and the root. */}}
{{- define "plateau.image" -}}
{{- $image := index . 0 -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $image.repository (default (index . 1).Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end }}

{{/* Rules of one scope, for a Role. Argument: list of scope and root. Source: rbac/rules.yaml. */}}
{{- define "plateau.rules" -}}
{{- $scope := index . 0 -}}
{{- $root := index . 1 -}}
{{- range fromYamlArray ($root.Files.Get "rbac/rules.yaml") }}
{{- if eq .scope $scope }}
- apiGroups: {{ toJson .apiGroups }}
  resources: {{ toJson .resources }}
  {{- if .resourceNames }}
  resourceNames: [{{ include "plateau.keySecret" $root | quote }}]
  {{- end }}
  verbs: {{ toJson .verbs }}
{{- end }}
{{- end }}
{{- end }}

{{/* What the "restricted" Pod Security level asks of a container. */}}
{{- define "plateau.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "plateau.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* Egress to name servers; by port, because node-local caches have no pods to select. */}}
{{- define "plateau.dnsEgress" -}}
- ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
{{- end }}

{{/* The chart's own nats-server. */}}
{{- define "plateau.eventsName" -}}
{{- printf "%s-nats" (include "plateau.fullname" .) -}}
{{- end }}

{{- define "plateau.ownEvents" -}}
{{- if and .Values.events.enabled (not .Values.events.url) }}yes{{ end -}}
{{- end }}

{{- define "plateau.eventsSelector" -}}
{{ include "plateau.selectorLabels" . }}
app.kubernetes.io/component: events
{{- end }}

{{/* Egress to the event stream, of the controller and of workers. */}}
{{- define "plateau.eventsEgress" -}}
{{- if include "plateau.ownEvents" . -}}
- ports:
    - {port: 4222, protocol: TCP}
  to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ .Release.Namespace }}
      podSelector:
        matchLabels:
          {{- include "plateau.eventsSelector" . | nindent 10 }}
{{- else if .Values.events.enabled -}}
- ports:
    {{- range .Values.networkPolicy.eventsPorts }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
  {{- with .Values.networkPolicy.eventsTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end }}
