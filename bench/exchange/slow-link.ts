/**
 * A slow link between two hosts: two network namespaces, each with a TUN device whose queue the kernel empties at the link's rate, and a
 * process between the two that hands packets over after a delay (delay_link.py). The kernel's own queue for delays, netem, is not in every
 * kernel. Frames are long (9000 bytes), so that the process keeps up with 1 Gbit/s. Made and removed by the benchmark; needs root.
 */
import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";

/** One way. */
export const delayMs = 10;
const longestFrame = 9000;
const pingPort = "40999";

export class SlowLink {
  readonly hosts = ["10.231.77.1", "10.231.77.2"] as const;
  readonly interfaces = ["pbench0", "pbench1"] as const;
  readonly #namespaces: readonly [string, string];
  #wire: ChildProcess | undefined;

  private constructor() {
    this.#namespaces = [`plateau-bench-${process.pid}-a`, `plateau-bench-${process.pid}-b`];
  }

  /** @param mbit rate in each direction */
  static async open(mbit: number): Promise<SlowLink> {
    const link = new SlowLink();
    // Also when the benchmark is stopped half-way.
    process.once("exit", () => link.remove());
    try {
      link.#makeHosts(mbit);
      const [a, b] = link.#namespaces;
      const [ofA, ofB] = link.interfaces;
      const program = join(import.meta.dirname, "delay_link.py");
      // A wire does not wait for the hosts to leave it a processor.
      const wire = ["nice", "-n", "-10", "python3", program];
      link.#wire = await startReady([...wire, String(delayMs), a, ofA, b, ofB]);
      return link;
    } catch (error) {
      link.remove();
      throw error;
    }
  }

  /** Command that runs a program on one of the two hosts. */
  on(place: number, command: readonly string[]): string[] {
    return ["ip", "netns", "exec", this.#namespaces[place]!, ...command];
  }

  /** Half of a round trip of one byte over TCP, as it is. */
  async measureDelayMs(): Promise<number> {
    const program = [process.execPath, join(import.meta.dirname, "ping-pong.ts")];
    const server = await startReady(this.on(0, [...program, "serve", this.hosts[0], pingPort]));
    try {
      const [command, ...args] = this.on(1, [...program, "ping", this.hosts[0], pingPort]);
      const { stdout } = await promisify(execFile)(command!, args);
      return Number(stdout) / 2;
    } finally {
      server.kill();
    }
  }

  remove(): void {
    this.#wire?.kill();
    for (const namespace of this.#namespaces) {
      try {
        ip("netns", "del", namespace);
      } catch {
        // It was not made.
      }
    }
  }

  #makeHosts(mbit: number): void {
    const burst = `${Math.max(64, mbit)}kb`;
    for (const place of [0, 1] as const) {
      const [namespace, device] = [this.#namespaces[place], this.interfaces[place]];
      ip("netns", "add", namespace);
      ip("-n", namespace, "link", "set", "lo", "up");
      ip("-n", namespace, "tuntap", "add", device, "mode", "tun");
      ip("-n", namespace, "link", "set", device, "mtu", String(longestFrame), "txqueuelen", "10000");
      ip("-n", namespace, "addr", "add", `${this.hosts[place]}/24`, "dev", device);
      ip("-n", namespace, "link", "set", device, "up");
      const queue = ["tbf", "rate", `${mbit}mbit`, "burst", burst, "latency", "50ms"];
      ip("netns", "exec", namespace, "tc", "qdisc", "replace", "dev", device, "root", ...queue);
    }
  }
}

/** Starts a program that says "ready" when it is, and ends when its input does. */
async function startReady([command, ...args]: readonly string[]): Promise<ChildProcess> {
  const child = spawn(command!, args, { stdio: ["pipe", "pipe", "inherit"] });
  const [said] = (await Promise.race([once(child.stdout, "data"), once(child, "exit")])) as [unknown];
  if (String(said).trim() !== "ready")
    throw new Error(`${command} ${args.join(" ")} ended before it was ready.`);
  return child;
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}
