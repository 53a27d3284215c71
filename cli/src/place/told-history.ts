/** What runs have told, put together from their events: as the controller's history has it. Of a step told twice, the last telling. */
import type {
  CheckpointRecord,
  EvaluationRecord,
  LifecycleRecord,
  StepRecord,
} from "@plateau/controller/progress/index.ts";
import type { RunEvent } from "@plateau/proto/events/index.ts";
import type { ReadHistory } from "./place.ts";

interface Told {
  steps: Map<number, StepRecord>;
  evaluations: Map<string, EvaluationRecord>;
  checkpoints: Map<number, CheckpointRecord>;
  /** The last of each rank. */
  ranks: Map<number, Omit<LifecycleRecord, "id">>;
}

export class ToldHistory implements ReadHistory {
  readonly #runs = new Map<string, Told>();

  take({ runUid, rank, atMs, event }: Pick<RunEvent, "runUid" | "rank" | "atMs" | "event">): void {
    const { steps, evaluations, checkpoints, ranks } = this.#run(runUid);
    switch (event.type) {
      case "step": {
        const { type: _type, ...step } = event;
        steps.set(step.step, { ...step, atMs });
        break;
      }
      case "evaluated": {
        const { result } = event;
        evaluations.set(`${result.step} ${result.weights}`, { ...result, atMs });
        break;
      }
      case "checkpoint": {
        const { checkpoint, stallMs } = event;
        // Found again on start: the wait of the first telling is the true one.
        const before = checkpoints.get(checkpoint.step)?.stallMs ?? 0;
        checkpoints.set(checkpoint.step, { ...checkpoint, stallMs: Math.max(before, stallMs), atMs });
        break;
      }
      case "lifecycle": {
        const { type: _type, ...lifecycle } = event;
        ranks.set(rank, { ...lifecycle, rank, atMs });
      }
    }
  }

  steps(runUid: string, { after = -1 }: { after?: number } = {}): StepRecord[] {
    return inOrder(this.#run(runUid).steps.values()).filter(({ step }) => step > after);
  }

  lastStep(runUid: string): StepRecord | undefined {
    return inOrder(this.#run(runUid).steps.values()).at(-1);
  }

  evaluations(runUid: string): EvaluationRecord[] {
    return inOrder(this.#run(runUid).evaluations.values());
  }

  checkpoints(runUid: string): CheckpointRecord[] {
    return inOrder(this.#run(runUid).checkpoints.values());
  }

  /** What each rank said last of itself. */
  ranks(runUid: string): Omit<LifecycleRecord, "id">[] {
    return [...this.#run(runUid).ranks.values()].sort((a, b) => a.rank - b.rank);
  }

  #run(runUid: string): Told {
    let told = this.#runs.get(runUid);
    if (!told) {
      told = { steps: new Map(), evaluations: new Map(), checkpoints: new Map(), ranks: new Map() };
      this.#runs.set(runUid, told);
    }
    return told;
  }
}

const inOrder = <T extends { step: number }>(records: Iterable<T>): T[] =>
  [...records].sort((a, b) => a.step - b.step);
