/**
 * Writes what is made from other sources: CRDs and reference pages from the kinds, values of the chart, dashboards, code from the
 * protobuf and WebAssembly text files.
 *   npm run gen               writes
 *   npm run gen -- --check    writes nothing; fails and names the files that differ
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { generatedFiles } from "../controller/src/api/generate/files.ts";
import { dashboardFiles } from "../dashboards/src/index.ts";
import { ruleFiles } from "../dashboards/src/rules/index.ts";
import { chartFiles } from "./chart/generate.ts";
import { metricsFiles } from "./gen-metrics.ts";
import { syncProto } from "./gen-proto.ts";
import { wasmFiles } from "./gen-wasm.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const check = process.argv.includes("--check");
const stale: string[] = syncProto(check);

for (const [path, content] of [
  ...generatedFiles(),
  ...chartFiles(),
  ...dashboardFiles(),
  ...ruleFiles(),
  ...metricsFiles(),
  ...(await wasmFiles()),
]) {
  const file = join(root, path);
  // Tables are aligned by the formatter; chart templates are no YAML before Helm has expanded them.
  const wanted = path.endsWith(".md")
    ? await format(content, { parser: "markdown", printWidth: 110 })
    : content;
  const present = await readFile(file, "utf8").catch(() => "");
  if (present === wanted) continue;
  stale.push(path);
  if (check) continue;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, wanted);
}

if (check && stale.length > 0) {
  console.error(`Out of date: ${stale.join(", ")}. Run: npm run gen`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `Written: ${stale.join(", ")}` : "Everything generated is up to date.");
}
