/** Images without a container engine: the same contents make the same bytes, wherever and whenever, and a layer is made once. */
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildImage, type BuiltImage } from "../../../scripts/images/build.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const timeoutMs = 180_000;

(process.platform === "linux" ? describe : describe.skip)("the controller's image", () => {
  let folder: string;
  let first: BuiltImage;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plateau-images-"));
    first = await buildImage("controller", root, join(folder, "a"));
  }, timeoutMs);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it(
    "is the same when it is built elsewhere",
    async () => {
      const second = await buildImage("controller", root, join(folder, "b"));
      expect(second.id).toBe(first.id);
      execFileSync("cmp", [first.archive, second.archive]);
    },
    timeoutMs,
  );

  it("is not written again when nothing has changed", async () => {
    const before = statSync(first.archive).mtimeMs;
    expect(await buildImage("controller", root, join(folder, "a"))).toEqual({ ...first, written: false });
    expect(statSync(first.archive).mtimeMs).toBe(before);
  });

  it("holds the sources without tests, and nothing of the worker or of development", () => {
    const list = execFileSync(
      "sh",
      ["-c", 'for layer in "$1"/*.tar; do tar -tf "$layer"; done', "sh", join(folder, "a", "layers")],
      {
        encoding: "utf8",
        maxBuffer: 64 << 20,
      },
    ).split("\n");
    for (const file of ["controller/src/main.ts", "proto/src/index.ts", "node_modules/pino/package.json"]) {
      expect(list).toContain(`app/${file}`);
    }
    expect(list).toContain("usr/local/bin/node");
    const strange =
      /^app\/(proto|scaling|controller)\/.*\.(test|conformance)\.ts$|^app\/(worker|cli|test)\/|node_modules\/(jest|typescript|onnxruntime-node)\/|\.map$/;
    expect(list.filter((file) => strange.test(file))).toEqual([]);
  });
});
