/**
 * Commands of people to a rank, on its main thread. Each rank hears them, at a moment of its own; what concerns the state is decided by
 * the rank that coordinates, which sends its wish along with a step's numbers, so that all ranks act after the same step. The others
 * answer when they have.
 */
import type { CommandHandler, CommandMessage, CommandReply, LogLevel } from "@plateau/proto/events/index.ts";
import type { Wishes } from "../exchange/exchange.ts";
import type { FromTraining } from "./messages.ts";

export interface RunCommandsOptions {
  setLogLevel: (level: LogLevel) => void;
}

type Said = Omit<CommandReply, "rank">;
type Answer = PromiseWithResolvers<Said>;

export class RunCommands {
  readonly #options: RunCommandsOptions;
  #role: "none" | "coordinates" | "follows" = "none";
  #isOver = false;
  #paused = false;
  /** Step after which the rank holds. */
  #heldAfter: number | undefined;
  #holdAnswers: Answer[] = [];
  /** Asked for, and not agreed on with a step yet. */
  #checkpointAnswers: Answer[] = [];
  readonly #committing = new Map<number, Answer[]>();
  #released = Promise.withResolvers<void>();

  constructor(options: RunCommandsOptions) {
    this.#options = options;
  }

  readonly handle: CommandHandler = ({ command }: CommandMessage) => {
    if (this.#isOver) return Promise.resolve(refusal("Training has ended here."));
    switch (command.type) {
      case "checkpoint-now":
        return this.#checkpoint();
      case "pause":
        return this.#pause();
      case "resume":
        return Promise.resolve(this.#resume());
      case "set-log-level":
        this.#options.setLogLevel(command.level);
        return Promise.resolve({ accepted: true, message: `It logs from level ${command.level} on.` });
    }
  };

  /** What the coordinator asks of the next step; nothing on other ranks. */
  get wishes(): Wishes {
    const decides = this.#role === "coordinates";
    return { hold: decides && this.#paused, checkpoint: decides && this.#checkpointAnswers.length > 0 };
  }

  joined(coordinates: boolean): void {
    this.#role = coordinates ? "coordinates" : "follows";
    // Who asked a coordinator that is none any more hears it from the new one.
    if (!coordinates) settle(this.#checkpointAnswers.splice(0), refusal("Another rank coordinates now."));
  }

  /** What the training thread says of checkpoints. */
  heard(message: FromTraining): void {
    switch (message.kind) {
      case "committing":
        this.#committing.set(message.step, this.#checkpointAnswers.splice(0));
        return;
      case "not-committed": {
        const { step, reason } = message;
        this.#settleCommit(step, refusal(`The state after step ${step} could not be committed: ${reason}`));
        return;
      }
      case "event": {
        if (message.event.type !== "checkpoint") return;
        const { step, manifestUri } = message.event.checkpoint;
        const said = `The state after step ${step} is committed: ${manifestUri}`;
        this.#settleCommit(step, { accepted: true, message: said });
      }
    }
  }

  /** The rank holds. Resolves when the coordinator has a reason to go on; on other ranks it never does by itself. */
  hold(step: number): Promise<void> {
    this.#heldAfter = step;
    settle(this.#holdAnswers.splice(0), { accepted: true, message: `It holds after step ${step}.` });
    if (this.#role !== "coordinates") return new Promise(() => {});
    if (!this.#paused || this.wishes.checkpoint) return Promise.resolve();
    this.#released = Promise.withResolvers();
    return this.#released.promise;
  }

  goesOn(): void {
    this.#heldAfter = undefined;
  }

  /** Nothing more will be done. */
  ended(): void {
    this.#isOver = true;
    const said = refusal("Training ended before it could be done.");
    settle(
      [...this.#holdAnswers, ...this.#checkpointAnswers, ...[...this.#committing.values()].flat()],
      said,
    );
    this.#holdAnswers = [];
    this.#checkpointAnswers = [];
    this.#committing.clear();
  }

  #checkpoint(): Promise<Said> {
    if (this.#role === "none")
      return Promise.resolve(refusal("This rank is in no group yet, so there is no state to commit."));
    if (this.#role === "follows")
      return Promise.resolve({ accepted: true, message: "The rank that coordinates the group commits it." });
    const answer = Promise.withResolvers<Said>();
    this.#checkpointAnswers.push(answer);
    this.#released.resolve();
    return answer.promise;
  }

  #pause(): Promise<Said> {
    this.#paused = true;
    if (this.#heldAfter !== undefined)
      return Promise.resolve({ accepted: true, message: `It holds after step ${this.#heldAfter}.` });
    if (this.#role === "none")
      return Promise.resolve({ accepted: true, message: "It will hold after its first step." });
    const answer = Promise.withResolvers<Said>();
    this.#holdAnswers.push(answer);
    return answer.promise;
  }

  #resume(): Said {
    const wasPaused = this.#paused;
    this.#paused = false;
    settle(this.#holdAnswers.splice(0), refusal("It was resumed before it held."));
    this.#released.resolve();
    return { accepted: true, message: wasPaused ? "It goes on." : "It was not paused." };
  }

  #settleCommit(step: number, said: Said): void {
    settle(this.#committing.get(step) ?? [], said);
    this.#committing.delete(step);
  }
}

const refusal = (message: string): Said => ({ accepted: false, message });

function settle(answers: readonly Answer[], said: Said): void {
  for (const { resolve } of answers) resolve(said);
}
