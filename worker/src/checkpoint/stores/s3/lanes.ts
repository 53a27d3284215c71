/** Lanes: so many pieces of work at once, each with a buffer of its own that is used again. Memory is bounded by their number. */

export class Lanes {
  readonly #count: number;
  readonly #free: Uint8Array[] = [];
  readonly #running = new Set<Promise<void>>();
  #failure: { error: unknown } | undefined;

  constructor(count: number) {
    this.#count = count;
  }

  /** A buffer, as soon as a lane is free for it. @throws what a piece of work failed with */
  async buffer(bytes: number): Promise<Uint8Array> {
    while (this.#running.size >= this.#count && !this.#failure) await Promise.race(this.#running);
    this.#rethrow();
    const index = this.#free.findIndex(({ length }) => length === bytes);
    return index < 0 ? new Uint8Array(bytes) : this.#free.splice(index, 1)[0]!;
  }

  /** Start work on a buffer, which may be used again when it ends. */
  run(buffer: Uint8Array, work: () => Promise<void>): void {
    const running: Promise<void> = work()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#running.delete(running);
        this.#free.push(buffer);
      });
    this.#running.add(running);
  }

  /** Wait for all of it, whether it succeeds or not. */
  async settle(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Wait for all of it. @throws the first failure */
  async finish(): Promise<void> {
    await this.settle();
    this.#rethrow();
  }

  #rethrow(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
