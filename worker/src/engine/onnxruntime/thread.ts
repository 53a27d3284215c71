/**
 * Thread: the worker thread that owns the sessions.
 *
 * onnxruntime-node computes synchronously on the thread that calls it, so the engine has one of its own and the
 * caller's event loop stays free.
 */
import { parentPort } from "node:worker_threads";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { serveRequests, type CloseRequest } from "../engine-thread.ts";
import { viewOf, type Slot, type Vectors } from "../vectors.ts";
import type { Request, SessionSettings } from "./messages.ts";

interface Program {
  session: InferenceSession;
  inputs: readonly Slot[];
  outputs: readonly Slot[];
}

const programs = new Map<number, Program>();

function sessionOptions({ threads, arena, profile }: SessionSettings): InferenceSession.SessionOptions {
  return {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    // The record is simplified and fused before it comes here. onnxruntime's own passes cost time: they undo the turned
    // matrices of lower/onnx/kernels/matrix.ts, and renumber nodes, by which it orders the execution (lower/onnx/order.ts).
    graphOptimizationLevel: "disabled",
    // Measured on M of bench/step: without the arena every large result is fresh memory and its page faults cost a
    // tenth of the step; the pattern would plan one block for everything, a third more than is ever alive at once.
    enableCpuMemArena: arena,
    enableMemPattern: false,
    logSeverityLevel: 3,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    // Waiting threads sleep: other ranks share the machine.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  };
}

/** The library's types know private memory only; it takes shared memory all the same. */
type Private<T> = T & Float32Array<ArrayBuffer> & Int32Array<ArrayBuffer>;

/** Tensors named i0, i1, … or o0, o1, … that look into the shared vectors. */
function tensors(prefix: string, slots: readonly Slot[], vectors: Vectors): Record<string, Tensor> {
  return Object.fromEntries(
    slots.map((slot, index) => {
      const data = viewOf(slot, vectors[slot.vector]!) as Private<Float32Array | Int32Array>;
      return [`${prefix}${index}`, new Tensor(slot.type, data, slot.shape)];
    }),
  );
}

async function serve(request: Request | CloseRequest): Promise<void> {
  if (request.kind === "compile") {
    const { program, model, settings, inputs, outputs } = request;
    const session = await InferenceSession.create(model, sessionOptions(settings));
    programs.set(program, { session, inputs, outputs });
  } else if (request.kind === "run") {
    const { session, inputs, outputs } = programs.get(request.program)!;
    await session.run(tensors("i", inputs, request.vectors), tensors("o", outputs, request.vectors));
  } else if (request.kind === "end-profile") {
    programs.get(request.program)!.session.endProfiling();
  } else {
    await Promise.all([...programs.values()].map(({ session }) => session.release()));
    programs.clear();
  }
}

serveRequests<Request>(parentPort!, serve);
