/** One measurement of our fit, in a process of its own: all starts, then all resamples; prints one line of JSON. */
import { bootstrap, fitScalingLaw } from "@plateau/scaling";
import { benchmarkPoints } from "./points.ts";

const resamples = Number(process.argv[2]);
const points = benchmarkPoints();

const begun = performance.now();
const { law, convergence } = fitScalingLaw(points);
const fitted = performance.now();
const { laws } = bootstrap(points, law, { huberDelta: 1e-3, resamples, seed: 1 });
const done = performance.now();
console.log(
  JSON.stringify({
    law,
    ...convergence,
    startsMs: fitted - begun,
    resamples: laws.length,
    resamplesMs: done - fitted,
    rssMb: process.resourceUsage().maxRSS / 1024,
  }),
);
