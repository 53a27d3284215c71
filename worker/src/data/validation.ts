/**
 * The validation set for evaluation: batches in a fixed order, and sums by domain. Pure bookkeeping; who computes the losses is
 * the caller's affair.
 */
import type { EvaluationResult } from "@plateau/proto";
import type { TokenBatch } from "../engine/engine.ts";
import type { DataSource } from "./source.ts";

export interface ValidationShape {
  /** B: rows of a batch. */
  batch: number;
  /** T */
  sequenceLength: number;
  /** How many of the validation sequences to score; 0 = all. */
  sequences: number;
}

export interface ValidationBatch {
  /** Reused from batch to batch. Rows beyond the last sequence are zeros whose targets are −1: not scored. */
  tokens: TokenBatch;
  /** Domain of each filled row. */
  domains: string[];
}

/**
 * Numbers of the sequences to score, ascending. A part of the set is spread evenly over it, so that it holds every domain that is
 * large enough and stays the same from evaluation to evaluation.
 */
export function validationIndices(available: number, wanted: number): number[] {
  const count = wanted === 0 ? available : Math.min(wanted, available);
  return Array.from({ length: count }, (_, i) => Math.floor((i * available) / count));
}

/** The validation set in batches, always the same ones in the same order. */
export async function* validationBatches(
  source: DataSource,
  { batch: B, sequenceLength: T, sequences }: ValidationShape,
): AsyncGenerator<ValidationBatch> {
  const indices = validationIndices(source.validationSequences, sequences);
  const tokens: TokenBatch = { inputs: new Int32Array(B * T), targets: new Int32Array(B * T) };
  for (let at = 0; at < indices.length; at += B) {
    const part = indices.slice(at, at + B);
    const domains: string[] = [];
    for (const [row, index] of part.entries()) domains.push(await source.fillValidation(index, row, tokens));
    tokens.inputs.fill(0, part.length * T);
    tokens.targets.fill(-1, part.length * T);
    yield { tokens, domains };
  }
}

/** Sums of losses, in double precision, in the order in which they come. */
export class ValidationSums {
  readonly #sequenceLength: number;
  readonly #sums = new Map<string, { nats: number; tokens: number }>();

  constructor(sequenceLength: number) {
    this.#sequenceLength = sequenceLength;
  }

  /** @param losses float32, per row the sum of its cross-entropies in nats; rows beyond the domains are ignored */
  add(losses: Float32Array, domains: readonly string[]): void {
    for (const [row, domain] of domains.entries()) {
      const sum = this.#sums.get(domain) ?? { nats: 0, tokens: 0 };
      sum.nats += losses[row] ?? Number.NaN;
      sum.tokens += this.#sequenceLength;
      this.#sums.set(domain, sum);
    }
  }

  /** Means in nats per token, over everything and by domain; sequences without a domain count in the total only. */
  result(): Pick<EvaluationResult, "loss" | "tokens" | "domains"> {
    const all = [...this.#sums.values()];
    const tokens = all.reduce((sum, each) => sum + each.tokens, 0);
    const domains = [...this.#sums]
      .filter(([domain]) => domain !== "")
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([domain, sum]) => [domain, { loss: sum.nats / sum.tokens, tokens: sum.tokens }] as const);
    return {
      loss: all.reduce((sum, each) => sum + each.nats, 0) / tokens,
      tokens,
      domains: Object.fromEntries(domains),
    };
  }
}
