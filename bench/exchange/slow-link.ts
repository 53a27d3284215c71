/**
 * A slow link between two hosts: two network namespaces joined by a pair of virtual interfaces, each with a rate limit. Made and
 * removed by the benchmark; needs root. Delay needs the kernel's netem queue, which not every kernel has.
 */
import { execFileSync } from "node:child_process";

export const delayMs = 10;

export class SlowLink {
  readonly hosts = ["10.231.77.1", "10.231.77.2"] as const;
  readonly interfaces = ["pbench0", "pbench1"] as const;
  /** One way; 0 if this kernel cannot delay. */
  readonly delayMs: number;
  readonly #namespaces: readonly [string, string];

  /** @param mbit rate in each direction */
  constructor(mbit: number) {
    this.#namespaces = [`plateau-bench-${process.pid}-a`, `plateau-bench-${process.pid}-b`];
    const [a, b] = this.#namespaces;
    try {
      ip("netns", "add", a);
      ip("netns", "add", b);
      ip(
        "link",
        "add",
        this.interfaces[0],
        "netns",
        a,
        "type",
        "veth",
        "peer",
        "name",
        this.interfaces[1],
        "netns",
        b,
      );
      for (const place of [0, 1] as const) {
        const namespace = this.#namespaces[place];
        ip("-n", namespace, "addr", "add", `${this.hosts[place]}/24`, "dev", this.interfaces[place]);
        ip("-n", namespace, "link", "set", "lo", "up");
        ip("-n", namespace, "link", "set", this.interfaces[place], "up");
      }
      this.delayMs = this.#limit(mbit);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** Command that runs a program on one of the two hosts. */
  on(place: number, command: readonly string[]): string[] {
    return ["ip", "netns", "exec", this.#namespaces[place]!, ...command];
  }

  remove(): void {
    for (const namespace of this.#namespaces) {
      try {
        ip("netns", "del", namespace);
      } catch {
        // It was not made.
      }
    }
  }

  #limit(mbit: number): number {
    try {
      for (const place of [0, 1] as const)
        this.#queue(place, ["netem", "rate", `${mbit}mbit`, "delay", `${delayMs}ms`, "limit", "100000"]);
      return delayMs;
    } catch {
      const burst = `${Math.max(64, mbit)}kb`;
      for (const place of [0, 1] as const)
        this.#queue(place, ["tbf", "rate", `${mbit}mbit`, "burst", burst, "latency", "50ms"]);
      return 0;
    }
  }

  #queue(place: 0 | 1, discipline: string[]): void {
    const where = ["netns", "exec", this.#namespaces[place]!];
    ip(...where, "tc", "qdisc", "replace", "dev", this.interfaces[place], "root", ...discipline);
  }
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}
