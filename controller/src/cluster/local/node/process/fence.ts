/**
 * Fencing: nothing that an earlier controller started may still run when this one starts. They have noticed that their
 * channel is closed and are saving; they get a moment for that, then they are killed, and only their real end counts.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ClusterError } from "../../../errors.ts";
import { isAlive, type ProcessIdentity } from "./identity.ts";

export interface FenceOptions {
  /** For saving what they have. */
  graceMs: number;
  /** After the kill; a process in uninterruptible sleep (a dead disk) may take longer. */
  timeoutMs: number;
}

/** There is no event for the end of somebody else's child, so it is looked for this often. */
const pollMs = 10;

/** @throws ClusterError E_FENCING if one of them does not end */
export async function endProcesses(
  processes: readonly ProcessIdentity[],
  { graceMs, timeoutMs }: FenceOptions,
): Promise<void> {
  let alive = processes.filter(isAlive);
  const graceEnd = performance.now() + graceMs;
  while (alive.length > 0 && performance.now() < graceEnd) {
    await sleep(pollMs);
    alive = alive.filter(isAlive);
  }
  for (const { pid } of alive) killGroup(pid, "SIGKILL");
  const end = performance.now() + timeoutMs;
  while (alive.length > 0) {
    if (performance.now() > end) {
      throw new ClusterError(
        "E_FENCING",
        `Processes of an earlier controller do not end although they were killed: ${alive.map(({ pid }) => pid).join(", ")}. They probably wait for a disk; end them by hand, then start again.`,
      );
    }
    await sleep(pollMs);
    alive = alive.filter(isAlive);
  }
}

/** Signals the process and its group; a process that is gone is not an error. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
    } catch (error) {
      if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
}
