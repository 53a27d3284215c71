/**
 * Recovery of a run of four ranks from kill -9, and its goodput under a kill every 20 s; see `../exchange/recovery.ts`.
 *
 *   npm run bench -- recovery
 *
 * Not part of it: the chaos test at full length, `PLATEAU_CHAOS_SECONDS=300 npx jest test/chaos/ranks`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { measureRecovery } from "../exchange/recovery.ts";

const hardware = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}`;
console.log(`${hardware}; Node ${process.version}; four ranks, a model of 4 000 parameters.`);
const measured = await measureRecovery({ log: (line) => console.log(line) });
const { withoutReplacement, withReplacement, goodput, goodputKills, rejoinTimeoutMs } = measured;
console.log(
  `kill -9 of one of four ranks to the next applied step, median of ${withoutReplacement.all.length}: ` +
    `${withoutReplacement.p50} s without a replacement (of which ${rejoinTimeoutMs / 1000} s is the wait that was asked for), ` +
    `${withReplacement.p50} s with one started at once.`,
);
console.log(`goodput under a kill every 20 s (${goodputKills} kills): ${(100 * goodput).toFixed(1)} %.`);
const results = join(import.meta.dirname, "..", "results");
mkdirSync(results, { recursive: true });
writeFileSync(join(results, "recovery.json"), `${JSON.stringify({ hardware, ...measured }, null, 2)}\n`);
console.log(`RESULT ${JSON.stringify(measured)}`);
