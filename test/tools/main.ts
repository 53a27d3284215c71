/**
 * Builds programs before a test suite starts, so that no test's time goes into it, and prints their paths:
 *   node test/tools/main.ts kubeall helm      those
 *   node test/tools/main.ts                   all
 */
import { catalogue, ensureTool, noTools, type ToolName } from "./index.ts";

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in catalogue));
if (unknown !== undefined) {
  console.error(`There is no tool "${unknown}". Choose of: ${Object.keys(catalogue).join(", ")}.`);
  process.exit(2);
}
if (noTools !== undefined) {
  console.error(`Skipped: ${noTools}.`);
  process.exit(0);
}
for (const name of (names.length > 0 ? names : Object.keys(catalogue)) as ToolName[]) {
  console.log(`${name}\t${await ensureTool(name)}`);
}
