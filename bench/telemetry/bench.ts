/**
 * What telemetry costs: its share of a training step, a scrape of a controller that holds 10,000 runs, and the event stream with 1,000
 * workers, nats-server and controller killed once each, and the stream of a home.
 *
 *   npm run bench:telemetry              10,000 runs
 *   npm run bench:telemetry -- 1000      as many
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { measureLocalLog } from "./local-log.ts";
import { measureScrape } from "./scrape.ts";
import { measureStepShare } from "./step-share.ts";
import { measureStream } from "./stream.ts";

/** Each tells one step a second. */
const workers = 1_000;

const runs = Number(process.argv[2] ?? 10_000);
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}, Node ${process.version}`;
console.log(machine);
const scrape = await measureScrape(runs);
console.log(
  `a scrape with ${runs} runs: ${scrape.scrapeMs} ms, the event loop held for ${scrape.heldMs} ms at most, ${scrape.scrapeMb} MiB more while it lasts; ${scrape.textMb} MiB of text, ${scrape.packedMb} MiB packed`,
);
const stream = await measureStream(workers);
console.log(
  `${workers} workers at 1 event/s: stored after ${stream.lagMs.p50} ms (median), ${stream.lagMs.p99} ms (99 %); steps in statuses ${stream.statusAgeMs.p50} and ${stream.statusAgeMs.p99} ms old; CPU ${stream.natsCpu} nats-server, ${stream.controllerCpu} controller; ${stream.lost} of ${stream.sent} lost over a kill of each`,
);
const local = await measureLocalLog();
console.log(
  `a home's stream: an event takes ${local.growingUs} µs of CPU among others and ${local.aloneUs} µs alone, ${local.fullUs} and ${local.fullAloneUs} µs once it is full (${local.events} events, ${local.bytesPerEvent} bytes each on the disk); the first after a start held the controller for ${local.firstMs} ms, others for ${local.heldMs} ms at most; read: ${local.readUs} µs a step, a run's evaluations in ${local.evaluationsMs} ms`,
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
  lagMs: stream.lagMs,
  lost: stream.lost,
  scrape,
  stream,
  local,
  step,
};
const results = join(import.meta.dirname, "..", "results");
mkdirSync(results, { recursive: true });
writeFileSync(join(results, "telemetry.json"), `${JSON.stringify(result, null, 2)}\n`);
console.log(`RESULT ${JSON.stringify(result)}`);
