/**
 * Work: a recorded program as operations on views. Each is one kind of loop, which the native part knows how to run.
 */
import type { BaseId, View } from "./view.ts";

/** What it is for, for whoever measures. */
export interface Purpose {
  readonly kernel: string;
  readonly place: string;
}

interface Common {
  readonly purpose: Purpose;
}

/** Element by element: all views have one shape. */
export interface MapWork extends Common {
  readonly kind: "map";
  /** As the native part names it. */
  readonly operation: string;
  readonly from: readonly View[];
  readonly to: View;
  /** Of the operation itself: bounds, slopes. */
  readonly x: number;
  readonly y: number;
}

/** Each row of the last dimension becomes one number: [..., C] → [...]. */
export interface RowsWork extends Common {
  readonly kind: "rows";
  readonly operation: string;
  readonly from: readonly [View];
  readonly to: View;
}

/** All rows become one: [R, C] → [C]. */
export interface ColumnsWork extends Common {
  readonly kind: "columns";
  readonly operation: string;
  readonly from: readonly [View];
  readonly to: View;
}

/** Products of matrices: [P, M, K] and [P, K, N] → [P, M, N]. */
export interface ProductWork extends Common {
  readonly kind: "product";
  readonly from: readonly [View, View];
  readonly to: View;
}

/** In the order in which the native part numbers its steps. */
export const otherSteps = [
  "gather",
  "scatterAdd",
  "scatterSet",
  "extreme",
  "top",
  "cumulative",
  "random",
  "attention",
  "attentionBackward",
] as const;

/** Loops of their own, on dense views. */
export interface OtherWork extends Common {
  readonly kind: "other";
  readonly step: (typeof otherSteps)[number];
  /** Sizes and switches in the step's own order. */
  readonly numbers: readonly number[];
  /** Its memory in the step's own order: `to` are the last of it. */
  readonly from: readonly View[];
  readonly to: View;
  /** Results besides `to`, behind it. */
  readonly more: readonly View[];
}

export type TileWork = MapWork | RowsWork | ColumnsWork;
export type Work = TileWork | ProductWork | OtherWork;

export function resultsOf(work: Work): readonly View[] {
  return work.kind === "other" ? [work.to, ...work.more] : [work.to];
}

/** What has to be there before the work is done. */
export function needsOf(work: Work): BaseId[] {
  return work.from.flatMap(({ base, after = [] }) => [base, ...after]);
}
