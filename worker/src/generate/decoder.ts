/**
 * Decoder: a sequence that grows, with the keys and values of all its tokens so far. One program for each length of chunk: one for
 * the prompt, one for single tokens.
 *
 * The cache lies on shared memory, so that an engine on this machine reads it in place; what a call adds comes back by itself and is
 * put into its slots here.
 */
import type { Engine, Program, ProgramDefinition } from "../engine/engine.ts";
import type { tf } from "../engine/tf.ts";
import { cachedLayers, decode } from "./decode/index.ts";
import { headSizeOf, keyValueHeadsOf } from "../models/check.ts";
import type { Model } from "../models/model.ts";
import { GenerateError } from "./errors.ts";

const shared = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));

export interface DecoderOptions {
  engine: Engine;
  model: Model;
  /** float32 [model.size]; not modified. */
  parameters: Float32Array;
  /** S: longest sequence, at most the model's context. */
  slots: number;
}

export class Decoder {
  readonly #options: DecoderOptions;
  readonly #layers: number;
  /** Of keys and values. */
  readonly #heads: number;
  readonly #headSize: number;
  /** By name of the input: `keys0`, `values0`, …; [F, S, K] each, F heads of keys and values. */
  readonly #cache = new Map<string, Float32Array>();
  readonly #programs = new Map<number, Promise<Program>>();
  #length = 0;

  /** @throws GenerateError E_GENERATE_CONTEXT if the model has not so many positions */
  constructor(options: DecoderOptions) {
    this.#options = options;
    const { model, slots } = options;
    const { context } = model.config;
    if (slots > context)
      throw new GenerateError(
        "E_GENERATE_CONTEXT",
        `The sequence would have ${slots} tokens and the model has positions for ${context} (model.context); shorten the prompt or ask for fewer tokens.`,
      );
    this.#heads = keyValueHeadsOf(model.config);
    this.#headSize = headSizeOf(model.config);
    this.#layers = cachedLayers(model.config);
    for (const name of this.#names()) this.#cache.set(name, shared(this.#heads * slots * this.#headSize));
  }

  /** Tokens so far. */
  get length(): number {
    return this.#length;
  }

  /** Compile what chunks of these lengths need; empty ones need nothing. */
  async prepare(chunks: readonly number[]): Promise<void> {
    for (const chunk of chunks) if (chunk > 0) await this.#program(chunk);
  }

  /**
   * Append tokens.
   *
   * @returns float32 [V]: logits of what follows the last of them
   * @throws GenerateError E_GENERATE_PROMPT, E_GENERATE_CONTEXT, E_GENERATE_NOT_FINITE: the sequence is as it was
   */
  async extend(tokens: readonly number[]): Promise<Float32Array> {
    const { model, parameters, slots } = this.#options;
    const { vocabulary } = model.config;
    checkTokens(tokens, vocabulary);
    if (this.#length + tokens.length > slots)
      throw new GenerateError(
        "E_GENERATE_CONTEXT",
        `The sequence has ${this.#length} tokens and room for ${slots}; ${tokens.length} more do not fit.`,
      );
    const program = await this.#program(tokens.length);
    const inputs = {
      tokens: Int32Array.from(tokens),
      start: Int32Array.of(this.#length),
      ...Object.fromEntries(this.#cache),
    };
    const added = this.#names().map(
      (name) => [name, shared(this.#heads * tokens.length * this.#headSize)] as const,
    );
    const logits = shared(vocabulary);
    await program.run(parameters, inputs, { logits, ...Object.fromEntries(added) });
    if (!logits.every(Number.isFinite))
      throw new GenerateError(
        "E_GENERATE_NOT_FINITE",
        "The model gives logits that are no numbers: it has diverged. Choose an earlier checkpoint.",
      );
    for (const [name, rows] of added) this.#store(name, rows, tokens.length);
    this.#length += tokens.length;
    return logits;
  }

  /** Forget everything from a position on. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, Math.max(0, length));
  }

  /** Rows [F, C, K] into their slots. */
  #store(name: string, rows: Float32Array, chunk: number): void {
    const { slots } = this.#options;
    const cache = this.#cache.get(name)!;
    const size = chunk * this.#headSize;
    for (let head = 0; head < this.#heads; head++) {
      const place = (head * slots + this.#length) * this.#headSize;
      cache.set(rows.subarray(head * size, (head + 1) * size), place);
    }
  }

  #names(): string[] {
    return Array.from({ length: this.#layers }, (_, i) => [`keys${i}`, `values${i}`]).flat();
  }

  #program(chunk: number): Promise<Program> {
    const known = this.#programs.get(chunk);
    if (known) return known;
    const compiled = this.#options.engine.program(this.#definition(chunk));
    this.#programs.set(chunk, compiled);
    return compiled;
  }

  #definition(chunk: number): ProgramDefinition {
    const { model, slots } = this.#options;
    const { vocabulary } = model.config;
    const names = this.#names();
    const cached = { shape: [this.#heads, slots, this.#headSize], dtype: "float32" } as const;
    const added = { shape: [this.#heads, chunk, this.#headSize] };
    return {
      model,
      inputs: {
        tokens: { shape: [chunk], dtype: "int32" },
        start: { shape: [1], dtype: "int32" },
        ...Object.fromEntries(names.map((name) => [name, cached])),
      },
      outputs: {
        logits: { shape: [1, vocabulary] },
        ...Object.fromEntries(names.map((name) => [name, added])),
      },
      compute: (parameters, inputs) => {
        const cache = Array.from({ length: this.#layers }, (_, i) => ({
          keys: inputs[`keys${i}`] as tf.Tensor3D,
          values: inputs[`values${i}`] as tf.Tensor3D,
        }));
        const { logits_V, added: layers } = decode(model, parameters, {
          tokens_C: inputs["tokens"] as tf.Tensor1D,
          start: inputs["start"] as tf.Tensor1D,
          cache,
        });
        const rows = layers.flatMap(({ keys, values }, i) => [
          [`keys${i}`, keys],
          [`values${i}`, values],
        ]);
        return { logits: logits_V, ...(Object.fromEntries(rows) as Record<string, tf.Tensor>) };
      },
    };
  }
}

function checkTokens(tokens: readonly number[], vocabulary: number): void {
  if (tokens.length === 0)
    throw new GenerateError("E_GENERATE_PROMPT", "There is no token to go on from; give a prompt.");
  const stray = tokens.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary);
  if (stray !== undefined)
    throw new GenerateError(
      "E_GENERATE_PROMPT",
      `Token ${stray} is outside the model's vocabulary of ${vocabulary}; was the text tokenized for this model?`,
    );
}
