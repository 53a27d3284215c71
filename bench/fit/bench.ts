/**
 * Fit benchmark: 240 points, 4 500 starts and 4 000 resamples on one core, against SciPy's L-BFGS-B with analytic gradients.
 *
 *   npm run bench -- fit
 *
 * SciPy is too slow for all of it, so each round gives it a ninth of the 243 coarse starts and 20 resamples, in turns with our
 * whole fit; compared are milliseconds per start and per resample. The round fails if SciPy finds a better optimum.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { benchmarkPoints } from "./points.ts";
import { scipyPython } from "./scipy-environment.ts";

const root = join(import.meta.dirname, "..");
const cache = join(root, "cache");
const results = join(root, "results");
const rounds = 3;
const resamples = 4000;
const scipyResamples = 20;

interface Ours {
  law: Record<string, number>;
  objective: number;
  gradientNorm: number;
  starts: number;
  startsAtOptimum: number;
  startsMs: number;
  resamplesMs: number;
  rssMb: number;
}

interface Theirs {
  scipy: string;
  objective: number;
  msPerStart: number;
  msPerResample: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));
const oneThread = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };

function run<Output>(program: string, args: string[]): Output {
  return JSON.parse(execFileSync(program, args, { encoding: "utf8", env: oneThread })) as Output;
}

/** Every ninth of the 243 starts, so that each round sees easy and hard ones: (ln A, ln B, ln E, α, β). */
function scipyStarts(part: number): number[][] {
  const exponents = [0, 0.5, 1];
  const logs = [0, 10, 20];
  const all = exponents.flatMap((alpha) =>
    exponents.flatMap((beta) =>
      logs.flatMap((a) => logs.flatMap((b) => [-1, 0, 1].map((e) => [a, b, e, alpha, beta]))),
    ),
  );
  return all.filter((_, i) => i % 9 === part);
}

mkdirSync(cache, { recursive: true });
mkdirSync(results, { recursive: true });
const pointsFile = join(cache, "fit-points.json");
writeFileSync(pointsFile, JSON.stringify(benchmarkPoints()));
const environment = scipyPython(cache);
if ("missing" in environment) console.log(`Without SciPy: ${environment.missing}`);

const ours: Ours[] = [];
const theirs: Theirs[] = [];
for (let i = 0; i < rounds; i++) {
  const mine = run<Ours>(process.execPath, [join(import.meta.dirname, "plateau-fit.ts"), String(resamples)]);
  ours.push(mine);
  console.log(
    `round ${i + 1}: ours  ${(mine.startsMs / 1e3).toFixed(2)} s for ${mine.starts} starts (${mine.startsAtOptimum} at the optimum), ${(mine.resamplesMs / 1e3).toFixed(2)} s for ${resamples} resamples`,
  );
  if ("missing" in environment) continue;
  const startsFile = join(cache, "fit-starts.json");
  writeFileSync(startsFile, JSON.stringify(scipyStarts(i)));
  const scipy = run<Theirs>(environment.python, [
    join(import.meta.dirname, "scipy_fit.py"),
    pointsFile,
    startsFile,
    String(scipyResamples),
  ]);
  theirs.push(scipy);
  console.log(
    `round ${i + 1}: SciPy ${scipy.msPerStart.toFixed(0)} ms a start, ${scipy.msPerResample.toFixed(0)} ms a resample`,
  );
  // Where all its starts got stuck SciPy may be worse; better it must not be.
  if (scipy.objective < mine.objective * (1 - 1e-9)) {
    throw new Error(`SciPy found a lower objective: ${scipy.objective} against ${mine.objective}.`);
  }
}

const startsMs = median(ours.map((each) => each.startsMs));
const resamplesMs = median(ours.map((each) => each.resamplesMs));
const { law, objective, gradientNorm, starts, startsAtOptimum } = ours[0]!;
const compared =
  theirs.length === 0
    ? null
    : {
        version: theirs[0]!.scipy,
        bestObjective: Math.min(...theirs.map((each) => each.objective)),
        msPerStart: round(median(theirs.map((each) => each.msPerStart)), 1),
        msPerResample: round(median(theirs.map((each) => each.msPerResample)), 1),
      };
const result = {
  points: 240,
  seconds: round((startsMs + resamplesMs) / 1e3, 2),
  startsMs: round(startsMs, 0),
  resamplesMs: round(resamplesMs, 0),
  starts,
  startsAtOptimum,
  resamples,
  law,
  objective,
  gradientNorm,
  rssMb: round(median(ours.map((each) => each.rssMb)), 0),
  scipy: compared,
  overScipyPerStart: compared && round(startsMs / starts / compared.msPerStart, 5),
  overScipyPerResample: compared && round(resamplesMs / resamples / compared.msPerResample, 5),
  hardware: `${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, one used; Node ${process.version}`,
};
writeFileSync(join(results, "fit.json"), `${JSON.stringify(result, null, 2)}\n`);
console.log(`RESULT ${JSON.stringify(result)}`);
