/**
 * Score a model on a validation set, batch by batch in the set's own order: the sums of a run's own evaluation, hence its numbers,
 * and those that follow from them.
 */
import type { DataSource } from "../data/source.ts";
import {
  validationBatches,
  validationIndices,
  ValidationSums,
  type ValidationShape,
} from "../data/validation.ts";
import type { EvaluationProgram } from "../engine/engine.ts";

export interface ScoreOptions {
  data: DataSource;
  program: EvaluationProgram;
  /** float32 [model.size] */
  parameters: Float32Array;
  shape: ValidationShape;
  /** Bytes of text behind a token; undefined = not known. */
  byteLength?: ((id: number) => number) | undefined;
  signal?: AbortSignal | undefined;
  /** Sequences scored, of all, and the mean so far. */
  onProgress?: ((done: number, total: number, loss: number) => void) | undefined;
}

export interface Score {
  /** Mean cross-entropy, nats per token. */
  loss: number;
  /** e^loss */
  perplexity: number;
  /** Tokens scored. */
  tokens: number;
  /** All nats over the bytes of the scored tokens, in bits. */
  bitsPerByte?: number;
}

export interface Scores extends Score {
  sequences: number;
  /** By domain of the documents, where they have one. */
  domains: Record<string, Score>;
}

/** @throws EngineError, DataError; the signal's reason when it aborts */
export async function score(options: ScoreOptions): Promise<Scores> {
  const { data, program, parameters, shape, byteLength, signal, onProgress } = options;
  const total = validationIndices(data.validationSequences, shape.sequences).length;
  const sums = new ValidationSums(shape.sequenceLength);
  const bytes = byteLength && new ByteSums(shape.sequenceLength, byteLength);
  let done = 0;
  for await (const { tokens, domains } of validationBatches(data, shape)) {
    signal?.throwIfAborted();
    bytes?.add(tokens.targets, domains);
    sums.add(await program.run(parameters, tokens), domains);
    done += domains.length;
    onProgress?.(done, total, sums.result().loss);
  }
  const { loss, tokens, domains } = sums.result();
  const names = Object.entries(domains);
  return {
    sequences: done,
    ...scoreOf({ loss, tokens }, bytes?.total),
    domains: Object.fromEntries(names.map(([name, sum]) => [name, scoreOf(sum, bytes?.of(name))])),
  };
}

function scoreOf({ loss, tokens }: { loss: number; tokens: number }, bytes: number | undefined): Score {
  return {
    loss,
    perplexity: Math.exp(loss),
    tokens,
    ...(bytes ? { bitsPerByte: (loss * tokens) / Math.LN2 / bytes } : {}),
  };
}

/** Bytes of text behind the scored tokens, in all and by domain. */
class ByteSums {
  readonly #sequenceLength: number;
  readonly #byteLength: (id: number) => number;
  readonly #sums = new Map<string, number>();

  constructor(sequenceLength: number, byteLength: (id: number) => number) {
    this.#sequenceLength = sequenceLength;
    this.#byteLength = byteLength;
  }

  get total(): number {
    return [...this.#sums.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  of(domain: string): number | undefined {
    return this.#sums.get(domain);
  }

  add(targets: Int32Array, domains: readonly string[]): void {
    for (const [row, domain] of domains.entries()) {
      let bytes = this.#sums.get(domain) ?? 0;
      const from = row * this.#sequenceLength;
      for (const id of targets.subarray(from, from + this.#sequenceLength)) bytes += this.#byteLength(id);
      this.#sums.set(domain, bytes);
    }
  }
}
