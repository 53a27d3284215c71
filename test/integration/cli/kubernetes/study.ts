/** A small study, and the status that a controller leaves of it. */
import type { ScalingStudy } from "@plateau/controller/api/index.ts";
import { planOf } from "@plateau/controller/reconcile/scaling-study/plan.ts";

export const study = `
apiVersion: plateau.dev/v1alpha1
kind: ScalingStudy
metadata: { name: tiny }
spec:
  sizes:
    - { name: xs, layers: 1, width: 16, heads: 2 }
    - { name: s, layers: 1, width: 32, heads: 2 }
    - { name: m, layers: 2, width: 64, heads: 2 }
  horizons: { tokens: ["16e3", "32e3", "64e3"] }
  runTemplate:
    spec:
      model: { family: Llama, context: 16, vocabulary: 64, tieEmbeddings: true }
      data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 17 }
      optimizer: { name: AdamW, learningRate: "4e-3" }
      schedule: { warmupSteps: 10 }
      batch: { sequences: 16, sequenceLength: 16, shards: 2 }
      workers: { count: 2 }
      checkpoints: { store: { uri: checkpoints }, everySteps: 20 }
  cooldownTemplate: { spec: { workers: { count: 2 } } }
  fit: { resamples: 20 }
`;

/** As the controller leaves it: losses of a law that three sizes and three horizons identify. */
export function studyStatus(made: ScalingStudy): Record<string, unknown> {
  const result = planOf(made);
  if (!result.ok) throw new Error(result.message);
  const points = result.plan.sizes.flatMap(({ size, planned, branches }) =>
    branches.map(({ name, horizon }) => ({
      name,
      size: size.name,
      parameters: String(planned.parameters),
      tokens: String(horizon.tokens),
      flops: String(horizon.flops),
      state: "Done",
      loss: (1.2 + 30 / planned.parameters ** 0.34 + 400 / horizon.tokens ** 0.46).toFixed(6),
    })),
  );
  return {
    pointsDone: points.length,
    pointsPlanned: points.length,
    points,
    flops: { planned: "1e12", spent: "1e12", independentRuns: "2e12" },
    startTime: new Date(Date.now() - 60_000).toISOString(),
    completionTime: new Date().toISOString(),
  };
}
