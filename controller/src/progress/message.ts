/** Reading a message from a worker's process channel: a worker may be any program, so nothing is taken on trust. */
import { evaluationResult, type ProgressMessage } from "@plateau/proto";
import { z } from "zod";

const number = z.number();
const whole = z.int().nonnegative();

const step = z.object({
  type: z.literal("step"),
  step: whole,
  tokens: number,
  flops: number,
  // NaN is what a diverged run has to say.
  loss: z.union([number, z.nan(), z.literal(Infinity), z.literal(-Infinity)]),
  learningRate: number,
  gradientNorm: z.union([number, z.nan(), z.literal(Infinity)]),
  stepMs: number,
  phaseMs: z.object({
    compute: number,
    encode: number,
    wire: number,
    wait: number,
    decode: number,
    update: number,
  }),
  rawBytes: number,
  payloadBytes: number,
  sentBytes: number,
  receivedBytes: number,
  snrDb: number.optional(),
  residualNorm: number.optional(),
});

const reference = { manifestUri: z.string(), sha256: z.string() };

const checkpoint = z.object({
  type: z.literal("checkpoint"),
  checkpoint: z.object({
    ...reference,
    step: whole,
    tokens: number,
    flops: z.string(),
    bytes: number,
    fork: z.boolean(),
    holds: z.array(z.string()),
    parents: z.array(z.object({ ...reference, relation: z.enum(["Continues", "ForkOf", "WeightsOf"]) })),
  }),
  stallMs: number,
});

const lifecycle = z.object({
  type: z.literal("lifecycle"),
  state: z.enum(["starting", "joined", "training", "holding", "finished", "failed"]),
  reason: z.string().max(128),
  message: z.string().max(4096),
  step: whole.optional(),
  engine: z.object({ name: z.string().max(64), description: z.string().max(1024) }).optional(),
});

const evaluated = z.object({ type: z.literal("evaluated"), result: evaluationResult });

const message = z.object({
  runUid: z.string().min(1).max(64),
  rank: whole,
  sequence: z.int().positive(),
  event: z.discriminatedUnion("type", [step, evaluated, checkpoint, lifecycle]),
});

/** @returns undefined for anything that is no progress message */
export function parseProgressMessage(value: unknown): ProgressMessage | undefined {
  const parsed = message.safeParse(value);
  return parsed.success ? (parsed.data as ProgressMessage) : undefined;
}
