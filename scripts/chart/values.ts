/**
 * Every value of the Helm chart, once. `npm run gen` makes of it values.yaml (defaults, descriptions as comments),
 * values.schema.json (what Helm checks) and docs/reference/chart-values.md.
 */
import { count, flag, group, list, passed, text, texts, type ValueSchema } from "./schema.ts";

const namespaceName = { type: "string", pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" };
const port = { type: "integer", minimum: 1, maximum: 65_535 };

function image(what: string, repository: string): Record<string, ValueSchema> {
  return {
    repository: text(`Repository of the ${what} image, with its registry.`, repository, { minLength: 1 }),
    tag: text("Tag; empty = the version of the application.", ""),
    digest: text("sha256:… of the image; goes before the tag.", "", {
      pattern: "^(sha256:[0-9a-f]{64})?$",
    }),
  };
}

export const chartValues = group("Values of the Plateau chart", {
  nameOverride: text("Instead of the chart's name in names and labels.", ""),
  fullnameOverride: text("Instead of release and chart name in the names of objects.", ""),
  crds: group("The kinds.", {
    enabled: flag("Install and upgrade the kinds with this chart.", true),
    keep: flag(
      "Keep them when the release is removed: without them, all their objects would be deleted.",
      true,
    ),
  }),
  image: group("Image of the controller.", {
    ...image("controller", "plateau/controller"),
    pullPolicy: text("When nodes pull it.", "IfNotPresent", { enum: ["Always", "IfNotPresent", "Never"] }),
  }),
  workerImage: group(
    "Image of the workers. For GPUs give the tag of the CUDA image.",
    image("worker", "plateau/worker"),
  ),
  imagePullSecrets: list("Secrets of this namespace to pull the controller's image with: [{name: …}].", {
    type: "object",
    required: ["name"],
    additionalProperties: false,
    properties: { name: { type: "string" } },
  }),
  replicas: count("Controllers; one leads, the others wait.", 1, 1),
  leaderElection: flag("Elect the leader by a Lease. Off only with one replica.", true),
  watchNamespaces: list(
    "Namespaces of the runs; empty = all. With names, the controller gets rights there only.",
    namespaceName,
  ),
  logLevel: text("Least grave level that is logged.", "info", {
    enum: ["trace", "debug", "info", "warn", "error", "fatal"],
  }),
  api: group("Limits on requests to the API server.", {
    qps: count(
      "Requests a second, in the long run; the API server's priority and fairness rules hold above it.",
      500,
      1,
    ),
    burst: count("Requests at once.", 500, 1),
  }),
  store: group("Where checkpoints and data lie.", {
    baseUri: text(
      "Where relative URIs of specs lie: file:///path or s3://bucket/prefix.",
      "file:///var/lib/plateau",
      {
        pattern: "^(file:///|s3://[a-z0-9])",
      },
    ),
    claim: text(
      "PersistentVolumeClaim in each run's namespace (ReadWriteMany for several nodes), mounted into workers at a file URI.",
      "",
    ),
    secret: text(
      "Secret in each run's namespace whose keys become the workers' environment, such as AWS_ACCESS_KEY_ID.",
      "",
    ),
  }),
  keySecret: text(
    "Secret of this namespace with the installation's key; the controller makes it if it is not there. Empty = NAME-key.",
    "",
  ),
  serviceAccount: group("Account that the controller runs under.", {
    create: flag("Make it.", true),
    name: text("Its name; empty = that of the release.", ""),
    annotations: texts("Annotations on it."),
  }),
  rbac: group("Rights.", {
    create: flag("Give the controller its rights (docs/reference/rights.md).", true),
    userRoles: flag("Add the kinds to Kubernetes' roles view, edit and admin.", true),
  }),
  resources: passed("Resources of the controller.", {
    requests: { cpu: "100m", memory: "256Mi" },
    limits: { memory: "1Gi" },
  }),
  podLabels: texts("More labels on the controller's pods."),
  podAnnotations: texts("More annotations on the controller's pods."),
  nodeSelector: texts("Nodes for the controller."),
  tolerations: list("Tolerations of the controller.", { type: "object" }),
  affinity: passed("Affinity of the controller; empty = replicas keep away from each other's nodes."),
  priorityClassName: text("Priority class of the controller.", ""),
  extraEnv: list("More environment of the controller, as in a container.", {
    type: "object",
    required: ["name"],
  }),
  podDisruptionBudget: group("With two replicas or more.", {
    enabled: flag("Let drains take one controller at a time.", true),
  }),
  networkPolicy: group("Who may speak to whom.", {
    enabled: flag("Limit the network of controller and workers.", true),
    metricsFrom: list("Peers that may read metrics (of workers, too) and health; empty = all.", {
      type: "object",
    }),
    apiServerTo: list("Peers that are the API server, such as an ipBlock; empty = any address.", {
      type: "object",
    }),
    apiServerPorts: list("Ports of the API server, before and behind its Service.", port, [443, 6443]),
    workerNamespaces: list(
      "Namespaces in which workers are limited, too; empty = those of watchNamespaces.",
      namespaceName,
    ),
    storeTo: list("Peers that are the store; empty = any address if store.baseUri is s3://.", {
      type: "object",
    }),
    storePorts: list("Ports of the store.", port, [443]),
    eventsTo: list("Peers that are the NATS of events.url; empty = any address.", { type: "object" }),
    eventsPorts: list("Ports of the NATS of events.url.", port, [4222]),
  }),
  metrics: group("Prometheus and Grafana.", {
    service: flag("A Service for the metrics.", true),
    serviceMonitor: group("For the Prometheus operator.", {
      enabled: flag("Make a ServiceMonitor.", false),
      interval: text("Time between scrapes.", "30s", { pattern: "^[0-9]+(ms|s|m)$" }),
      labels: texts("Labels by which your Prometheus finds it."),
    }),
    podMonitor: group("For the Prometheus operator: the workers.", {
      enabled: flag("Make a PodMonitor.", false),
      interval: text("Time between scrapes.", "30s", { pattern: "^[0-9]+(ms|s|m)$" }),
      labels: texts("Labels by which your Prometheus finds it."),
    }),
    prometheusRule: group("For the Prometheus operator.", {
      enabled: flag(
        "Make a PrometheusRule with recording rules and alerts (docs/reference/alerts.md).",
        false,
      ),
      labels: texts("Labels by which your Prometheus finds it."),
    }),
    dashboards: group("For Grafana's sidecar.", {
      enabled: flag("Make a ConfigMap for each dashboard.", false),
      labels: texts("Labels by which the sidecar finds them.", { grafana_dashboard: "1" }),
    }),
  }),
  events: group("The event stream (docs/events.md).", {
    enabled: flag("Workers tell what happens to a NATS JetStream as well.", false),
    url: text(
      "Of a NATS that is there, as workers in all namespaces reach it: nats://host:port; empty = a server of the chart's own.",
      "",
      { pattern: "^((nats|tls)://[^/\\s,]+(,(nats|tls)://[^/\\s,]+)*)?$" },
    ),
    accountSecret: text(
      "For a NATS that is there: Secret of this namespace with the keys account (A…) and signingKey (SA…).",
      "",
    ),
    maxAgeHours: { ...count("Events are kept so long at most.", 336, 1), maximum: 65_535 },
    maxMebibytes: { ...count("Events take so much at most; the oldest go.", 1024, 1), maximum: 65_535 },
    credentialsHours: {
      ...count(
        "Workers' credentials for NATS expire after so long, and are renewed after half of it.",
        24,
        1,
      ),
      maximum: 65_535,
    },
    replicas: { ...count("Servers that keep each event; the chart's own is one.", 1, 1), maximum: 5 },
    server: group("The chart's own nats-server, with one replica.", {
      image: group("Its image.", {
        repository: text("Repository, with its registry.", "nats", { minLength: 1 }),
        tag: text("Tag.", "2.15.2-alpine", { minLength: 1 }),
        digest: text("sha256:… of the image; goes before the tag.", "", {
          pattern: "^(sha256:[0-9a-f]{64})?$",
        }),
        pullPolicy: text("When nodes pull it.", "IfNotPresent", {
          enum: ["Always", "IfNotPresent", "Never"],
        }),
      }),
      storage: group("Its volume.", {
        size: text("Size; more than maxMebibytes.", "4Gi", { pattern: "^[1-9][0-9]*(Mi|Gi|Ti)$" }),
        className: text("StorageClass; empty = the cluster's default.", ""),
      }),
      resources: passed("Resources.", {
        requests: { cpu: "50m", memory: "64Mi" },
        limits: { memory: "512Mi" },
      }),
      nodeSelector: texts("Nodes for it."),
      tolerations: list("Tolerations.", { type: "object" }),
    }),
  }),
  podTemplatePolicy: group("What users may ask for in pod templates.", {
    enabled: flag(
      "Refuse host access, privileges and other service accounts when an object is applied.",
      true,
    ),
    actions: list(
      "What happens to others: Deny, Warn, Audit.",
      { type: "string", enum: ["Deny", "Warn", "Audit"] },
      ["Deny"],
    ),
  }),
  global: passed("Values that a parent chart shares; not used."),
});
