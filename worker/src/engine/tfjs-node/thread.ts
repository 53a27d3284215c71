/**
 * Thread: the worker thread in which tfjs-node computes. Its calls take the thread that makes them, and it would be the backend of
 * everything else on TensorFlow.js there.
 */
import { parentPort } from "node:worker_threads";
import { serveRequests, type CloseRequest } from "../engine-thread.ts";
import { EngineError, messageOf } from "../errors.ts";
import { viewOf, type Slot, type Vectors } from "../vectors.ts";
import { openBackend } from "./backend.ts";
import type { Request } from "./messages.ts";
import { Replay } from "./replay.ts";

interface Program {
  replay: Replay;
  inputs: readonly Slot[];
  outputs: readonly Slot[];
}

const programs = new Map<number, Program>();

function run({ replay, inputs, outputs }: Program, vectors: Vectors): void {
  const views = (slots: readonly Slot[]) => slots.map((slot) => viewOf(slot, vectors[slot.vector]!));
  try {
    replay.run(views(inputs), (results) => {
      views(outputs).forEach((view, index) => view.set(results[index]!));
    });
  } catch (error) {
    throw isOutOfMemory(error)
      ? new EngineError("E_MEMORY", `tfjs-node: ${messageOf(error)}`, { cause: error })
      : error;
  }
}

/** The binding puts TensorFlow's code, RESOURCE_EXHAUSTED, into the text. */
function isOutOfMemory(error: unknown): boolean {
  return /^Invalid TF_Status: 8\b/.test(messageOf(error));
}

function serve(request: Request | CloseRequest): void {
  if (request.kind === "open") openBackend(request.parts);
  else if (request.kind === "compile") {
    const { program, graph, inputs, outputs } = request;
    programs.set(program, { replay: new Replay(graph), inputs, outputs });
  } else if (request.kind === "run") run(programs.get(request.program)!, request.vectors);
  else {
    for (const { replay } of programs.values()) replay.dispose();
    programs.clear();
  }
}

serveRequests<Request>(parentPort!, serve);
