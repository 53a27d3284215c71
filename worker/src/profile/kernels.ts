/**
 * Kernels: those that take most of a step, by what they are and the line of the model that they belong to.
 */
import type { KernelTime } from "../engine/engine.ts";
import { lengthOf, sum, type MeasuredStep } from "./measurement.ts";

export interface KernelGroup {
  /** As recorded: TensorFlow.js's name. */
  kernel: string;
  /** What the engine runs for it. */
  operator: string;
  kind: KernelTime["kind"];
  /** Line of the model; "" if it is not known. */
  place: string;
  /** Times a step. */
  count: number;
  /** Of the mean step, all of them together. */
  ms: number;
  /** Of the mean step, 0 … 1. */
  share: number;
}

/** The longest first. Empty if the engine has no times of kernels. */
export function kernelGroups(steps: readonly MeasuredStep[]): KernelGroup[] {
  const groups = new Map<string, KernelTime[]>();
  for (const time of steps.flatMap(({ inside }) => inside ?? []).flatMap(({ kernels }) => kernels)) {
    const key = JSON.stringify([time.kernel, time.operator, time.place]);
    const group = groups.get(key);
    if (group) group.push(time);
    else groups.set(key, [time]);
  }
  const totalMs = sum(steps.map(({ span }) => lengthOf(span)));
  return [...groups.values()]
    .map((times) => {
      const { kernel, operator, kind, place } = times[0]!;
      const ms = sum(times.map((each) => each.ms));
      return {
        kernel,
        operator,
        kind,
        place,
        count: times.length / steps.length,
        ms: ms / steps.length,
        share: ms / totalMs,
      };
    })
    .toSorted((a, b) => b.ms - a.ms);
}
