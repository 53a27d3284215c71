/** Compiles the hot loops that are written in WebAssembly text; the bytes stand base64-encoded in a module beside their source. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import loadWabt from "wabt";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Source and result, from the root of the repository. */
const sources = [
  ["worker/src/optimizers/adamw/slice.wat", "worker/src/optimizers/adamw/slice.generated.ts"],
  ["worker/src/exchange/linear/thin.wat", "worker/src/exchange/linear/thin.generated.ts"],
] as const;

/** @returns path → content of every module that is made from a `.wat` file */
export async function wasmFiles(): Promise<Map<string, string>> {
  const wabt = await loadWabt();
  const files = new Map<string, string>();
  for (const [source, target] of sources) {
    const parsed = wabt.parseWat(source, readFileSync(join(root, source), "ascii"), { simd: true });
    const { buffer } = parsed.toBinary({});
    parsed.destroy();
    const name = source.slice(source.lastIndexOf("/") + 1);
    files.set(
      target,
      `/** Compiled from ${name} by scripts/gen-wasm.ts; do not edit. */\nexport const wasmBase64 =\n  "${Buffer.from(buffer).toString("base64")}";\n`,
    );
  }
  return files;
}
