/** Running a fit in a thread with a progress bar; Ctrl-C stops it. */
import type { StudyFit, StudyFitInput } from "@plateau/scaling/fit/types.ts";
import { runLongTask } from "../live/long-task.ts";
import type { Terminal } from "../terminal.ts";

const stages = { starts: "Fitting", resamples: "Intervals", checks: "Checks" } as const;

/** @throws ScalingError for points that cannot be used, CliError E_INTERRUPTED on Ctrl-C */
export async function runFit(input: StudyFitInput, terminal: Terminal): Promise<StudyFit> {
  const task = { title: "Fitting the law", interrupted: "The fit was interrupted." };
  return runLongTask(terminal, task, async (line, signal) => {
    const { fitStudyInThread } = await import("@plateau/scaling");
    return fitStudyInThread(input, {
      signal,
      onProgress: ({ stage, done, total }) => line.update(done, total, `${stages[stage]} ${done}/${total}`),
    });
  });
}
