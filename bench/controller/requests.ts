/** Requests as the API server counts them; the server's own and the Lease are left out. */
import { setTimeout as delay } from "node:timers/promises";
import type { ApiServer } from "../../test/fixtures/api-server.ts";

export interface Counted {
  writes: number;
  reads: number;
}

/** Kinds that a subject deals with. */
const counted = new Set([
  "jobs",
  "configmaps",
  "secrets",
  "services",
  "events",
  "trainingruns",
  "cooldowns",
  "checkpoints",
  "scalingstudies",
  "jobsets",
  "trainjobs",
  "clustertrainingruntimes",
  "pods",
]);
const writing = new Set(["POST", "PUT", "PATCH", "APPLY", "DELETE"]);
const reading = new Set(["GET", "LIST"]);

export class Requests {
  readonly #server: ApiServer;

  constructor(server: ApiServer) {
    this.#server = server;
  }

  async count(): Promise<Counted> {
    const text = await this.#server.kubectl(["get", "--raw", "/metrics"]);
    const total: Counted = { writes: 0, reads: 0 };
    for (const line of text.split("\n")) {
      if (!line.startsWith("apiserver_request_total{")) continue;
      const label = (name: string): string => new RegExp(`[{,]${name}="([^"]*)"`).exec(line)?.[1] ?? "";
      if (!counted.has(label("resource"))) continue;
      const value = Number(line.slice(line.lastIndexOf(" ") + 1));
      if (writing.has(label("verb"))) total.writes += value;
      if (reading.has(label("verb"))) total.reads += value;
    }
    return total;
  }

  /** The counts once no write has come for so long. */
  async whenQuiet(ms: number): Promise<Counted> {
    for (let before = await this.count(); ;) {
      await delay(ms);
      const now = await this.count();
      if (now.writes === before.writes) return now;
      before = now;
    }
  }
}
