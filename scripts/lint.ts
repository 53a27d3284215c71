/** Runs every static check and says at the end which of them failed: types, lint, format, drift of generated files. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const bin = join(import.meta.dirname, "..", "node_modules", ".bin");
const checks: { name: string; command: string; args: string[] }[] = [
  { name: "types", command: join(bin, "tsc"), args: ["-p", "."] },
  { name: "lint", command: join(bin, "oxlint"), args: ["--type-aware", "--deny-warnings"] },
  { name: "format", command: join(bin, "prettier"), args: ["--check", "--log-level", "warn", "."] },
  { name: "generated files", command: process.execPath, args: ["scripts/gen.ts", "--check"] },
];

const failed: string[] = [];
for (const check of checks) {
  const started = performance.now();
  const { status } = spawnSync(check.command, check.args, { stdio: "inherit" });
  console.log(
    `${status === 0 ? "ok    " : "FAILED"} ${check.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  if (status !== 0) failed.push(check.name);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(", ")}. "npm run format" and "npm run gen" mend the last two.`);
  process.exit(1);
}
