/** An engine small enough to be installed in a test: two wheels made here, with what wheels have and an engine does not need. */
import { createHash, randomBytes } from "node:crypto";
import type { Recipe, Wheel } from "../catalogue.ts";
import { recipes } from "../catalogue.ts";
import type { Machine } from "../machine.ts";
import { makeZip, type ZipMember } from "./make-zip.ts";

export const machine: Machine = { platform: "linux-x64", glibc: "2.36", gpus: 0, driver: undefined };

const { keep } = recipes["pjrt-cuda12"];

export interface SmallEngine {
  recipe: Recipe;
  /** By file name. */
  wheels: Map<string, Buffer>;
  library: Buffer;
}

export function wheelOf(file: string, members: readonly ZipMember[]): { wheel: Wheel; bytes: Buffer } {
  const bytes = makeZip(members);
  const wheel = {
    file,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    unpackedBytes: members
      .filter(({ name }) => keep.test(name))
      .reduce((sum, { contents }) => sum + contents.length, 0),
  };
  return { wheel, bytes };
}

export function smallEngine(name = "small"): SmallEngine {
  const library = randomBytes(300_000);
  const text = Buffer.from("text");
  const made = [
    wheelOf("small_engine-1.0-py3-none-manylinux_2_27_x86_64.whl", [
      { name: "small_engine/library.so", contents: library },
      { name: "small_engine/__init__.py", contents: text },
      { name: "small_engine-1.0.dist-info/licenses/LICENSE", contents: text },
    ]),
    wheelOf("vendor_runtime-2.0-py3-none-any.whl", [
      { name: "vendor/runtime/lib/libruntime.so.12", contents: randomBytes(50_000) },
      { name: "vendor/runtime/include/runtime.h", contents: text },
      { name: "vendor/runtime/bin/ptxas", contents: text, executable: true },
    ]),
  ];
  return {
    recipe: {
      name,
      engine: "Pjrt",
      what: "for tests",
      version: "1.0",
      library: "small_engine/library.so",
      platform: "linux-x64",
      glibc: "2.27",
      keep,
      device: { kind: "cpu" },
      wheels: made.map(({ wheel }) => wheel),
    },
    wheels: new Map(made.map(({ wheel, bytes }) => [wheel.file, bytes])),
    library,
  };
}
