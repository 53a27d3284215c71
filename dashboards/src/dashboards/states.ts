/** What runs and studies can be doing, in the order in which they do it, with a colour each. */
import { by, series } from "../kit/query.ts";
import type { State } from "../kit/panels.ts";

export const runStates = [
  { name: "pending", colour: "#8e8e8e" },
  { name: "queued", colour: "purple" },
  { name: "training", colour: "blue" },
  { name: "suspended", colour: "orange" },
  { name: "succeeded", colour: "green" },
  { name: "failed", colour: "red" },
] as const satisfies readonly State[];

/** The position in `runStates` of what each run is doing. */
export function stateNumbers(where: { namespace: string; kind?: string; run?: string }): string {
  const terms = runStates.map(
    ({ name }, i) => `(${series("plateau_run_state", { ...where, state: name })} == 1) * ${i}`,
  );
  return by("max", ["kind", "run"], terms.join(" or "));
}
