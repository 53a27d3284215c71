/** `plateau scale RUN --workers N`: another number of ranks for a run that may be at work; it goes on without a stop. */
import type { Command } from "commander";
import { apiVersion, kinds } from "@plateau/controller/api/index.ts";
import type { DesiredObject, KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { CliError } from "../errors.ts";
import { withPlace } from "../place/place.ts";
import { fieldManager } from "../study/apply.ts";
import type { Terminal } from "../terminal.ts";
import { numberOption } from "./number-option.ts";

interface ScaleOptions {
  workers: number;
}

export function addScale(program: Command, terminal: Terminal): void {
  program
    .command("scale")
    .argument("<run>", "a TrainingRun")
    .description("Change how many ranks host a run's shards. The run goes on; its result is the same.")
    .addOption(
      numberOption({
        flags: "--workers <n>",
        description: "ranks, within the run's min, max and shards",
        whole: true,
      }).makeOptionMandatory(),
    )
    .addHelpText("after", "\nExample:\n  $ plateau scale brown-small --workers 4")
    .action(async (name: string, { workers }: ScaleOptions) => {
      const before = await withPlace(program, terminal, async ({ cluster, kind, namespace }) => {
        const run = await cluster.get({ apiVersion, kind: kinds.TrainingRun.kind, namespace, name });
        if (!run)
          throw new CliError(
            "E_NOT_FOUND",
            `TrainingRun "${name}" does not exist in namespace ${namespace}; "plateau get trainingruns" lists them.`,
          );
        refuseChild(run);
        if (kind === "kubernetes")
          await cluster.apply(countOnly(run, workers), { fieldManager: scaleManager, force: true });
        else await cluster.apply(scaled(run, workers), { fieldManager, force: true });
        return (run.spec as { workers: { count: number } }).workers.count;
      });
      terminal.out.write(`TrainingRun ${name}: ${before} → ${workers} workers\n`);
    });
}

/** The whole spec under the manager that applies manifests: applying the manifest again sets the number that stands there. */
function scaled({ metadata, spec }: KubeObject, count: number): DesiredObject {
  const { workers, ...rest } = spec as { workers: object };
  return {
    apiVersion,
    kind: kinds.TrainingRun.kind,
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      ...(metadata.labels ? { labels: metadata.labels } : {}),
      ...(metadata.annotations ? { annotations: metadata.annotations } : {}),
    },
    spec: { ...rest, workers: { ...workers, count } },
  };
}

/** Where the spec is not this program's alone: the other fields stay with those who set them. */
const scaleManager = "plateau-scale";

function countOnly({ metadata: { name, namespace } }: KubeObject, count: number): DesiredObject {
  return {
    apiVersion,
    kind: kinds.TrainingRun.kind,
    metadata: { name, namespace },
    spec: { workers: { count } },
  };
}

function refuseChild({ metadata }: KubeObject): void {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (!owner) return;
  throw new CliError(
    "E_USAGE",
    `TrainingRun "${metadata.name}" belongs to ${owner.kind} "${owner.name}", which sets its workers; change runTemplate.spec.workers there.`,
  );
}
