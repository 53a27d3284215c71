/**
 * Times: what the native part measured of a call, as kernels. Works that were done together are one entry, under the name of the first
 * product or reduction among them and the line of the model where that stands.
 */
import type { CallTimes, KernelTime } from "../engine.ts";
import type { Step } from "./plan/encode.ts";
import type { Plan } from "./plan/plan.ts";
import { isDense } from "./plan/view.ts";

function kindOf(step: Step): KernelTime["kind"] {
  if (step.kind === "product") return step.work.to.shape[0] === 1 ? "product" : "batchedProduct";
  if (step.kind === "other") return "other";
  return step.program.actions.every(({ operation }) => operation === "copy") ? "copy" : "other";
}

function operatorOf(step: Step): string {
  if (step.kind === "other") return step.work.step;
  if (step.kind === "tile") return step.program.actions.map(({ operation }) => operation).join(" ");
  const { work, after } = step;
  const turned = work.from.map((view) => (isDense({ ...view, offset: 0 }) ? "" : "ᵀ"));
  const [, rows, columns] = work.to.shape;
  const following =
    after === undefined ? "" : ` ${after.actions.map(({ operation }) => operation).join(" ")}`;
  return `product${turned.join("")} ${rows}×${work.from[0].shape[2]}×${columns}${following}`;
}

/** @param times nanoseconds at the beginning and after each step */
export function callTimes(
  { steps, purposes }: Pick<Plan, "steps" | "purposes">,
  times: Float64Array,
): CallTimes {
  const ms = (index: number): number => (times[index]! - times[0]!) / 1e6;
  const kernels = steps.map((step, index): KernelTime => {
    const { kernel, place } = purposes[index]![0]!;
    return {
      kernel,
      place,
      operator: operatorOf(step),
      kind: kindOf(step),
      fromMs: ms(index),
      ms: ms(index + 1) - ms(index),
    };
  });
  return { ms: ms(steps.length), kernels };
}
