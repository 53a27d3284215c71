/**
 * Partitions between the ranks of a run on one machine: every pair's connections go through proxies that can fall silent. What
 * was on its way arrives when the partition heals, as with TCP over a network, or the connection is reset.
 */
import { mkdirSync, rmSync } from "node:fs";
import { createServer, connect, type Server, type Socket } from "node:net";
import { join } from "node:path";

interface Tunnel {
  dialled: Socket;
  accepted: Socket | undefined;
}

interface Proxy {
  server: Server;
  /** Socket file that it stands in front of. */
  target: string;
  tunnels: Set<Tunnel>;
  silent: boolean;
}

export class Partitions {
  readonly #folder: string;
  /** By pair, the higher rank first. */
  readonly #proxies = new Map<string, Proxy[]>();

  /** @param folder short enough for socket paths */
  constructor(folder: string) {
    this.#folder = join(folder, "p");
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Address template of a rank: its own is where it listens, those of its peers are proxies. */
  peersOf(rank: number): string {
    return `unix:${join(this.#folder, `${rank}-{rank}`)}`;
  }

  /** For each pair: the higher rank dials the lower for the link, each dials the other for its tensors. */
  async open(ranks: number): Promise<void> {
    for (let high = 0; high < ranks; high++) {
      for (let low = 0; low < high; low++) {
        const dials = [
          [high, low, ""],
          [high, low, ".t"],
          [low, high, ".t"],
        ] as const;
        const proxies = await Promise.all(
          dials.map(([from, to, suffix]) => this.#open(`${from}-${to}${suffix}`, `${to}-${to}${suffix}`)),
        );
        this.#proxies.set(`${high}-${low}`, proxies);
      }
    }
  }

  /** @param reset end the connections; otherwise they are silent until they heal */
  cut(a: number, b: number, reset: boolean): void {
    for (const proxy of this.#between(a, b)) {
      proxy.silent = true;
      for (const tunnel of proxy.tunnels) {
        if (reset) destroy(tunnel);
        else for (const socket of ends(tunnel)) socket.pause();
      }
    }
  }

  heal(a: number, b: number): void {
    for (const proxy of this.#between(a, b).filter(({ silent }) => silent)) {
      proxy.silent = false;
      for (const tunnel of proxy.tunnels) {
        if (tunnel.accepted) for (const socket of ends(tunnel)) socket.resume();
        else this.#join(proxy, tunnel);
      }
    }
  }

  async close(): Promise<void> {
    for (const { server, tunnels } of [...this.#proxies.values()].flat()) {
      for (const tunnel of tunnels) destroy(tunnel);
      await new Promise((resolve) => server.close(resolve));
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #open(name: string, target: string): Promise<Proxy> {
    const proxy: Proxy = { server: createServer(), target, tunnels: new Set(), silent: false };
    proxy.server.on("connection", (dialled) => {
      const tunnel: Tunnel = { dialled, accepted: undefined };
      proxy.tunnels.add(tunnel);
      dialled.on("error", () => destroy(tunnel)).on("close", () => end(proxy, tunnel));
      dialled.pause();
      if (!proxy.silent) this.#join(proxy, tunnel);
    });
    await new Promise<void>((resolve) => proxy.server.listen(join(this.#folder, name), () => resolve()));
    return proxy;
  }

  /** The second half of a connection, from here to the rank that is dialled. */
  #join(proxy: Proxy, tunnel: Tunnel): void {
    const accepted = connect(join(this.#folder, proxy.target));
    tunnel.accepted = accepted;
    accepted.on("error", () => destroy(tunnel)).on("close", () => end(proxy, tunnel));
    tunnel.dialled.pipe(accepted);
    accepted.pipe(tunnel.dialled);
  }

  #between(a: number, b: number): Proxy[] {
    return this.#proxies.get(`${Math.max(a, b)}-${Math.min(a, b)}`)!;
  }
}

const ends = ({ dialled, accepted }: Tunnel): Socket[] => (accepted ? [dialled, accepted] : [dialled]);

function destroy(tunnel: Tunnel): void {
  for (const socket of ends(tunnel)) socket.destroy();
}

function end(proxy: Proxy, tunnel: Tunnel): void {
  destroy(tunnel);
  proxy.tunnels.delete(tunnel);
}
