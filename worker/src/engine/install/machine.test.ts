/** What a machine has, from its file system, and what follows for an engine. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { recipes, type Wheel } from "./catalogue.ts";
import { deviceMissing, lookAtMachine, platformMissing } from "./machine.ts";
import { machine } from "./testing/recipes.ts";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "plateau-machine-"));
  await mkdir(join(root, "dev"), { recursive: true });
  for (const name of ["nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm"])
    await writeFile(join(root, "dev", name), "");
  await mkdir(join(root, "proc/driver/nvidia"), { recursive: true });
  await writeFile(
    join(root, "proc/driver/nvidia/version"),
    "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\nGCC version:  gcc version 12.2.0\n",
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("lookAtMachine", () => {
  it("counts NVIDIA's devices and reads the driver's version", async () => {
    expect(await lookAtMachine(root)).toMatchObject({ gpus: 2, driver: 550 });
    expect(await lookAtMachine(join(root, "nowhere"))).toMatchObject({ gpus: 0, driver: undefined });
  });
});

describe("what an engine misses", () => {
  const gpus = { ...machine, gpus: 1, driver: 550 };

  it.each([
    ["pjrt-cpu", machine, undefined],
    ["pjrt-cuda12", machine, "there is no NVIDIA GPU here (no /dev/nvidia0)"],
    ["pjrt-cuda12", { ...gpus, driver: undefined }, "NVIDIA's driver is not loaded here"],
    ["pjrt-cuda12", gpus, undefined],
    ["pjrt-cuda13", gpus, "it needs NVIDIA's driver 580 or newer, and here is 550"],
  ] as const)("of devices: %s", (name, here, expected) => {
    expect(deviceMissing(recipes[name], here)).toBe(expected);
  });

  it.each([
    ["2.27", undefined],
    ["2.36", undefined],
    ["3.1", undefined],
    ["2.3", "it needs glibc 2.27, and here is 2.3"],
  ])("of a C library %s", (glibc, expected) => {
    expect(platformMissing(recipes["pjrt-cpu"], { ...machine, glibc })).toBe(expected);
  });
});

describe("recipes", () => {
  it.each(Object.entries(recipes))("%s is keyed by its name and complete", (key, { name, wheels }) => {
    expect(name).toBe(key);
    expect(new Set(wheels.map(({ sha256 }) => sha256)).size).toBe(wheels.length);
    for (const { file, npm, sha256, bytes, unpackedBytes } of wheels as readonly Wheel[]) {
      expect(file).toMatch(
        npm === undefined ? /^[\w.]+-[\w.]+-[\w.]+-[\w.]+-[\w.]+\.whl$/ : /^[\w-]+-\d+\.\d+\.\d+\.tgz$/,
      );
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(Math.min(bytes, unpackedBytes)).toBeGreaterThan(1000);
    }
  });
});
