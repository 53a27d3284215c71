/** Plateau's controller as it runs in a pod: its own process, its flags, the chart's kinds. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { DesiredObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import type { ApiServer } from "../../test/fixtures/api-server.ts";
import { freePorts } from "../../test/fixtures/ports.ts";
import { ensureTool } from "../../test/tools/index.ts";
import type { Subject } from "./measure.ts";

const root = join(import.meta.dirname, "..", "..");
const kinds = ["trainingruns", "cooldowns", "checkpoints", "scalingstudies"];

export async function installKinds(server: ApiServer): Promise<void> {
  const helm = await ensureTool("helm");
  const only = kinds.flatMap((kind) => ["--show-only", `templates/crds/${kind}.yaml`]);
  const yaml = execFileSync(helm, ["template", "plateau", join(root, "charts", "plateau"), ...only]);
  await server.applyYaml(yaml.toString());
  await server.kubectl([
    "wait",
    "--for=condition=Established",
    "--timeout=30s",
    ...kinds.map((kind) => `crd/${kind}.plateau.dev`),
  ]);
}

/** A controller's process, and the lines of its log. */
export interface Controller {
  child: ChildProcess;
  /** When it first leads. */
  leading: Promise<void>;
  healthPort: number;
}

export async function startController(server: ApiServer): Promise<Controller> {
  const [health, metrics, progress] = await freePorts(3);
  const folder = mkdtempSync(join(tmpdir(), "plateau-bench-"));
  const child = spawn(
    process.execPath,
    [
      join(root, "controller", "src", "main.ts"),
      `--kubeconfig=${server.kubeconfig}`,
      "--worker-image=plateau/worker:bench",
      `--progress-address=127.0.0.1:${progress}`,
      `--state-dir=${folder}`,
      `--health-port=${health}`,
      `--metrics-port=${metrics}`,
      `--progress-port=${progress}`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const leading = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { msg } = JSON.parse(line) as { msg: string };
      if (msg === "leading") resolve();
    });
  });
  await once(child, "spawn");
  return { child, leading, healthPort: health! };
}

export function plateauSubject(): Subject {
  let controller: Controller | undefined;
  return {
    name: "Plateau",
    install: installKinds,
    start: async (server) => {
      controller = await startController(server);
      return controller.child;
    },
    ready: async () => {
      await controller!.leading;
      while ((await fetch(`http://127.0.0.1:${controller!.healthPort}/readyz`)).status !== 200) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    object: (index) => trainingRun(`run-${index}`),
    ownerOf: (job) => job.metadata.labels?.[labels.run],
  };
}

export function trainingRun(name: string): DesiredObject {
  return {
    apiVersion,
    kind: "TrainingRun",
    metadata: { name, namespace: "default" },
    spec: {
      model: { family: "Llama", layers: 2, width: 32, heads: 2, context: 64, vocabulary: 256 },
      data: { tokens: { uri: "data/brown" }, seed: 17 },
      optimizer: { name: "AdamW", learningRate: "4e-3" },
      schedule: { warmupSteps: 50 },
      batch: { sequences: 16, sequenceLength: 64, shards: 2, microbatch: 8 },
      workers: { count: 2, min: 1 },
      checkpoints: { store: { uri: "checkpoints" } },
      stopAt: { steps: 1_000 },
    },
  };
}
