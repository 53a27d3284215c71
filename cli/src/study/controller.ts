/** This process as the controller of its home, unless and until another one is. */
import { hasCode } from "@plateau/controller/cluster/errors.ts";
import type { LocalPlateau } from "@plateau/controller/local/open-local.ts";
import type { Screen } from "../live/screen.ts";

export class Controller {
  readonly #plateau: LocalPlateau;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #told = false;
  #fail: (error: unknown) => void = () => {};
  /** Rejects if the controller fails. */
  readonly failure: Promise<never>;
  wasMine = false;

  constructor(plateau: LocalPlateau) {
    this.#plateau = plateau;
    this.failure = new Promise((_, reject) => (this.#fail = reject));
    // Whoever races it handles it; nobody may be left who does not.
    this.failure.catch(() => {});
  }

  get isMine(): boolean {
    return this.#running !== undefined;
  }

  /** Become it, unless another process is: then say so, once. Taken over when that one has gone. */
  ensure(screen: Screen): void {
    if (this.#running || this.#stop.signal.aborted) return;
    const pid = this.#plateau.controllerPid();
    if (pid !== undefined) {
      if (!this.#told) screen.say(`Process ${pid} is the controller of this home; this one watches.`);
      this.#told = true;
      return;
    }
    this.wasMine = true;
    this.#running = this.#plateau.run(this.#stop.signal).catch((error: unknown) => {
      this.#running = undefined;
      // Another was quicker: the next look finds its pid.
      if (hasCode(error, "E_CONTROLLER_RUNNING")) this.wasMine = false;
      else this.#fail(error);
    });
  }

  /** Ask the workers to save and end; resolves when they have. */
  async end(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
