/**
 * ProfileFile: where onnxruntime writes the times of a session's kernels, and what they say.
 *
 * It is a list of trace events in microseconds: "model_run" for each call and, within it, one "…_kernel_time" for each kernel. Kernels
 * are named as lower/onnx names the nodes: a number, the recorded kernel, "@", the line of the model.
 */
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallTimes, KernelTime } from "../engine.ts";
import { EngineError } from "../errors.ts";

/** Bytes; a string of JavaScript holds not many more. */
const longestText = 500e6;

export class ProfileFile {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<ProfileFile> {
    return new ProfileFile(await mkdtemp(join(tmpdir(), "plateau-profile-")));
  }

  /** What the file's path begins with. */
  get prefix(): string {
    return join(this.#folder, "kernels");
  }

  /** Once it is written: read, then removed. @throws EngineError E_ENGINE if there is none, or one too large to read */
  async take(): Promise<CallTimes[]> {
    try {
      const [name] = await readdir(this.#folder);
      if (name === undefined) throw new EngineError("E_ENGINE", "onnxruntime wrote no times of its kernels.");
      const file = join(this.#folder, name);
      const { size } = await stat(file);
      if (size > longestText) {
        throw new EngineError(
          "E_ENGINE",
          `onnxruntime wrote ${Math.round(size / 1e6)} MB of times of kernels, more than can be read at once; measure fewer steps.`,
        );
      }
      return readProfile(await readFile(file, "utf8"));
    } finally {
      await this.remove();
    }
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

interface TraceEvent {
  cat?: string;
  name: string;
  ts: number;
  dur: number;
  args?: { op_name?: string };
}

const kernelSuffix = "_kernel_time";

const endOf = ({ ts, dur }: TraceEvent): number => ts + dur;

/** Calls of a session in order. Kernels of a loop's body are in the time of the loop. */
export function readProfile(text: string): CallTimes[] {
  const events = (JSON.parse(text) as TraceEvent[]).toSorted((a, b) => a.ts - b.ts || b.dur - a.dur);
  const kernels = events.filter(({ name }) => name.endsWith(kernelSuffix));
  let next = 0;
  return events
    .filter(({ name }) => name === "model_run")
    .map((call) => {
      const own: TraceEvent[] = [];
      while (next < kernels.length && kernels[next]!.ts < call.ts) next++;
      for (; next < kernels.length && kernels[next]!.ts < endOf(call); next++) {
        const outer = own.at(-1);
        if (outer === undefined || kernels[next]!.ts >= endOf(outer)) own.push(kernels[next]!);
      }
      return { ms: call.dur / 1000, kernels: own.map((event) => kernelTime(event, call)) };
    });
}

function kernelTime({ name, ts, dur, args }: TraceEvent, call: TraceEvent): KernelTime {
  const label = name.slice(name.indexOf(" ") + 1, -kernelSuffix.length);
  const at = label.indexOf("@");
  const operator = args?.op_name ?? "";
  const kernel = at < 0 ? label : label.slice(0, at);
  return {
    kernel,
    place: at < 0 ? "" : label.slice(at + 1),
    operator,
    kind: kindOf(kernel, operator),
    fromMs: (ts - call.ts) / 1000,
    // Whole microseconds: by one of them a kernel may seem to outlast its call.
    ms: Math.min(dur, endOf(call) - ts) / 1000,
  };
}

const products = ["BatchMatMul", "_FusedMatMul", "Einsum"];

/** Move numbers without computing any. */
const copies = [
  "Cast",
  "Concat",
  "Expand",
  "Flatten",
  "Identity",
  "Pad",
  "Reshape",
  "Slice",
  "Split",
  "Squeeze",
  "Tile",
  "Transpose",
  "Unsqueeze",
];

/** lower/onnx/kernels makes Gemm of products of two dimensions, and products of some sums, too. */
function kindOf(kernel: string, operator: string): KernelTime["kind"] {
  if (copies.includes(operator)) return "copy";
  if (!products.includes(kernel)) return "other";
  if (operator === "Gemm") return "product";
  return ["MatMul", "FusedMatMul", "Einsum"].includes(operator) ? "batchedProduct" : "other";
}
