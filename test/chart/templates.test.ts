/** Facts about single templates: what a value switches, who gets which rights, who may speak to whom. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { kubernetesPlatform } from "@plateau/controller/kubernetes/platform.ts";
import { gangJob } from "@plateau/controller/reconcile/children/job.ts";
import { parse } from "yaml";
import { rightsRules } from "../../scripts/chart/generate.ts";
import { at, chartFolder, only, render, valueSets, type Rendered } from "./support/render.ts";
import { ensureTool, toolTimeoutMs } from "../tools/index.ts";

const workersPolicy = "plateau-system-plateau-workers";
const run: KubeObject = {
  apiVersion,
  kind: "TrainingRun",
  metadata: {
    name: "a",
    namespace: "runs",
    uid: "0",
    resourceVersion: "1",
    generation: 1,
    creationTimestamp: "2026-01-01T00:00:00Z",
  },
  spec: {},
};
const platform = kubernetesPlatform({
  workerImage: "worker",
  progressAddress: "plateau:7443",
  baseUri: "s3://bucket",
  baseClaim: undefined,
  storeSecret: undefined,
  key: new Uint8Array(32),
});

beforeAll(async () => {
  await ensureTool("helm");
}, toolTimeoutMs);

const rulesOf = (object: Rendered): Record<string, string[]>[] =>
  object["rules"] as Record<string, string[]>[];
const kindsOf = (objects: Rendered[]): Set<string> => new Set(objects.map(({ kind }) => kind));
const valuesFor = (values: string): Promise<Rendered[]> => render(["--set", values]);

describe("rights", () => {
  const rules = (scope: string): unknown =>
    rightsRules()
      .filter((rule) => rule.scope === scope)
      .map(({ apiGroups, resources, verbs, resourceNames }) => ({
        apiGroups,
        resources,
        verbs,
        ...(resourceNames ? { resourceNames: ["plateau-key"] } : {}),
      }));

  test("are the lines of rbac/rules.yaml: runs in a ClusterRole, the rest in the own namespace", async () => {
    const objects = await render([]);
    expect(rulesOf(only(objects, "ClusterRole", "plateau-system-plateau"))).toEqual(rules("run"));
    expect(rulesOf(only(objects, "Role", "plateau-own"))).toEqual(rules("own"));
  });

  test("reach only the watched namespaces when there are some", async () => {
    const objects = await render(valueSets.namespaced);
    expect(objects.some(({ kind }) => kind === "ClusterRoleBinding")).toBe(false);
    const roles = objects.filter(
      ({ kind, metadata }) => kind === "Role" && metadata.namespace !== "plateau-system",
    );
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(["team-a", "team-b"]);
    for (const role of roles) expect(rulesOf(role)).toEqual(rules("run"));
    for (const binding of objects.filter(({ kind }) => kind === "RoleBinding")) {
      expect(binding["subjects"]).toEqual([
        { kind: "ServiceAccount", name: "plateau", namespace: "plateau-system" },
      ]);
    }
  });

  test("hold no wildcard, no reading of Secrets where runs are, no making of pods or rights", () => {
    for (const rule of rightsRules()) {
      expect([...rule.apiGroups, ...rule.resources, ...rule.verbs].join()).not.toMatch(
        /\*|bind|escalate|imperson/,
      );
      expect(rule.apiGroups).not.toContain("rbac.authorization.k8s.io");
      if (rule.resources.includes("secrets") && rule.scope === "run")
        expect(rule.verbs).toEqual(["create", "patch"]);
      if (rule.resources.includes("pods")) expect(rule.verbs).toEqual(["list", "watch"]);
    }
  });

  test("lack a line when a copy of the chart lacks it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "plateau-chart-"));
    try {
      await cp(chartFolder, folder, { recursive: true });
      const file = join(folder, "rbac", "rules.yaml");
      const lines = (await readFile(file, "utf8")).split("\n");
      await writeFile(file, lines.filter((line) => !line.includes("resources: [jobs]")).join("\n"));
      const role = only(await render([], { chart: folder }), "ClusterRole", "plateau-system-plateau");
      expect(rulesOf(role).some((rule) => rule["resources"]!.includes("jobs"))).toBe(false);
      expect(rulesOf(role)).toHaveLength(rightsRules().filter(({ scope }) => scope === "run").length - 1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("of users join view, edit and admin, and never write status", async () => {
    const objects = await render([]);
    const edit = only(objects, "ClusterRole", "plateau-system-plateau-edit");
    expect(edit.metadata.labels).toMatchObject({ "rbac.authorization.k8s.io/aggregate-to-edit": "true" });
    expect(JSON.stringify(rulesOf(edit))).not.toContain("/status");
    const view = only(objects, "ClusterRole", "plateau-system-plateau-view");
    expect(view.metadata.labels).toMatchObject({ "rbac.authorization.k8s.io/aggregate-to-view": "true" });
    for (const rule of rulesOf(view)) expect(rule["verbs"]).toEqual(["get", "list", "watch"]);
  });
});

describe("controller", () => {
  test("alone has no disruption budget; three keep apart and have one", async () => {
    expect(kindsOf(await render([])).has("PodDisruptionBudget")).toBe(false);
    const objects = await render(valueSets.ha);
    expect(only(objects, "PodDisruptionBudget")["spec"]).toMatchObject({ maxUnavailable: 1 });
    const pod = at(only(objects, "Deployment"), "spec.template.spec");
    const spread = at(pod, "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution");
    expect(spread).toHaveLength(1);
    expect(at(pod, "topologySpreadConstraints")).toHaveLength(1);
  });

  test("is told its place, its workers' image, store and address by the environment", async () => {
    const objects = await render([...valueSets.namespaced, "--set", "workerImage.tag=1-cuda"]);
    const container = at(only(objects, "Deployment"), "spec.template.spec.containers.0") as {
      env: { name: string; value?: string }[];
      args: string[];
    };
    const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
    expect(env).toEqual({
      POD_NAMESPACE: undefined,
      POD_NAME: undefined,
      POD_IP: undefined,
      PLATEAU_WORKER_IMAGE: "plateau/worker:1-cuda",
      PLATEAU_PROGRESS_ADDRESS: "plateau-progress.plateau-system.svc:7443",
      PLATEAU_BASE_URI: "file:///var/lib/plateau",
      PLATEAU_BASE_CLAIM: "shared",
      PLATEAU_STATE_DIR: "/var/cache/plateau",
    });
    expect(container.args).toContain("--watch-namespaces=team-a,team-b");
    expect(container.args).toContain("--key-secret=plateau-key");
  });

  test("takes an image by digest before its tag", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const objects = await valuesFor(`image.digest=${digest},image.tag=v7`);
    expect(at(only(objects, "Deployment"), "spec.template.spec.containers.0.image")).toBe(
      `plateau/controller@${digest}`,
    );
  });

  test("is selected by its Services, and the test pod is not", async () => {
    const objects = await render([]);
    const labels = at(only(objects, "Deployment"), "spec.template.metadata.labels");
    const selectors = objects
      .filter(({ kind }) => kind === "Service")
      .map((service) => at(service, "spec.selector"));
    expect(selectors).toHaveLength(2);
    for (const selector of selectors) {
      expect(labels).toMatchObject(selector as Record<string, string>);
      expect(only(objects, "Pod").metadata.labels).not.toMatchObject(selector as Record<string, string>);
    }
    expect(at(only(objects, "Service", "plateau-progress"), "spec.clusterIP")).toBe("None");
  });

  test("names carry the release's name, and cluster-wide ones its namespace", async () => {
    const objects = await render([], { release: "blue" });
    expect(only(objects, "Deployment").metadata.name).toBe("blue-plateau");
    for (const object of objects) {
      if (object.metadata.namespace !== undefined || object.kind === "CustomResourceDefinition") continue;
      expect(object.metadata.name).toMatch(/^plateau-system-blue-plateau/);
    }
  });
});

describe("network", () => {
  test("workers reach each other, the controller's port and name servers, and nothing else", async () => {
    const objects = await render(valueSets.namespaced);
    const policies = objects.filter(
      ({ kind, metadata }) => kind === "NetworkPolicy" && metadata.name !== "plateau",
    );
    expect(policies.map(({ metadata }) => metadata.namespace)).toEqual(["team-a", "team-b"]);
    for (const policy of policies) {
      expect(at(policy, "spec.podSelector.matchLabels")).toEqual({
        "app.kubernetes.io/name": "plateau-worker",
      });
      const egress = at(policy, "spec.egress") as Record<string, unknown>[];
      expect(egress).toHaveLength(3);
      // Only name servers may be anywhere.
      expect(egress.filter(({ to }) => to === undefined).map(({ ports }) => at(ports, "0.port"))).toEqual([
        53,
      ]);
    }
  });

  test("workers reach an S3 store on its ports", async () => {
    const objects = await render([...valueSets.monitored, "--set", "networkPolicy.storePorts={9000}"]);
    const policy = only(objects, "NetworkPolicy", "plateau-system-plateau-workers");
    expect(policy.metadata.namespace).toBe("runs");
    expect(JSON.stringify(at(policy, "spec.egress"))).toContain('"port":9000');
  });

  test("only workers reach the progress port of the controller", async () => {
    const policy = only(await render(valueSets.namespaced), "NetworkPolicy", "plateau");
    const ingress = at(policy, "spec.ingress") as { ports: { port: number }[]; from?: unknown[] }[];
    const progress = ingress.filter(({ ports }) => ports.some(({ port }) => port === 7443));
    expect(progress).toHaveLength(1);
    expect(at(progress[0], "from.0.podSelector.matchLabels")).toEqual({
      "app.kubernetes.io/name": "plateau-worker",
    });
    expect(at(progress[0], "from.0.namespaceSelector.matchExpressions.0.values")).toEqual([
      "team-a",
      "team-b",
    ]);
  });
});

describe("switches", () => {
  test("all off leave the Deployment and the Service of progress", async () => {
    const objects = await render(valueSets.minimal);
    expect(objects.map(({ kind }) => kind).sort()).toEqual(["Deployment", "Service"]);
    expect(
      at(
        objects.find(({ kind }) => kind === "Deployment"),
        "spec.strategy.type",
      ),
    ).toBe("Recreate");
  });

  test("of monitoring make ServiceMonitor and PrometheusRule, which find the metrics' Service", async () => {
    const objects = await render(valueSets.monitored);
    const service = only(objects, "Service", "plateau-metrics");
    const selector = at(only(objects, "ServiceMonitor"), "spec.selector.matchLabels");
    expect(service.metadata.labels).toMatchObject(selector as Record<string, string>);
    const generated = parse(await readFile(join(chartFolder, "rules", "plateau.yaml"), "utf8")) as object;
    expect(only(objects, "PrometheusRule")["spec"]).toEqual(generated);
  });

  test("of monitoring find the workers by the labels and the port that the controller gives their pods", async () => {
    const job = gangJob(run, { attempt: 1, ranks: 2, min: 1, podTemplate: undefined, platform });
    const objects = await render(valueSets.monitored);
    const monitor = only(objects, "PodMonitor");
    const labels = at(job, "spec.template.metadata.labels");
    expect(labels).toMatchObject(at(monitor, "spec.selector.matchLabels") as Record<string, string>);
    const ports = at(job, "spec.template.spec.containers.0.ports");
    expect(ports).toMatchObject([{ name: at(monitor, "spec.podMetricsEndpoints.0.port") }]);
    expect(at(monitor, "spec.podMetricsEndpoints.0.honorLabels")).toBe(true);
    const ingress = at(only(objects, "NetworkPolicy", workersPolicy), "spec.ingress.1.ports");
    expect(ingress).toEqual([{ port: at(ports, "0.containerPort"), protocol: "TCP" }]);
  });

  test("a dashboard in the chart's folder becomes a ConfigMap with the same JSON", async () => {
    const folder = await mkdtemp(join(tmpdir(), "plateau-chart-"));
    try {
      await cp(chartFolder, folder, { recursive: true });
      const json = '{"title": "A {{ legend }}",\n  "panels": []}\n';
      await mkdir(join(folder, "dashboards"), { recursive: true });
      await writeFile(join(folder, "dashboards", "runs-x.json"), json);
      const objects = await render(valueSets.monitored, { chart: folder });
      const map = only(objects, "ConfigMap", "plateau-dashboard-runs-x");
      expect(map.metadata.labels).toMatchObject({ grafana_dashboard: "1" });
      expect(map["data"]).toEqual({ "runs-x.json": json });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
