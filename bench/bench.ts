/**
 * Runs every benchmark (or those named), one after the other, and ends with one line `RESULT {…}` that holds them all.
 *
 *   npm run bench                 all of them
 *   npm run bench -- fit step     these
 *
 * Each is `bench/<name>/bench.ts`: it measures against its baseline in the same run, writes JSON to `bench/results/`, and ends
 * with a RESULT line of its own.
 */
import { spawn } from "node:child_process";
import { readdirSync, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = import.meta.dirname;
const known = readdirSync(root)
  .filter((name) => existsSync(join(root, name, "bench.ts")))
  .sort();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown benchmark ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  process.exit(2);
}

/** Passes the output through and returns what the last RESULT line says. */
async function runBench(name: string): Promise<unknown> {
  console.log(`\n── ${name} ──`);
  const child = spawn(process.execPath, [join(root, name, "bench.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let result: unknown;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("RESULT ")) result = JSON.parse(line.slice("RESULT ".length));
    else console.log(line);
  }
  if (child.exitCode === null) await new Promise((resolve) => child.once("close", resolve));
  if (child.exitCode !== 0 || result === undefined) {
    console.error(
      `bench/${name}/bench.ts failed (exit ${child.exitCode})${result === undefined ? ": no RESULT line" : ""}.`,
    );
    process.exitCode = 1;
  }
  return result ?? null;
}

const results: Record<string, unknown> = {};
for (const name of asked.length > 0 ? asked : known) results[name] = await runBench(name);
console.log(`RESULT ${JSON.stringify(results)}`);
