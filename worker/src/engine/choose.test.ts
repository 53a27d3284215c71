/** Which engine runs where: named, chosen, missing. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { chooseEngine, type EngineChoice } from "./choose.ts";
import type { InstallableName } from "./install/catalogue.ts";
import type { Machine } from "./install/machine.ts";
import { pretendInstalled } from "./install/testing/installed.ts";
import { machine } from "./install/testing/recipes.ts";

let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "plateau-choose-"));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const installed = (name: InstallableName): Promise<string> => pretendInstalled(name, cache);

const gpus: Machine = { ...machine, gpus: 2, driver: 590 };
const oldGpus: Machine = { ...machine, gpus: 2, driver: 550 };

const choose = (
  name: string,
  here: Machine,
  { rank = 0, plugin }: { rank?: number; plugin?: string } = {},
): Promise<EngineChoice> =>
  chooseEngine({ name, threads: 3, rank }, { cache, plugin }, () => Promise.resolve(here));

describe("an engine that is not named", () => {
  it("is onnxruntime where there is no GPU, whatever is installed", async () => {
    await installed("pjrt-cpu");
    await installed("pjrt-cuda12");
    expect(await choose("auto", machine)).toEqual({
      name: "onnxruntime",
      options: { threads: 3, cache },
      reason: "No engine is named, and there is no NVIDIA GPU here.",
    });
  });

  it("is onnxruntime where a GPU has no plugin, and says how to get it", async () => {
    await installed("pjrt-cpu");
    const { name, reason } = await choose("auto", gpus);
    expect(name).toBe("onnxruntime");
    expect(reason).toMatch(/an NVIDIA GPU here, but no plugin for it: plateau engines install pjrt-cuda13$/);
    expect((await choose("auto", oldGpus)).reason).toMatch(/install pjrt-cuda12$/);
  });

  it("is pjrt where a GPU has its plugin; ranks take the GPUs in turn", async () => {
    const plugin = await installed("pjrt-cuda12");
    const choice = await choose("auto", gpus, { rank: 3 });
    expect(choice.name).toBe("pjrt");
    expect(choice.options).toEqual({
      threads: 3,
      cache,
      plugin,
      pluginOptions: { visible_devices: [1] },
    });
    expect(choice.reason).toMatch(
      /^No engine is named, and there is an NVIDIA GPU, with driver 590, and pjrt-cuda12/,
    );
  });

  it("takes the newest plugin that the driver is new enough for", async () => {
    const older = await installed("pjrt-cuda12");
    const newer = await installed("pjrt-cuda13");
    expect((await choose("auto", gpus)).options.plugin).toBe(newer);
    expect((await choose("auto", oldGpus)).options.plugin).toBe(older);
  });
});

describe("tensorflow", () => {
  it("is never chosen unasked, and takes the GPU's library before the CPU's", async () => {
    const cpu = await installed("tensorflow");
    expect((await choose("auto", gpus)).name).toBe("onnxruntime");
    expect(await choose("tensorflow", gpus)).toMatchObject({ name: "tensorflow", options: { plugin: cpu } });
    const gpu = await installed("tensorflow-gpu");
    const { options } = await choose("tensorflow", gpus, { rank: 1, plugin: "/opt/libtpu.so" });
    expect(options).toEqual({ threads: 3, cache, plugin: gpu, device: 1 });
    expect((await choose("tensorflow", machine)).options.plugin).toBe(cpu);
  });

  it("is missed with the command that installs it", async () => {
    await installed("pjrt-cpu");
    await expect(choose("tensorflow", machine)).rejects.toThrow(
      /TensorFlow is named.*engines install tensorflow$/,
    );
    await expect(choose("tensorflow", gpus)).rejects.toThrow(/engines install tensorflow-gpu$/);
  });
});

describe("tfjs-node", () => {
  it("takes TensorFlow's library for the machine, and its own package beside it", async () => {
    const cpu = await installed("tensorflow");
    await installed("tfjs-node");
    expect(await choose("tfjs-node", machine)).toMatchObject({ name: "tfjs-node", options: { plugin: cpu } });
    const gpu = await installed("tensorflow-gpu");
    const { options, reason } = await choose("tfjs-node", gpus, { rank: 3 });
    expect(options).toEqual({ threads: 3, cache, plugin: gpu, device: 1 });
    expect(reason).toMatch(/tensorflow-gpu 2\.\d+\.\d+ is installed/);
  });

  it("is missed with the command for what is missing: the library first", async () => {
    await expect(choose("tfjs-node", machine)).rejects.toMatchObject({ code: "E_ENGINE_MISSING" });
    await expect(choose("tfjs-node", machine)).rejects.toThrow(/TfjsNode is named.*install tensorflow$/);
    await expect(choose("tfjs-node", gpus)).rejects.toThrow(/install tensorflow-gpu$/);
    await installed("tensorflow");
    await expect(choose("tfjs-node", machine)).rejects.toThrow(/TfjsNode is named.*install tfjs-node$/);
  });
});

describe("an engine that is named", () => {
  it.each(["onnxruntime", "reference"])("is taken: %s", async (name) => {
    await installed("pjrt-cuda13");
    expect(await choose(name, gpus)).toMatchObject({ name, options: { threads: 3 } });
  });

  it("is taken on a CPU where there is no GPU: pjrt", async () => {
    await installed("pjrt-cuda13");
    const plugin = await installed("pjrt-cpu");
    expect((await choose("pjrt", machine)).options).toEqual({ threads: 3, cache, plugin });
  });

  it("is taken with the plugin that the environment names, installed or not", async () => {
    await installed("pjrt-cpu");
    expect((await choose("pjrt", machine, { plugin: "/opt/libtpu.so" })).options.plugin).toBe(
      "/opt/libtpu.so",
    );
  });

  it.each<[string, Machine, RegExp]>([
    [
      "with the command for CPUs",
      machine,
      /Pjrt is named, but no library .* is installed below .*: plateau engines install pjrt-cpu$/,
    ],
    ["with the command for the GPU", gpus, /plateau engines install pjrt-cuda13$/],
    ["with the command for the driver", oldGpus, /plateau engines install pjrt-cuda12$/],
    [
      "without one where none would run",
      { ...machine, platform: "darwin-arm64" },
      /none can be installed on this machine/,
    ],
  ])("is missed %s", async (_, here, message) => {
    const missing = choose("pjrt", here);
    await expect(missing).rejects.toMatchObject({ code: "E_ENGINE_MISSING" });
    await expect(missing).rejects.toThrow(message);
  });
});
