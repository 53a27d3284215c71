/** Running a fit in a thread with a progress bar; Ctrl-C stops it. */
import type { StudyFit, StudyFitInput } from "@plateau/scaling/fit/types.ts";
import { CliError, exitCodes } from "../errors.ts";
import { progressLine } from "../live/progress-line.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";

const stages = { starts: "Fitting", resamples: "Intervals", checks: "Checks" } as const;

/** @throws ScalingError for points that cannot be used, CliError E_INTERRUPTED on Ctrl-C */
export async function runFit(input: StudyFitInput, terminal: Terminal): Promise<StudyFit> {
  const { signal, release } = stopSignal();
  const line = progressLine(terminal, "Fitting the law");
  try {
    const { fitStudyInThread } = await import("@plateau/scaling");
    return await fitStudyInThread(input, {
      signal,
      onProgress: ({ stage, done, total }) => line.update(done, total, `${stages[stage]} ${done}/${total}`),
    });
  } catch (error) {
    if (signal.aborted)
      throw new CliError("E_INTERRUPTED", "The fit was interrupted.", {
        cause: error,
        exitCode: exitCodes.interrupted,
      });
    throw error;
  } finally {
    line.clear();
    release();
  }
}
