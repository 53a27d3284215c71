/** `fitStudy` in a thread of its own, so that a controller's loop or a progress bar never waits for it. */
import { Worker } from "node:worker_threads";
import { ScalingError, type ScalingErrorCode } from "../errors.ts";
import type { FitProgress, StudyFit, StudyFitInput } from "./types.ts";

/** What the thread sends; the last message is a result or an error. */
export type ThreadMessage =
  | { kind: "progress"; progress: FitProgress }
  | { kind: "result"; fit: StudyFit }
  | { kind: "error"; code: ScalingErrorCode | undefined; message: string };

/**
 * The same result as `fitStudy`, to the bit.
 *
 * @param options.signal ends the thread at once
 * @throws ScalingError as `fitStudy`, and E_FIT_ABORTED when the signal fires
 */
export async function fitStudyInThread(
  input: StudyFitInput,
  { onProgress, signal }: { onProgress?: (progress: FitProgress) => void; signal?: AbortSignal } = {},
): Promise<StudyFit> {
  if (signal?.aborted) throw aborted();
  const thread = new Worker(new URL("./thread.ts", import.meta.url), { workerData: input });
  const { promise, resolve, reject } = Promise.withResolvers<StudyFit>();
  const stop = (): void => reject(aborted());
  signal?.addEventListener("abort", stop, { once: true });
  thread.on("message", (message: ThreadMessage) => {
    if (message.kind === "progress") onProgress?.(message.progress);
    else if (message.kind === "result") resolve(message.fit);
    else reject(message.code ? new ScalingError(message.code, message.message) : new Error(message.message));
  });
  thread.once("error", reject);
  thread.once("exit", (code) => reject(new Error(`The thread of the fit ended early with code ${code}.`)));
  try {
    return await promise;
  } finally {
    signal?.removeEventListener("abort", stop);
    await thread.terminate();
  }
}

function aborted(): ScalingError {
  return new ScalingError(
    "E_FIT_ABORTED",
    "The fit was stopped before it was done; start it again if needed.",
  );
}
