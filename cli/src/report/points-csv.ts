/** The points of a study as CSV, in the form that `plateau fit` reads. Pure. */
import type { StudyReport } from "./study-report.ts";

/** Full precision; finished points only. Column C is by the detailed count and not used where D is given. */
export function pointsCsv({ sizes }: StudyReport): string {
  const rows = sizes.flatMap((size) =>
    size.branches.flatMap(({ name, tokens, flops, finalLoss }) =>
      finalLoss === undefined ? [] : [[size.name, name, size.parameters, tokens, flops, finalLoss].join(",")],
    ),
  );
  return ["size,cooldown,N,D,C,loss", ...rows, ""].join("\n");
}
