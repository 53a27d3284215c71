/** What a Prometheus is told to scrape: as the Prometheus operator makes it of the chart's monitors, and as the page on monitoring says it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { render, repository, type Rendered } from "../../chart/support/render.ts";

export interface ScrapeConfig {
  job_name: string;
  [field: string]: unknown;
}

interface Endpoint {
  port: string;
  path: string;
  honorLabels?: boolean;
}

interface MonitorSpec {
  selector: { matchLabels: Record<string, string> };
  namespaceSelector?: { matchNames?: string[]; any?: boolean };
  endpoints?: Endpoint[];
  podMetricsEndpoints?: Endpoint[];
}

/** Of the ServiceMonitor and the PodMonitor of a release in plateau-system that looks after these namespaces. */
export async function monitorJobs(namespaces: readonly string[]): Promise<ScrapeConfig[]> {
  const objects = await render([
    "--set",
    `metrics.serviceMonitor.enabled=true,metrics.podMonitor.enabled=true,watchNamespaces={${namespaces.join()}}`,
  ]);
  return objects.filter(({ kind }) => kind === "ServiceMonitor" || kind === "PodMonitor").map(jobOf);
}

/** Its job for a Kubernetes without the operator. */
export function documentedJobs(): ScrapeConfig[] {
  const page = readFileSync(join(repository, "docs", "monitoring.md"), "utf8");
  const [, block = ""] = /Without the operator[^]*?```yaml\n([^]*?)```/.exec(page) ?? [];
  return (parse(block) as { scrape_configs: ScrapeConfig[] }).scrape_configs;
}

function jobOf({ kind, metadata, spec }: Rendered): ScrapeConfig {
  const { selector, namespaceSelector, endpoints, podMetricsEndpoints } = spec as MonitorSpec;
  const [endpoint] = (endpoints ?? podMetricsEndpoints)!;
  const { port, path, honorLabels = false } = endpoint!;
  const isPods = kind === "PodMonitor";
  const of = isPods ? "pod" : "service";
  const names = namespaceSelector?.matchNames ?? [metadata.namespace!];
  const portLabel = isPods ? "pod_container_port_name" : "endpointslice_port_name";
  return {
    job_name: kind,
    honor_labels: honorLabels,
    metrics_path: path,
    kubernetes_sd_configs: [{ role: isPods ? "pod" : "endpointslice", namespaces: { names } }],
    relabel_configs: [
      ...Object.entries(selector.matchLabels).map(([label, value]) =>
        keep(`${of}_label_${label.replaceAll(/[^a-zA-Z0-9_]/g, "_")}`, value),
      ),
      keep(portLabel, port),
      { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
      { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
    ],
  };
}

const keep = (label: string, value: string): object => ({
  source_labels: [`__meta_kubernetes_${label}`],
  regex: value,
  action: "keep",
});
