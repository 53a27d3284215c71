/**
 * Evaluation on the fixed validation set, shared between the ranks: batch b is scored by the rank at place b mod W of the group, and the per-sequence
 * losses are added up in order on every rank, so the result does not depend on how many there are.
 */
import type { EvaluationResult, RunConfig } from "@plateau/proto";
import type { DataSource } from "../data/source.ts";
import { validationBatches, ValidationSums } from "../data/validation.ts";
import type { EvaluationProgram } from "../engine/engine.ts";
import type { Exchange } from "../exchange/exchange.ts";

export interface Evaluator {
  config: RunConfig;
  data: DataSource;
  program: EvaluationProgram;
  exchange: Exchange;
}

/** @returns mean loss, nats per token, in all and by domain; the same bits on every rank */
export async function evaluate(
  { config, data, program, exchange }: Evaluator,
  { step, weights }: Pick<EvaluationResult, "step" | "weights">,
  parameters: Float32Array,
): Promise<EvaluationResult> {
  const { rank, ranks, worldSize } = exchange.membership;
  const place = ranks.indexOf(rank);
  const { microbatch: batch, sequenceLength } = config.batch;
  const shape = { batch, sequenceLength, sequences: config.evaluation.sequences };
  const mine: Float32Array[] = [];
  const domains: string[][] = [];
  for await (const part of validationBatches(data, shape)) {
    if (domains.length % worldSize === place) mine.push(await program.run(parameters, part.tokens));
    domains.push(part.domains);
  }
  const gathered = await exchange.gather(`evaluate ${step} ${weights}`, joinBytes(mine));
  const losses = gathered.map((bytes) => splitFloats(bytes, batch));
  const sums = new ValidationSums(sequenceLength);
  domains.forEach((names, b) => sums.add(losses[b % worldSize]![Math.floor(b / worldSize)]!, names));
  return { step, weights, ...sums.result() };
}

function joinBytes(vectors: readonly Float32Array[]): Uint8Array {
  return Buffer.concat(
    vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)),
  );
}

/** Vectors of `length` from their bytes, which may lie at any alignment. */
function splitFloats(bytes: Uint8Array, length: number): Float32Array[] {
  const copy = new Float32Array(Uint8Array.from(bytes).buffer);
  return Array.from({ length: copy.length / length }, (_, i) => copy.subarray(i * length, (i + 1) * length));
}
