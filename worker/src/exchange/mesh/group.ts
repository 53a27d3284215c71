/**
 * Group formation: rank 0 waits until every rank is linked to every other and ready, decides where training starts, and forms
 * the group under a new membership version. Any lost link dissolves it on all ranks; they keep their processes and form again.
 */
import type { Links } from "./links.ts";
import type { Frame } from "./frames.ts";

export interface Formation {
  version: number;
  /** What rank 0 said training starts from; opaque here. */
  start: string;
}

interface Waiting {
  chooseStart: () => Promise<string>;
  resolve: (formation: Formation) => void;
  reject: (error: unknown) => void;
}

export class Group {
  /** Version of the group that exists now; 0 = none. */
  current = 0;
  #lastVersion = 0;
  #ready = new Map<number, number>();
  #announced = false;
  #choosing = false;
  #waiting: Waiting | undefined;
  readonly #rank: number;
  readonly #worldSize: number;
  readonly #links: Links;
  readonly #formed: (formation: Formation) => void;

  /** @param formed called in the same turn as a group comes into being, before any frame of it is looked at */
  constructor(
    identity: { rank: number; worldSize: number },
    links: Links,
    formed: (formation: Formation) => void,
  ) {
    this.#rank = identity.rank;
    this.#worldSize = identity.worldSize;
    this.#links = links;
    this.#formed = formed;
  }

  /** Resolves when a group of all ranks exists. `chooseStart` is asked on rank 0 only. */
  form(chooseStart: () => Promise<string>): Promise<Formation> {
    return new Promise((resolve, reject) => {
      this.#waiting = { chooseStart, resolve, reject };
      this.#announced = false;
      this.advance();
    });
  }

  /** Give up waiting. */
  abandon(error: unknown): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }

  /** The group is over, or its formation has to start again. */
  dissolve(version: number): void {
    this.#lastVersion = Math.max(this.#lastVersion, version);
    this.current = 0;
    this.#announced = false;
  }

  /** A peer says that it holds no group any more. */
  unready(rank: number): void {
    this.#ready.delete(rank);
  }

  receive(rank: number, { ready, form }: Frame): void {
    if (ready && this.#rank === 0) {
      this.#ready.set(rank, ready.lastVersion ?? 0);
      this.advance();
    } else if (form && rank === 0 && this.#waiting) {
      const version = form.version ?? 0;
      if (this.#links.up.length === this.#worldSize - 1)
        return this.#become({ version, start: form.start ?? "" });
      // A link ended while rank 0 was forming the group: it must not begin.
      void this.#links.broadcast({
        dissolve: { version, reason: "a link ended while the group was being formed" },
      });
      this.dissolve(version);
    }
  }

  /** Called whenever a link came up or something was received. */
  advance(): void {
    if (!this.#waiting || this.#links.up.length < this.#worldSize - 1) return;
    if (this.#rank !== 0) {
      if (this.#announced) return;
      this.#announced = true;
      void this.#links.send(0, { ready: { lastVersion: this.#lastVersion } });
    } else if (this.#ready.size === this.#worldSize - 1 && !this.#choosing) void this.#choose(this.#waiting);
  }

  /** Rank 0: everybody is there. Choosing reads the store; if someone leaves meanwhile, the next round chooses again. */
  async #choose(waiting: Waiting): Promise<void> {
    this.#choosing = true;
    try {
      const start = await waiting.chooseStart();
      if (this.#waiting !== waiting || this.#ready.size < this.#worldSize - 1) return;
      const version = Math.max(this.#lastVersion, ...this.#ready.values()) + 1;
      this.#ready.clear();
      // The group is formed here first, so that the peers' first frames find it.
      const formation = { version, start };
      void this.#links.broadcast({ form: formation });
      this.#become(formation);
    } catch (error) {
      this.abandon(error);
    } finally {
      this.#choosing = false;
      this.advance();
    }
  }

  #become(formation: Formation): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.current = formation.version;
    this.#lastVersion = formation.version;
    this.#formed(formation);
    waiting?.resolve(formation);
  }
}
