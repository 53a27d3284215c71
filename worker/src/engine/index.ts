/**
 * Engines by name. The first is the default.
 */
import type { Engine, EngineFactory, EngineOptions } from "./engine.ts";
import { EngineError } from "./errors.ts";
import { openOnnxRuntime } from "./onnxruntime/engine.ts";
import { openReference } from "./reference/engine.ts";

/** Loaded when it is wanted: it brings native code. */
const openNative: EngineFactory = async (options) =>
  (await import("./native-cpu/engine.ts")).openNative(options);

const openPjrt: EngineFactory = async (options) => (await import("./pjrt/engine.ts")).openPjrt(options);

const openTensorFlow: EngineFactory = async (options) =>
  (await import("./tensorflow/engine.ts")).openTensorFlow(options);

const openTfjsNode: EngineFactory = async (options) =>
  (await import("./tfjs-node/engine.ts")).openTfjsNode(options);

export const engines = {
  onnxruntime: openOnnxRuntime,
  native: openNative,
  reference: openReference,
  pjrt: openPjrt,
  tensorflow: openTensorFlow,
  "tfjs-node": openTfjsNode,
} as const satisfies Readonly<Record<string, EngineFactory>>;

export type EngineName = keyof typeof engines;

/**
 * An engine ready to compile programs.
 *
 * @throws EngineError E_ENGINE_UNKNOWN for a name that is not in `engines`, E_SHAPE for a number of threads below 1
 */
export async function openEngine(name: string, options: EngineOptions): Promise<Engine> {
  if (!Object.hasOwn(engines, name)) {
    throw new EngineError(
      "E_ENGINE_UNKNOWN",
      `There is no engine "${name}"; write one of ${Object.keys(engines).join(", ")}.`,
    );
  }
  if (!Number.isInteger(options.threads) || options.threads < 1) {
    throw new EngineError(
      "E_SHAPE",
      `threads is ${options.threads}; it must be a whole number of at least 1.`,
    );
  }
  return engines[name as EngineName](options);
}
