/** What the list of engines says of one that needs another beside it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { pretendInstalled } from "@plateau/worker/engine/install/testing/installed.ts";
import { machine } from "@plateau/worker/engine/install/testing/recipes.ts";
import { engineRows, type EngineRow } from "./rows.ts";

let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "plateau-rows-"));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const gpu = { ...machine, gpus: 1, driver: 590 };
const row = async (here = machine): Promise<EngineRow | undefined> =>
  (await engineRows(cache, here)).find(({ name }) => name === "tfjs-node");

describe("tfjs-node in the list of engines", () => {
  it("is usable with its package and a library of TensorFlow that runs here", async () => {
    expect((await row())?.reason).toBe("It is not installed: plateau engines install tfjs-node");
    await pretendInstalled("tfjs-node", cache);
    expect((await row())?.reason).toMatch(/needs a library .*: plateau engines install tensorflow$/);
    expect((await row(gpu))?.reason).toMatch(/needs a library .*: plateau engines install tensorflow-gpu$/);
    await pretendInstalled("tensorflow-gpu", cache);
    expect(await row()).toMatchObject({ usable: false });
    expect(await row(gpu)).toMatchObject({ usable: true });
    await pretendInstalled("tensorflow", cache);
    expect(await row()).toMatchObject({ engine: "TfjsNode", usable: true });
  });
});
