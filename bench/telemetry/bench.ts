/**
 * What telemetry costs: its share of a training step, and a scrape of a controller that holds 10,000 runs.
 *
 *   npm run bench:telemetry              10,000 runs
 *   npm run bench:telemetry -- 1000      as many
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { measureScrape } from "./scrape.ts";
import { measureStepShare } from "./step-share.ts";

const runs = Number(process.argv[2] ?? 10_000);
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}, Node ${process.version}`;
console.log(machine);
const scrape = await measureScrape(runs);
console.log(
  `a scrape with ${runs} runs: ${scrape.scrapeMs} ms, the event loop held for ${scrape.heldMs} ms at most, ${scrape.scrapeMb} MiB more while it lasts; ${scrape.textMb} MiB of text, ${scrape.packedMb} MiB packed`,
);
const step = await measureStepShare();
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
console.log(
  `a step of the demo's model: ${step.offMs} ms of CPU; its message ${step.sendUs} µs to send and ${step.takeUs} µs to take, ${percent(step.stepShare)} of the step`,
);
console.log(
  `in turns, ${step.pairs} pairs: ${step.onMs} ms with progress, metrics and scrapes, ${percent(step.pairedShare)} more (quartiles ${step.quartiles.map(percent).join(" and ")})`,
);
const result = {
  machine,
  stepShare: step.stepShare,
  scrapeMs: scrape.scrapeMs,
  scrapeMb: scrape.scrapeMb,
  scrape,
  step,
};
const results = join(import.meta.dirname, "..", "results");
mkdirSync(results, { recursive: true });
writeFileSync(join(results, "telemetry.json"), `${JSON.stringify(result, null, 2)}\n`);
console.log(`RESULT ${JSON.stringify(result)}`);
