/**
 * Kernels: which engine has which, from the tables that they work by. A new engine is a row here, and its lowering's table says the rest.
 */
import type { EngineName } from "./index.ts";
import { lowerings as onnx } from "./lower/onnx/kernels/index.ts";
import { translations } from "./native-cpu/plan/kernels/index.ts";
import { lowerings as stableHlo } from "./lower/stablehlo/kernels/index.ts";
import { lowerings as tensorFlow } from "./lower/tensorflow/kernels/index.ts";
import { kernelRules } from "./record/kernels/index.ts";

type Table = Readonly<Record<string, unknown>>;

/** Engines that compute TensorFlow.js's operations one by one have all that can be recorded. */
const tables: Readonly<Record<EngineName, Table>> = {
  onnxruntime: onnx,
  native: translations,
  pjrt: stableHlo,
  tensorflow: tensorFlow,
  "tfjs-node": kernelRules,
  reference: kernelRules,
};

/** Names of the engines that have a recorded kernel. */
export function enginesWith(kernel: string): string[] {
  return Object.entries(tables)
    .filter(([, table]) => Object.hasOwn(table, kernel))
    .map(([name]) => name);
}

/** What is wrong and what to do, for people. @param place line of the model; "" if it is not known */
export function describeLack(engine: string, kernel: string, place: string): string {
  const having = enginesWith(kernel).filter((name) => name !== engine);
  const where = place === "" ? "" : `, which ${place} uses`;
  const others =
    having.length === 0
      ? "No engine has it: write that line with other operations."
      : `Engines that have it: ${having.join(", ")}. Name one of them (spec.engine.name, --engine), or write that line with other operations.`;
  return `The engine ${engine} lacks the kernel ${kernel}${where}. ${others}`;
}
