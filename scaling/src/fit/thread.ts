/** Entry of the thread of `fitStudyInThread`: fits what it was given and sends progress, then the result. */
import { parentPort, workerData } from "node:worker_threads";
import { ScalingError } from "../errors.ts";
import type { ThreadMessage } from "./in-thread.ts";
import { fitStudy } from "./study.ts";
import type { StudyFitInput } from "./types.ts";

const send = (message: ThreadMessage): void => parentPort?.postMessage(message);

try {
  const fit = fitStudy(workerData as StudyFitInput, (progress) => send({ kind: "progress", progress }));
  send({ kind: "result", fit });
} catch (error) {
  const code = error instanceof ScalingError ? error.code : undefined;
  send({ kind: "error", code, message: error instanceof Error ? error.message : String(error) });
}
