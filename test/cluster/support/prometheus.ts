/** A Prometheus in a pod of the bed, in a namespace of its own under Pod Security restricted, that finds what it scrapes by the API server. */
import type { Bed } from "../bed/index.ts";
import { container } from "./manifests.ts";
import type { ScrapeConfig } from "./monitors.ts";
import { prometheusArchive, prometheusImage } from "./program-image.ts";

export const monitoring = "monitoring";
export const prometheusLabels = { "app.kubernetes.io/name": "prometheus" };
const name = "prometheus";
const port = 9_090;

export interface Sample {
  metric: Record<string, string>;
  value: [number, string];
}

/** Ready when it resolves. It may list what is in these namespaces, and nothing else. */
export async function startPrometheus(
  bed: Bed,
  jobs: readonly ScrapeConfig[],
  namespaces: readonly string[],
): Promise<{ query: (promql: string) => Promise<Sample[]> }> {
  await bed.loadImage(await prometheusArchive());
  await bed.createNamespace(monitoring);
  const metadata = { name, namespace: monitoring };
  const config = { global: { scrape_interval: "1s", scrape_timeout: "1s" }, scrape_configs: jobs };
  const files = [
    { name: "config", mountPath: "/etc/prometheus", readOnly: true },
    { name: "data", mountPath: "/prometheus" },
  ];
  const pod = container(`${prometheusImage.repository}:${prometheusImage.tag}`, [
    "/usr/local/bin/prometheus",
    "--config.file=/etc/prometheus/prometheus.yml",
    "--storage.tsdb.path=/prometheus",
  ]);
  const [only] = pod.containers;
  const readinessProbe = { httpGet: { path: "/-/ready", port }, periodSeconds: 1 };
  await bed.apply([
    ...namespaces.flatMap(mayList),
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    // JSON is YAML.
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "prometheus.yml": JSON.stringify(config) } },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...metadata, labels: prometheusLabels },
      spec: {
        ...pod,
        serviceAccountName: name,
        automountServiceAccountToken: true,
        containers: [{ ...only, ports: [{ containerPort: port }], readinessProbe, volumeMounts: files }],
        volumes: [
          { name: "config", configMap: { name } },
          { name: "data", emptyDir: {} },
        ],
      },
    },
  ]);
  await bed.kubectl(["wait", "--for=condition=Ready", `pod/${name}`, "-n", monitoring, "--timeout=120s"]);
  const base = `/api/v1/namespaces/${monitoring}/pods/${name}:${port}/proxy/api/v1`;
  return {
    query: async (promql) => {
      const text = await bed.kubectl(["get", "--raw", `${base}/query?query=${encodeURIComponent(promql)}`]);
      return (JSON.parse(text) as { data: { result: Sample[] } }).data.result;
    },
  };
}

function mayList(namespace: string): object[] {
  const metadata = { name, namespace };
  const verbs = ["get", "list", "watch"];
  return [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [
        { apiGroups: [""], resources: ["pods", "services"], verbs },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace: monitoring }],
    },
  ];
}
