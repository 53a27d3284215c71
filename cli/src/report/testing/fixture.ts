/** A plausible StudyReport for tests: losses of a known law with the dents that real ones have. No randomness. */
import { lawLoss, type Constants } from "../law.ts";
import type { BranchReport, SizeReport, StudyReport, TimingReport } from "../study-report.ts";

export const law: Constants = { E: 1.2, A: 30, B: 400, alpha: 0.34, beta: 0.46, a: 0.46 / 0.8 };
const horizons = [400e3, 800e3, 1600e3];
const shapes: [string, string, number][] = [
  ["xs", "2 layers × 32", 32768],
  ["s", "3 layers × 48", 95232],
  ["m", "4 layers × 64", 212992],
  ["l", "4 layers × 96", 466944],
];
const genres = [
  "News",
  "Editorial",
  "Reviews",
  "Religion",
  "Hobbies",
  "Lore",
  "Belles lettres",
  "Government",
  "Learned",
  "Fiction",
  "Mystery",
  "Science fiction",
  "Adventure",
  "Romance",
  "Humor",
];

export function fixtureReport({ identified = true, finished = true } = {}): StudyReport {
  const sizes = shapes.map(([name, shape, N], i) => size({ name, shape, N, i, finished }));
  const points = sizes.flatMap((each) =>
    each.branches.flatMap(({ tokens, flops, finalLoss }) =>
      finalLoss === undefined
        ? []
        : [
            {
              size: each.name,
              N: each.parameters,
              D: tokens,
              flops,
              loss: finalLoss,
              ...(identified
                ? { residual: Math.log(finalLoss / lawLoss(law, { N: each.parameters, D: tokens })) }
                : {}),
            },
          ],
    ),
  );
  const constants = (["E", "A", "B", "alpha", "beta", "a"] as const).map((name, i) => ({
    name,
    value: law[name],
    low: law[name] * (1 - 0.05 * (i + 1)),
    high: law[name] * (1 + 0.07 * (i + 1)),
  }));
  return {
    generatedAt: "2026-11-25T03:00:00Z",
    version: "0.1.0",
    study: {
      name: "brown",
      namespace: "default",
      uid: "0c5b",
      startedAt: "2026-11-25T02:50:00Z",
      ...(finished ? { completedAt: "2026-11-25T02:54:48Z" } : {}),
      conditions: [
        {
          type: "Planned",
          status: "True",
          reason: "Planned",
          message: "4 plateau runs, 12 cooldowns.",
          since: "2026-11-25T02:50:00Z",
        },
        {
          type: "Progressing",
          status: "False",
          reason: "Completed",
          message: 'Runs <are> over & "done".',
          since: "2026-11-25T02:54:48Z",
        },
      ],
    },
    sizes,
    flops: { spent: 2.1e14, planned: 2.1e14, independentRuns: 3.6e14 },
    steps: { planned: 3100, independentRuns: 5468 },
    cooldownFraction: 0.2,
    ...(finished
      ? {
          fit: {
            identified,
            ...(identified ? {} : { reason: "All sizes are within a factor of two: add a size." }),
            confidence: 0.9,
            resamples: 1000,
            constants: identified ? constants : [],
            points,
            ...(identified
              ? { next: { N: 1e6, D: 8e6, flops: 6e13, value: 2.01, low: 1.98, high: 2.04 } }
              : {}),
          },
        }
      : {}),
    events: [
      {
        at: "2026-11-25T02:51:00Z",
        type: "Normal",
        reason: "CheckpointRecorded",
        object: "TrainingRun brown-xs",
        message: "Fork point at step 157.",
      },
    ],
  };
}

function size({
  name,
  shape,
  N,
  i,
  finished,
}: {
  name: string;
  shape: string;
  N: number;
  i: number;
  finished: boolean;
}): SizeReport {
  const flopsPerToken = 6 * N * (1.9 - 0.15 * i);
  const wiggle = (tokens: number): number => 0.01 * Math.sin(tokens / 21e3 + i);
  const plateauLoss = (tokens: number): number => 1.045 * lawLoss(law, { N, D: tokens }) + wiggle(tokens);
  const curve = (
    from: number,
    to: number,
    loss: (tokens: number) => number,
  ): { tokens: number; loss: number }[] =>
    Array.from({ length: 120 }, (_, k) => from + ((to - from) * k) / 119).map((tokens) => ({
      tokens,
      loss: Math.min(loss(tokens), 5.5),
    }));
  const timing: TimingReport = {
    steps: 625,
    stepMs: 40 + 30 * i,
    phaseMs: { compute: 28 + 26 * i, encode: 1, wire: 4 + i, wait: 3, decode: 1, update: 2 + i },
    rawBytes: 1e9,
    payloadBytes: 1e8,
    sentBytes: 1.1e8,
    receivedBytes: 1.1e8,
    snrDb: 12.5,
    checkpoints: 8,
    checkpointBytes: 12e6,
    worstStallMs: 4.2,
    wallMs: 31_000,
  };
  const branches = horizons.map((D, h): BranchReport => {
    const done = finished || (i < 2 && h < 2);
    const finalLoss = lawLoss(law, { N, D }) * (1 + 0.004 * Math.sin(7 * i + 3 * h));
    const fork = 0.8 * D;
    return {
      name: `brown-${name}-h${h + 1}`,
      state: done ? "Done" : "Waiting",
      label: ["400k", "800k", "1.6M"][h] ?? "",
      forkTokens: fork,
      tokens: D,
      flops: D * flopsPerToken,
      ...(done ? { finalLoss } : {}),
      domains: done
        ? genres.map((genre, g) => ({
            name: genre,
            loss: finalLoss * (1 + 0.06 * Math.sin(g)),
            tokens: 3200,
          }))
        : [],
      curve: done
        ? curve(
            fork,
            D,
            (tokens) =>
              plateauLoss(tokens) +
              (finalLoss * 0.995 - plateauLoss(D)) * Math.sqrt((tokens - fork) / (D - fork)),
          )
        : [],
      ...(done ? { timing } : {}),
    };
  });
  return {
    name,
    shape,
    parameters: N,
    flopsPerToken,
    plateau: { name: `brown-${name}`, state: "Completed", curve: curve(4e3, 1280e3, plateauLoss), timing },
    branches,
  };
}
