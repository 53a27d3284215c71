/** Competitors: a product by the native engine's code, by onnxruntime and by PyTorch, each behind the same two calls. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { Addon } from "@plateau/worker/engine/native-cpu/addon.ts";
import { multiply } from "@plateau/worker/engine/native-cpu/direct/direct.ts";
import { encodeModel } from "@plateau/worker/engine/lower/onnx/model.ts";
import type { ProductShape } from "./shapes.ts";

/** A product whose operands are ready. Every element of A is 0.5 and of B 0.25, so that of C is an eighth of the depth. */
export interface Prepared {
  /** @returns milliseconds of each repetition */
  run(repeats: number): Promise<number[]>;
  element(): number;
  release(): Promise<void>;
}

export interface Competitor {
  name: string;
  prepare(shape: ProductShape): Promise<Prepared>;
  close(): void;
}

/** As it lies in memory. */
const ofA = ({ rows, depth, transposedA }: ProductShape): number[] =>
  transposedA ? [depth, rows] : [rows, depth];
const ofB = ({ depth, columns, transposedB }: ProductShape): number[] =>
  transposedB ? [columns, depth] : [depth, columns];
const filled = ([rows, columns]: number[], value: number): Float32Array =>
  new Float32Array(rows! * columns!).fill(value);

export function native(addon: Addon, threads: number): Competitor {
  const instructionSet = addon.instructionSets().at(-1)!;
  return {
    name: `native (${instructionSet})`,
    prepare: async (shape) => {
      const { rows, depth, columns, transposedA, transposedB } = shape;
      const c = new Float32Array(rows * columns);
      const strides = (stride: number, transposed: boolean): { rowStride: number; columnStride: number } =>
        transposed ? { rowStride: 1, columnStride: stride } : { rowStride: stride, columnStride: 1 };
      const product = {
        rows,
        columns,
        depth,
        a: { data: filled(ofA(shape), 0.5), ...strides(transposedA ? rows : depth, transposedA) },
        b: { data: filled(ofB(shape), 0.25), ...strides(transposedB ? depth : columns, transposedB) },
        c,
        cStride: columns,
      };
      return {
        run: async (repeats) =>
          multiply(addon, { threads, instructionSet }, [product], repeats).map((ns) => ns / 1e6),
        element: () => c.at(-1)!,
        release: async () => {},
      };
    },
    close: () => {},
  };
}

export function onnxruntime(threads: number): Competitor {
  return {
    name: "onnxruntime (Gemm)",
    prepare: async (shape) => {
      const { rows, columns, transposedA, transposedB } = shape;
      const result = { name: "c", type: "float32", shape: [rows, columns] } as const;
      const model = encodeModel({
        inputs: [
          { name: "a", type: "float32", shape: ofA(shape) },
          { name: "b", type: "float32", shape: ofB(shape) },
        ],
        outputs: [result],
        nodes: [
          {
            name: "product",
            operator: "Gemm",
            domain: "",
            inputs: ["a", "b"],
            outputs: ["c"],
            attributes: { transA: transposedA ? 1 : 0, transB: transposedB ? 1 : 0 },
          },
        ],
        constants: [],
        described: [],
      });
      const session = await InferenceSession.create(model, {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        extra: { session: { intra_op: { allow_spinning: "0" } } },
      });
      const c = new Float32Array(rows * columns);
      const feeds = {
        a: new Tensor("float32", filled(ofA(shape), 0.5), ofA(shape)),
        b: new Tensor("float32", filled(ofB(shape), 0.25), ofB(shape)),
      };
      const fetches = { c: new Tensor("float32", c, [rows, columns]) };
      return {
        run: async (repeats) => {
          const ms: number[] = [];
          for (let i = 0; i < repeats; i++) {
            const start = performance.now();
            await session.run(feeds, fetches);
            ms.push(performance.now() - start);
          }
          return ms;
        },
        element: () => c.at(-1)!,
        release: () => session.release(),
      };
    },
    close: () => {},
  };
}

export function pytorch(python: string, script: string, threads: number): Competitor {
  const child = spawn(python, [script, String(threads)], {
    env: { ...process.env, OMP_NUM_THREADS: String(threads) },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (command: object): Promise<{ ms: number[]; element: number }> => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error("PyTorch's process ended early.");
    return JSON.parse(value as string) as { ms: number[]; element: number };
  };
  return {
    name: "PyTorch (mm)",
    prepare: async (shape) => {
      await ask(shape);
      let element = Number.NaN;
      return {
        run: async (repeats) => {
          const answer = await ask({ repeats });
          ({ element } = answer);
          return answer.ms;
        },
        element: () => element,
        release: async () => {},
      };
    },
    close: () => child.stdin.end(),
  };
}
