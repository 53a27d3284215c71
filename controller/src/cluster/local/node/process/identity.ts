/** Which process a number means: numbers are used again, the start time (and the boot) tells them apart. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface ProcessIdentity {
  pid: number;
  /** Boot and start time; compared, never interpreted. */
  started: string;
}

const isLinux = process.platform === "linux";
let boot: string | undefined;

/** Start time of a living process; undefined if there is none of that number, or it is dead and only not yet collected. */
export function startedOf(pid: number): string | undefined {
  if (!isLinux) return startedByPs(pid);
  const stat = statOf(pid);
  return stat === undefined || stat.state === "Z" || stat.state === "X" ? undefined : stat.started;
}

export function isAlive({ pid, started }: ProcessIdentity): boolean {
  return startedOf(pid) === started;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startedOf(process.pid) ?? "unknown" };
}

/** Living processes whose environment carries `entry` ("NAME=value"). Linux only; elsewhere none is found. */
export function processesWithEnv(entry: string): ProcessIdentity[] {
  if (!isLinux) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const environ = read(`/proc/${name}/environ`);
      if (!environ?.split("\0").includes(entry)) return [];
      const started = startedOf(Number(name));
      return started === undefined ? [] : [{ pid: Number(name), started }];
    });
}

/** Bytes in memory of a process and its descendants; undefined where the system does not tell, or it is gone. */
export function residentBytes(pid: number): number | undefined {
  const pages = read(`/proc/${pid}/statm`)?.split(" ")[1];
  if (pages === undefined) return undefined;
  const children = (read(`/proc/${pid}/task/${pid}/children`) ?? "").split(" ").filter((text) => text !== "");
  const below = children.reduce((sum, child) => sum + (residentBytes(Number(child)) ?? 0), 0);
  return Number(pages) * pageBytes + below;
}

/** On every Linux that Node runs on, bar some ARM servers with 64 KiB pages, for which this errs to the lenient side. */
const pageBytes = 4096;

function statOf(pid: number): { state: string; started: string } | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The second field is the command in brackets and may hold anything: count from the last bracket. See proc(5).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  boot ??= read("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return { state: fields[0] ?? "", started: `${boot}/${fields[19]}` };
}

function startedByPs(pid: number): string | undefined {
  try {
    const text = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return text === "" || text.startsWith("Z") ? undefined : text.replace(/^\S+\s+/, "");
  } catch {
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}
