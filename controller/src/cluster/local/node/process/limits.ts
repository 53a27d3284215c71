/**
 * Limits of a container, as far as a plain process can be held to them. Memory: its resident size is watched, and above the
 * limit it is killed (`OOMKilled`); limiting the address space instead would not do, V8 reserves far more than it uses.
 * CPU: it is pinned to so many cores, where `taskset` is there. Control groups would be stricter but need rights that a
 * login session seldom has.
 */
import { accessSync, constants } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";

export interface Limits {
  memoryBytes?: number;
  /** Whole cores; a limit of 1500m is two. */
  cores?: number;
}

export class LimitError extends Error {
  override readonly name = "LimitError";
  readonly code = "E_LIMIT";
}

/** @throws LimitError for a text that is no quantity */
export function readLimits(limits: Record<string, string | number> = {}): Limits {
  const memoryBytes = limits.memory === undefined ? undefined : parseQuantity("memory", limits.memory);
  const cpu = limits.cpu === undefined ? undefined : parseQuantity("cpu", limits.cpu);
  return {
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(cpu === undefined ? {} : { cores: Math.max(1, Math.ceil(cpu)) }),
  };
}

/** What is enforced, as a sentence for the Pod's status; "" if nothing was asked for. */
export function describeLimits({ memoryBytes, cores }: Limits, pinnedTo: readonly number[]): string {
  const parts: string[] = [];
  if (memoryBytes !== undefined) {
    parts.push(
      process.platform === "linux"
        ? `memory limit ${memoryBytes} bytes: resident size is watched, killed above`
        : `memory limit ${memoryBytes} bytes: not enforced on ${process.platform}`,
    );
  }
  if (cores !== undefined) {
    parts.push(
      pinnedTo.length > 0
        ? `cpu limit: pinned to ${pinnedTo.length === 1 ? "core" : "cores"} ${pinnedTo.join(", ")}`
        : "cpu limit: not enforced (as many cores as there are, or no taskset)",
    );
  }
  return parts.join("; ");
}

/** Spreads pinned processes over the cores: the least used ones first. */
export class CoreBook {
  readonly #users: number[] = Array.from({ length: availableParallelism() }, () => 0);
  readonly #taskset = process.platform === "linux" && onPath("taskset");

  /** @returns core numbers; empty = leave it to the system */
  take(count: number | undefined): number[] {
    if (count === undefined || !this.#taskset || count >= this.#users.length) return [];
    const cores = this.#users
      .map((users, core) => ({ users, core }))
      .sort((a, b) => a.users - b.users || a.core - b.core)
      .slice(0, count)
      .map(({ core }) => core)
      .sort((a, b) => a - b);
    for (const core of cores) this.#users[core]! += 1;
    return cores;
  }

  release(cores: readonly number[]): void {
    for (const core of cores) this.#users[core]! -= 1;
  }
}

const units: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Kubernetes quantities: `500m`, `2`, `1.5Gi`, `1e9`. */
function parseQuantity(name: string, value: string | number): number {
  const match = /^(\d+(?:\.\d+)?(?:[eE]\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(String(value));
  const amount = match ? Number(match[1]) * units[match[2] ?? ""]! : NaN;
  if (!(amount > 0) || !Number.isFinite(amount)) {
    throw new LimitError(
      `resources.limits.${name} is ${JSON.stringify(value)}; write a quantity such as ${name === "cpu" ? "1 or 500m" : "512Mi or 2Gi"}.`,
    );
  }
  return amount;
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
