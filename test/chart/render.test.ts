/** What the chart renders, for value sets that together reach every template: valid, labelled, restricted. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { crd } from "@plateau/controller/api/generate/crd.ts";
import { kinds } from "@plateau/controller/api/kinds.ts";
import {
  at,
  chartFolder,
  render,
  renderText,
  valueSets,
  type Rendered,
  type ValueSet,
} from "./support/render.ts";
import { ensureTool, toolTimeoutMs } from "../tools/index.ts";

const run = promisify(execFile);
const schemas = join(import.meta.dirname, "schemas", "{{.ResourceKind}}{{.KindSuffix}}.json");
beforeAll(async () => {
  await ensureTool("helm");
  await ensureTool("kubeconform");
}, toolTimeoutMs);

const sets = Object.keys(valueSets) as ValueSet[];
const rendered = new Map<ValueSet, Rendered[]>();

// The first call may build Helm.
beforeAll(async () => {
  for (const set of sets) rendered.set(set, await render(valueSets[set]));
}, 900_000);

describe.each(sets)("values %s", (set) => {
  test("helm lint finds nothing", async () => {
    const { stdout } = await run(await ensureTool("helm"), [
      "lint",
      "--strict",
      chartFolder,
      ...valueSets[set],
    ]);
    expect(stdout).toContain("0 chart(s) failed");
  });

  test("every object fits its schema of Kubernetes, with no unknown field", async () => {
    const folder = await mkdtemp(join(tmpdir(), "plateau-chart-"));
    try {
      const file = join(folder, "all.yaml");
      await writeFile(file, await renderText(valueSets[set]));
      // Kinds of the Prometheus operator are not in an API server of Kubernetes.
      const args = [
        "-strict",
        "-output",
        "json",
        "-summary",
        "-skip",
        "ServiceMonitor,PodMonitor,PrometheusRule",
      ];
      const { stdout } = await run(await ensureTool("kubeconform"), [
        ...args,
        "-schema-location",
        schemas,
        file,
      ]);
      const { summary } = JSON.parse(stdout) as { summary: Record<string, number> };
      expect(summary).toMatchObject({ invalid: 0, errors: 0 });
      expect(summary["valid"]! + summary["skipped"]!).toBe(rendered.get(set)!.length);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 900_000);

  test("every object carries the recommended labels", () => {
    for (const { kind, metadata } of rendered.get(set)!) {
      expect({ kind, labels: metadata.labels }).toMatchObject({
        labels: {
          "app.kubernetes.io/name": "plateau",
          "app.kubernetes.io/instance": "plateau",
          "app.kubernetes.io/version": expect.any(String),
          "app.kubernetes.io/managed-by": "Helm",
          "app.kubernetes.io/part-of": "plateau",
          "helm.sh/chart": expect.stringMatching(/^plateau-\d/),
        },
      });
    }
  });

  test("no object is rendered twice, and none is a Secret", () => {
    const names = rendered
      .get(set)!
      .map(({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(rendered.get(set)!.filter(({ kind }) => kind === "Secret")).toEqual([]);
  });

  test("every pod meets the restricted level, with a root that cannot be written", () => {
    const pods = rendered.get(set)!.flatMap((object): unknown[] => {
      if (object.kind === "Deployment") return [at(object, "spec.template.spec")];
      return object.kind === "Pod" ? [object["spec"]] : [];
    });
    expect(pods.length).toBeGreaterThan(0);
    for (const pod of pods) expectRestricted(pod);
  });
});

test("the kinds in the chart are those made from the code, kept when the release goes", () => {
  for (const kind of Object.values(kinds)) {
    const wanted = crd(kind);
    const found = rendered
      .get("default")!
      .find(({ metadata }) => metadata.name === `${kind.plural}.plateau.dev`);
    expect(found?.["spec"]).toEqual(wanted["spec"]);
    expect(found?.metadata.annotations).toMatchObject({ "helm.sh/resource-policy": "keep" });
  }
});

test("a default of a kind holds the defaults of the fields below it, as rules of an API server need", () => {
  const missing: string[] = [];
  for (const kind of Object.values(kinds)) {
    findHoles(at(crd(kind), "spec.versions.0.schema.openAPIV3Schema"), kind.kind, missing);
  }
  expect(missing).toEqual([]);
});

function findHoles(schema: unknown, path: string, missing: string[]): void {
  const { default: value, properties } = schema as {
    default?: Record<string, unknown>;
    properties?: Record<string, { default?: unknown }>;
  };
  for (const [name, field] of Object.entries(properties ?? {})) {
    const hole = value !== undefined && field.default !== undefined && value[name] === undefined;
    if (hole) missing.push(`${path}.${name}`);
    findHoles(field, `${path}.${name}`, missing);
  }
}

function expectRestricted(pod: unknown): void {
  expect(pod).toMatchObject({
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
  });
  for (const field of ["hostNetwork", "hostPID", "hostIPC"]) expect(at(pod, field)).toBeUndefined();
  const volumes = (at(pod, "volumes") ?? []) as Record<string, unknown>[];
  for (const volume of volumes) expect(Object.keys(volume).sort()).toEqual(["emptyDir", "name"]);
  for (const container of at(pod, "containers") as Record<string, unknown>[]) {
    expect(container["securityContext"]).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(at(container, "resources.requests")).toBeDefined();
    expect(at(container, "resources.limits.memory")).toBeDefined();
  }
}
