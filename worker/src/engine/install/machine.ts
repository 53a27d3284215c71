/** What of the machine decides which engines run on it: platform, C library, NVIDIA's driver and devices. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Recipe } from "./catalogue.ts";

export interface Machine {
  /** As in the catalogue: `linux-x64`. */
  platform: string;
  /** "2.36"; undefined where the C library is another one. */
  glibc: string | undefined;
  /** Device files of GPUs: `/dev/nvidia0` … */
  gpus: number;
  /** Main number of NVIDIA's driver, if one is loaded. */
  driver: number | undefined;
}

/** @param root of the file system; a test's own */
export async function lookAtMachine(root = "/"): Promise<Machine> {
  const devices = await readdir(join(root, "dev")).catch((): string[] => []);
  const version = await readFile(join(root, "proc/driver/nvidia/version"), "utf8").catch(() => "");
  const driver = /\b(\d{3,})\.\d+(\.\d+)?\b/.exec(version)?.[1];
  return {
    platform: `${process.platform}-${process.arch}`,
    glibc: glibcVersion(),
    gpus: devices.filter((name) => /^nvidia\d+$/.test(name)).length,
    driver: driver === undefined ? undefined : Number(driver),
  };
}

function glibcVersion(): string | undefined {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime;
}

/** Why the machine cannot hold the engine's files, in a sentence's second half; undefined if it can. */
export function platformMissing({ platform, glibc }: Recipe, machine: Machine): string | undefined {
  if (machine.platform !== platform) {
    return `there is no wheel of it for ${machine.platform}, only for ${platform}`;
  }
  if (machine.glibc === undefined) return `it needs glibc, and the C library here is another one`;
  return compareVersions(machine.glibc, glibc) < 0
    ? `it needs glibc ${glibc}, and here is ${machine.glibc}`
    : undefined;
}

/** Why the engine would not compute here although its files fit; undefined if it would. */
export function deviceMissing({ device }: Recipe, machine: Machine): string | undefined {
  if (device.kind === "cpu") return undefined;
  if (machine.gpus === 0) return "there is no NVIDIA GPU here (no /dev/nvidia0)";
  if (machine.driver === undefined) return "NVIDIA's driver is not loaded here";
  return machine.driver < device.driver
    ? `it needs NVIDIA's driver ${device.driver} or newer, and here is ${machine.driver}`
    : undefined;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  const at = left!.findIndex((part, index) => part !== (right![index] ?? 0));
  return at < 0 ? 0 : left![at]! - (right![at] ?? 0);
}
