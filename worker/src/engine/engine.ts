/**
 * Engine: runs the two programs of a training step over flat float32 vectors.
 *
 *   gradients(parameters, batch) → loss, G        recorded once from the model's tfjs-core operations, then compiled
 *   [ the exchange averages G over the shards ]
 *   update(parameters, moments, mean gradient)    see optimizers/
 *
 * Whatever changes between steps is an input of the program, never a number baked into the record. Shapes are static.
 */
import type * as tf from "@tensorflow/tfjs";
import type { Model } from "../models/model.ts";

/** One microbatch: B·T token ids and the ids that should follow them. */
export interface TokenBatch {
  /** [B·T] int32, row-major [B,T]. */
  inputs: Int32Array;
  /** [B·T] int32; −1 marks a position that is not scored. */
  targets: Int32Array;
  /** [B·2] int32, for gradients of a model that drops out: two words a sequence, on which depends what is dropped. */
  keys?: Int32Array;
}

export interface ProgramShape {
  /** B: sequences of one call. */
  batch: number;
  /** T: tokens of one sequence. */
  time: number;
}

/** What a program takes besides the caller's vectors. */
export interface ProgramMemory {
  /** Estimated bytes of this machine's memory in the course of a call; undefined if the engine cannot tell or holds it elsewhere. */
  readonly workBytes?: number | undefined;
}

/** A result of a kernel that holds NaN or infinities, while everything computed before it is finite. */
export interface NotFiniteTensor {
  /** The recorded kernel, under TensorFlow.js's name. */
  readonly kernel: string;
  /** Line of the model, as of a KernelTime. */
  readonly place: string;
  readonly shape: readonly number[];
}

export interface GradientProgram extends ProgramMemory {
  /**
   * Mean loss of a microbatch and its gradient.
   *
   * @param parameters flat float32 [model.size], the model's parameter order; not modified; may lie on a SharedArrayBuffer
   * @param batch      with keys if the model drops out
   * @param gradient   flat float32 [model.size]; overwritten
   * @param unchanged  any object: while calls bring the same one with the same vector of parameters, that has not been changed
   *                   since the first of them, and an engine may use the copy that lies on its device
   * @returns mean cross-entropy over the scored positions, nats per token
   * @throws EngineError E_SHAPE if a length is wrong, E_ENGINE if the runtime fails (its message included)
   */
  run(
    parameters: Float32Array,
    batch: TokenBatch,
    gradient: Float32Array,
    unchanged?: object,
  ): Promise<number>;
  /**
   * Where NaN or infinity comes from in a call with these arguments; undefined if all of its tensors are finite. Compiles a program
   * that takes somewhat more memory than the call does: for after it has happened. Not on engines that record nothing.
   */
  firstNotFinite?(parameters: Float32Array, batch: TokenBatch): Promise<NotFiniteTensor | undefined>;
}

export interface EvaluationProgram extends ProgramMemory {
  /**
   * Losses of a microbatch.
   *
   * @returns float32 [B]: per sequence the *sum* of the cross-entropy over its scored positions, nats
   */
  run(parameters: Float32Array, batch: TokenBatch): Promise<Float32Array>;
}

/** A tensor that goes into a program or comes out of it. */
export interface TensorType {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
}

/** Any function of a model's parameters and other tensors, such as one step of generation. */
export interface ProgramDefinition<I extends string = string, O extends string = string> {
  readonly model: Model;
  /** What a call is given besides the parameters. */
  readonly inputs: Readonly<Record<I, TensorType>>;
  /** What it gives, all of it float32. */
  readonly outputs: Readonly<Record<O, { readonly shape: readonly number[] }>>;
  /**
   * The function, on operations that can be recorded; called when the program is compiled, or at each call by an eager engine.
   *
   * @param parameters in the model's order, each of its parameter's shape
   */
  compute(
    parameters: readonly tf.Tensor[],
    inputs: Readonly<Record<I, tf.Tensor>>,
  ): Readonly<Record<O, tf.Tensor>>;
}

export interface Program<I extends string = string, O extends string = string> {
  /**
   * One call.
   *
   * @param parameters flat float32 [model.size]; nothing that goes in is modified; memory that is shared is not copied
   * @param outputs    overwritten; must not be an input at the same time
   * @throws EngineError E_SHAPE if a length is wrong, E_ENGINE if the runtime fails
   */
  run(
    parameters: Float32Array,
    inputs: Readonly<Record<I, Float32Array | Int32Array>>,
    outputs: Readonly<Record<O, Float32Array>>,
  ): Promise<void>;
}

/** Whole numbers, lists of them and truth values. */
export type PluginOptions = Readonly<Record<string, boolean | number | readonly number[]>>;

/** A stretch of time, by `performance.now()`. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One kernel of a call. */
export interface KernelTime {
  /** The recorded kernel, under TensorFlow.js's name. */
  readonly kernel: string;
  /** What the runtime ran for it, under its own name. */
  readonly operator: string;
  readonly kind: "product" | "batchedProduct" | "copy" | "other";
  /** Line of the model; "" if it is not known. Of the backward pass: the line whose gradient it computes, and " (backward)". */
  readonly place: string;
  /** Since the beginning of the call in the runtime. */
  readonly fromMs: number;
  readonly ms: number;
}

export interface CallTimes {
  /** In the runtime, from its first kernel to its last one. */
  readonly ms: number;
  /** In the order of execution, one after the other. */
  readonly kernels: readonly KernelTime[];
}

/** What an engine tells whoever measures it. */
export interface EngineProbe {
  /** A part of making a program ready. */
  prepared(part: "record" | "lower" | "compile", span: Span): void;
  /**
   * Of each program, if the engine can tell.
   *
   * @param read ends the measuring: the calls of the program so far, in order
   */
  kernels(read: () => Promise<readonly CallTimes[]>): void;
}

export interface EngineOptions {
  /** Threads of one call, where the device is a CPU. */
  threads: number;
  /** For `pjrt`, `tensorflow` and `tfjs-node`: path of the plugin's or TensorFlow's shared library. */
  plugin?: string;
  /** For `pjrt`: options of the plugin's client, under the plugin's own names. */
  pluginOptions?: PluginOptions;
  /** For `pjrt`, `tensorflow` and `tfjs-node`: which of the devices, counted from 0; the first by default. */
  device?: number;
  /** For `pjrt`: type in which operands of matrix products are multiplied. Sums, and everything else, are float32 in any case. */
  products?: "float32" | "bfloat16";
  /** Asks for what is measured from within; slows programs down. */
  probe?: EngineProbe;
  /** Folder where what is compiled once per machine is kept; ~/.cache/plateau by default. */
  cache?: string;
  /** Told, in a sentence, of what takes seconds before the engine is open. */
  tell?: (message: string) => void;
}

export interface Engine {
  readonly name: string;
  /** What is computing, for the log: library, version, device, threads. */
  readonly description: string;
  gradients(model: Model, shape: ProgramShape): Promise<GradientProgram>;
  evaluation(model: Model, shape: ProgramShape): Promise<EvaluationProgram>;
  /** For what is no part of training. @throws EngineError E_SHAPE if `compute` gives other shapes than it declares */
  program<I extends string, O extends string>(definition: ProgramDefinition<I, O>): Promise<Program<I, O>>;
  /** Frees sessions and native memory. Programs are unusable afterwards. */
  close(): Promise<void>;
}

export type EngineFactory = (options: EngineOptions) => Promise<Engine>;
