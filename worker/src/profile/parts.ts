/**
 * Parts: where the mean step goes. Every moment of a step is in exactly one part, so they add up to it.
 */
import type { KernelTime } from "../engine/engine.ts";
import { lengthOf, sum, type MeasuredStep } from "./measurement.ts";

export type PartName =
  | "matrix products"
  | "attention's products"
  | "other kernels"
  | "copies"
  | "engine, between kernels"
  | "engine"
  | "reading data"
  | "exchange"
  | "update"
  | "JavaScript";

export interface Part {
  name: PartName;
  /** Of the mean step. */
  ms: number;
  /** Of the mean step, 0 … 1. */
  share: number;
}

const kindNames: Readonly<Record<KernelTime["kind"], PartName>> = {
  product: "matrix products",
  batchedProduct: "attention's products",
  other: "other kernels",
  copy: "copies",
};

/** @returns the parts in the order in which a reader wants them; "engine" stands for all within it, if it has no times of kernels */
export function partsOf(steps: readonly MeasuredStep[]): { stepMs: number; parts: Part[] } {
  const totals = new Map<PartName, number>();
  for (const step of steps)
    for (const [name, ms] of partsOfStep(step)) totals.set(name, (totals.get(name) ?? 0) + ms);
  const totalMs = sum(steps.map(({ span }) => lengthOf(span)));
  const parts = [...totals].map(([name, ms]) => ({ name, ms: ms / steps.length, share: ms / totalMs }));
  return { stepMs: totalMs / steps.length, parts };
}

function partsOfStep({ span, calls, inside, reads, exchange, update }: MeasuredStep): [PartName, number][] {
  const engineMs = sum(calls.map(lengthOf));
  const around: [PartName, number][] = [
    ["reading data", sum(reads.map(lengthOf))],
    ["exchange", lengthOf(exchange)],
    ["update", lengthOf(update)],
  ];
  const restMs = lengthOf(span) - engineMs - sum(around.map(([, ms]) => ms));
  return [...engineParts(engineMs, inside), ...around, ["JavaScript", restMs]];
}

function engineParts(engineMs: number, inside: MeasuredStep["inside"]): [PartName, number][] {
  if (!inside) return [["engine", engineMs]];
  const kernels = inside.flatMap((call) => call.kernels);
  const kinds = (Object.entries(kindNames) as [KernelTime["kind"], PartName][]).map(
    ([kind, name]): [PartName, number] => [
      name,
      sum(kernels.filter((each) => each.kind === kind).map(({ ms }) => ms)),
    ],
  );
  return [...kinds, ["engine, between kernels", engineMs - sum(kinds.map(([, ms]) => ms))]];
}
