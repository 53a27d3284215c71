/**
 * Generates the code of `proto/plateau/v1/*.proto` into `proto/src/generated/`: an ES module and its types.
 *
 * `node scripts/gen-proto.ts [--check]`; `npm run gen` calls it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const source = join(root, "proto", "plateau", "v1");
const target = join(root, "proto", "src", "generated");

/** @returns file name → content */
export function generateProto(): Record<string, string> {
  const work = mkdtempSync(join(tmpdir(), "plateau-proto-"));
  try {
    const files = readdirSync(source)
      .filter((name) => name.endsWith(".proto"))
      .sort()
      .map((name) => join(source, name));
    const js = join(work, "messages.js");
    const types = join(work, "messages.d.ts");
    const flags = ["--no-create", "--no-verify", "--no-delimited", "--no-service", "--force-number"];
    run("pbjs", ["-t", "static-module", "-w", "es6", ...flags, "-o", js, ...files]);
    run("pbts", ["-o", types, js]);
    return {
      "messages.js": readFileSync(js, "utf8").replace(
        'from "protobufjs/minimal"',
        'from "protobufjs/minimal.js"',
      ),
      "messages.d.ts": readFileSync(types, "utf8"),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function run(tool: string, args: string[]): void {
  const { status, stderr } = spawnSync(join(root, "node_modules", ".bin", tool), args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${tool} failed: ${stderr}`);
}

/** Writes what has changed, or with `check` only reports it. @returns names of files that differ */
export function syncProto(check: boolean): string[] {
  return Object.entries(generateProto())
    .filter(([name, content]) => {
      const path = join(target, name);
      const same = readIfThere(path) === content;
      if (!same && !check) writeFileSync(path, content);
      return !same;
    })
    .map(([name]) => `proto/src/generated/${name}`);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const differing = syncProto(process.argv.includes("--check"));
  for (const path of differing) console.log(path);
  if (process.argv.includes("--check") && differing.length > 0) process.exit(1);
}
