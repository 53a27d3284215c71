/**
 * Places: the line of the model of each recorded node, its gradients included.
 *
 * What TensorFlow.js computes for a gradient has no line of the model above it on the stack. Therefore each operation on its tape is
 * given the line that called it, and while its gradient is being formed that line is the place.
 */
import { tf } from "../tf.ts";
import { callerOutsideEngine } from "./place.ts";

/** The programs themselves, which call the model and ask for its gradients. */
const programs = "engine/programs.ts";
/** All layers go through it: the line that calls it says more. */
const passing = ["/models/blocks/linear.ts"];

export class Places {
  #last = "";
  /** Of the operation whose gradient is being formed. */
  #forward: string | undefined;
  readonly #known = new WeakSet<object>();

  /** Of the kernel that is being called; "" if it cannot be said. */
  next(): string {
    this.#takeTape();
    const caller = callerOutsideEngine(passing);
    const own = caller.includes(programs) ? "" : caller;
    this.#last = own;
    if (own !== "" || !this.#forward) return own;
    return `${this.#forward} (backward)`;
  }

  /** What has come onto the tape since the last kernel belongs to that. */
  #takeTape(): void {
    const tape = tf.engine().state.activeTape ?? [];
    for (let i = tape.length - 1; i >= 0 && !this.#known.has(tape[i]!); i--) {
      const node = tape[i]!;
      this.#known.add(node);
      const { gradient } = node;
      if (!gradient) continue;
      const place = this.#last;
      node.gradient = (given) => {
        const parts = this.#within(place, () => gradient(given));
        // They are computed one by one, later.
        return Object.fromEntries(
          Object.entries(parts).map(([name, part]) => [name, () => this.#within(place, part)]),
        );
      };
    }
  }

  #within<T>(place: string, compute: () => T): T {
    const before = this.#forward;
    this.#forward = place;
    try {
      return compute();
    } finally {
      this.#forward = before;
    }
  }
}
