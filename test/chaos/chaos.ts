/**
 * Chaos: starts a command, kills chosen processes of it at seeded random moments, starts it again when it has died, until it
 * ends by itself. The order of the kills follows from the seed; their exact moment is the machine's.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { uniform } from "@plateau/scaling";
import { processesWithEnv } from "@plateau/controller/cluster/local/node/process/identity.ts";
import { nodeVariable } from "@plateau/controller/cluster/local/node/pod/environment.ts";

export interface ChaosOptions {
  command: readonly string[];
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  /** Home of the embedded cluster: its workers are found by it. */
  home: string;
  seed: number;
  /** Kills before it is left to finish. */
  kills: number;
  /** Wait before each kill, in milliseconds: uniform between the two. */
  betweenMs: readonly [number, number];
  /** What may be hit; one is drawn for each kill. */
  targets: readonly ("controller" | "worker" | "everything")[];
  /** All in all. */
  timeoutMs: number;
}

export interface ChaosReport {
  kills: { atMs: number; target: string; pids: number[] }[];
  /** Starts of the command. */
  starts: number;
  /** Exit code of the run that ended by itself. */
  exitCode: number;
  output: string;
  /** Processes of the home that are left at the end: must be none. */
  left: number[];
}

/** @throws Error if it has not ended within `timeoutMs`, with what it said last */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const random = draws(options.seed);
  const begun = performance.now();
  const report: ChaosReport = { kills: [], starts: 0, exitCode: -1, output: "", left: [] };
  const timeout = AbortSignal.timeout(options.timeoutMs);
  for (;;) {
    const run = start(options, (text) => (report.output += text));
    report.starts += 1;
    while (report.kills.length < options.kills) {
      const [least, most] = options.betweenMs;
      if (await endedWithin(run.ended, least + random() * (most - least))) break;
      const target = options.targets[Math.floor(random() * options.targets.length)]!;
      const pids = strike(target, { controller: run.child, home: options.home, random });
      if (pids.length > 0) report.kills.push({ atMs: Math.round(performance.now() - begun), target, pids });
      if (target !== "worker") break;
    }
    const end = await Promise.race([run.ended, aborted(timeout)]);
    if (end === "timeout") {
      strike("everything", { controller: run.child, home: options.home, random });
      throw new Error(
        `not done after ${options.timeoutMs} ms, ${report.starts} starts and ${report.kills.length} kills; last words:\n${report.output.slice(-2_000)}`,
      );
    }
    if (typeof end === "number") {
      report.exitCode = end;
      report.left = workersOf(options.home);
      return report;
    }
  }
}

/** Exit code if it ended by itself, the signal's name if it was killed. */
interface Run {
  child: ChildProcess;
  ended: Promise<number | NodeJS.Signals>;
}

function start({ command, cwd, env }: ChaosOptions, onOutput: (text: string) => void): Run {
  const child = spawn(command[0]!, command.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8").on("data", onOutput);
  child.stderr.setEncoding("utf8").on("data", onOutput);
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal ?? -1));
  });
  return { child, ended };
}

function workersOf(home: string): number[] {
  return processesWithEnv(`${nodeVariable}=${home}`)
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);
}

function strike(
  target: ChaosOptions["targets"][number],
  { controller, home, random }: { controller: ChildProcess; home: string; random: () => number },
): number[] {
  const workers = workersOf(home);
  const chosen =
    target === "controller"
      ? []
      : target === "worker"
        ? workers.slice(0).splice(Math.floor(random() * workers.length), 1)
        : workers;
  const pids = target === "worker" || controller.pid === undefined ? chosen : [controller.pid, ...chosen];
  return pids.filter((pid) => {
    try {
      return process.kill(pid, "SIGKILL");
    } catch (error) {
      // It ended in between.
      if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
      throw error;
    }
  });
}

async function endedWithin(ended: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  void ended.then(() => resolve(true)).catch(() => resolve(true));
  return promise.finally(() => clearTimeout(timer));
}

function aborted(signal: AbortSignal): Promise<"timeout"> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve("timeout"), { once: true }));
}

/** Numbers in [0, 1), the same for the same seed. */
function draws(seed: number): () => number {
  let count = 0;
  return () => uniform(seed, (count += 1));
}
