/** Starts the namespaces of a bed with the cluster inside, and ends them, whatever happened in between. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { ensureTool } from "../../tools/index.ts";
import { removeCgroups } from "./cgroups.ts";
import { BedError } from "./errors.ts";
import { Faults } from "./faults.ts";
import { files, type Layout } from "./layout.ts";
import { ensurePackages } from "./packages.ts";
import { pauseArchive } from "./pause.ts";
import { kubeconfigOf, writePki } from "./pki.ts";
import { portOf, relay } from "./relay.ts";

const prefix = "plateau-bed-";
const say = (line: string): void => void process.stderr.write(`${line}\n`);

export interface House {
  layout: Layout;
  /** Of an administrator, for this side of the border. */
  kubeconfig: string;
  /** What programs that speak to containerd need. */
  env: NodeJS.ProcessEnv;
  /** Milliseconds from the start of the namespaces until each part was there. */
  timesMs: Record<string, number>;
  faults: Faults;
  /** Ends everything and removes the folder. */
  stop: () => Promise<void>;
}

/** @param archives images that every node has from the start */
export async function openHouse(nodes: number, archives: string[]): Promise<House> {
  const system = await ensurePackages(say);
  const programs = { kubeall: await ensureTool("kubeall"), coredns: await ensureTool("coredns"), ...system };
  sweep();
  // The owner's number in the name lets others see whether it lives.
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const libraries = system.libraries === "" ? {} : { LD_LIBRARY_PATH: system.libraries };
  const env = { ...process.env, PATH: system.path, ...libraries };
  const layout: Layout = { folder, nodes, programs, archives: [await pauseArchive(), ...archives] };
  let child: ChildProcess | undefined;
  let server: Server | undefined;
  const stop = async (): Promise<void> => {
    server?.close();
    if (child !== undefined) await end(child);
    removeCgroups(basename(folder));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await writePki(folder, nodes, { env });
    const plan = join(folder, "layout.json");
    writeFileSync(plan, JSON.stringify(layout));
    child = enter(plan);
    const lines = createInterface(child.stdout!);
    const timesMs = await ready(child, lines);
    const faults = new Faults(child.stdin!, lines.removeAllListeners("line"));
    server = await relay({ port: 0, host: "127.0.0.1" }, { path: files(folder).apiSocket });
    const kubeconfig = join(folder, "kubeconfig");
    const text = await kubeconfigOf(files(folder).pki, "admin", `https://127.0.0.1:${portOf(server)}`);
    await writeFile(kubeconfig, text, { mode: 0o600 });
    return { layout, kubeconfig, env, timesMs, faults, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The first process of the namespace is a shell, which takes in orphans. It ends with the process inside, which ends when its stdin
 * closes: also when this process is killed.
 */
function enter(plan: string): ChildProcess {
  const inside = [
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    join(import.meta.dirname, "inside.ts"),
    plan,
  ];
  const namespaces = [
    "--net",
    "--mount",
    "--pid",
    "--ipc",
    "--uts",
    "--fork",
    "--mount-proc",
    "--kill-child",
  ];
  return spawn("unshare", [...namespaces, "--", "sh", "-c", '"$@"; exit $?', "sh", ...inside], {
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl-C of a terminal is for the process that owns the bed: it decides when the bed ends.
    detached: true,
  });
}

/** Resolved with the times when all is up; rejects with the process's words if it ends first. */
async function ready(child: ChildProcess, lines: Interface): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  let words = "";
  child.stderr!.on("data", (chunk: Buffer) => (words += chunk.toString()));
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      const [what, ms] = line.split(" ");
      times[what!] = Number(ms);
      if (what === "ready") resolve(times);
    });
    child.on("error", reject);
    child.on("close", () => reject(new BedError(`The test bed did not come up: ${words.trim()}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.stdin!.end();
  await gone;
}

/** Cgroups and folders of beds whose owner was killed: the namespaces went by themselves, these do not. */
function sweep(): void {
  const lives = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(owner) || lives(owner)) continue;
    removeCgroups(name);
    void rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}
