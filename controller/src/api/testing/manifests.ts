/** Good manifests for tests: the examples that users get, and one of each kind in full. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DesiredObject } from "../../cluster/cluster.ts";
import { admit, parseManifests, type Cooldown, type ScalingStudy, type TrainingRun } from "../index.ts";

const examples = fileURLToPath(new URL("../../../../examples/", import.meta.url));
export const exampleFiles = [
  "brown-study.yaml",
  "training-run.yaml",
  "cooldown.yaml",
  "markov.yaml",
  "laser-study.yaml",
  "from-weights.yaml",
] as const;

export function exampleText(file: string): string {
  return readFileSync(`${examples}${file}`, "utf8");
}

export function exampleObjects(): DesiredObject[] {
  return exampleFiles.flatMap((file) => parseManifests(exampleText(file), file).map(({ object }) => object));
}

type Of<T extends { spec: unknown }> = DesiredObject & Pick<T, "spec">;

export function trainingRunManifest(): Of<TrainingRun> {
  return one("training-run.yaml") as Of<TrainingRun>;
}
export function cooldownManifest(): Of<Cooldown> {
  return one("cooldown.yaml") as Of<Cooldown>;
}
export function studyManifest(): Of<ScalingStudy> {
  return one("brown-study.yaml") as Of<ScalingStudy>;
}
export function checkpointManifest(): DesiredObject {
  return admit({
    apiVersion: "plateau.dev/v1alpha1",
    kind: "Checkpoint",
    metadata: { name: "brown-small-1f3a2b-s000160", finalizers: ["plateau.dev/blob"] },
    spec: {
      manifest: {
        uri: "/tmp/checkpoints/default/brown-small/step-000000160/manifest.json",
        sha256: "ab".repeat(32),
        bytes: "123456",
      },
      step: 160,
      tokens: "327680",
      flops: "1.5e12",
      producedBy: { kind: "TrainingRun", name: "brown-small", uid: "1f3a2b4c-0000-4000-8000-000000000000" },
      phase: "Plateau",
      holds: ["Weights", "OptimizerState"],
      recipe: trainingRunManifest().spec,
    },
  });
}

function one(file: string): DesiredObject {
  const [first] = parseManifests(exampleText(file), file);
  if (!first) throw new Error(`${file} is empty`);
  return first.object;
}
