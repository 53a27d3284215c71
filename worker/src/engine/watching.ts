/** Watching: which tensor of a program is the first that is not finite. A program of its own, compiled when somebody asks. */
import type { RunProgram, Runtime } from "./compiling-engine.ts";
import type { NotFiniteTensor } from "./engine.ts";
import { valueOf, type Graph } from "./record/graph.ts";
import { watchFinite } from "./record/passes/watch-finite.ts";
import { Staging, type Slot, type Vectors } from "./vectors.ts";

/**
 * @param graph  with places
 * @param inputs of the graph
 * @returns runs the program; the first in the order of the record, or undefined if all are finite
 */
export async function watchProgram(
  runtime: Runtime,
  graph: Graph,
  inputs: readonly Slot[],
): Promise<(vectors: Vectors) => Promise<NotFiniteTensor | undefined>> {
  const { graph: watching, watched } = watchFinite(graph);
  const shape = [watched.length];
  const run: RunProgram = await runtime.compile(watching, {
    inputs,
    outputs: [{ vector: "flags", type: "float32", shape, from: 0 }],
  });
  const flags = new Float32Array(watched.length);
  const staging = new Staging(watched.length);
  return async (vectors) => {
    const room = staging.to(flags);
    await run({ ...vectors, flags: room.vector });
    room.finish();
    const node = watched[flags.indexOf(0)];
    if (node === undefined) return undefined;
    return { kernel: node.kernel, place: node.place ?? "", shape: valueOf(graph, node.outputs[0]!).shape };
  };
}
