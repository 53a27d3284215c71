/**
 * Definition of a kind: the one source from which come its TypeScript type, admission, CRD, printer columns and reference
 * page. A later kind is one more file that calls `defineKind` and one more line in `index.ts`.
 */
import type { z } from "zod";
import type { KubeObject, ObjectMeta } from "../cluster/cluster.ts";

export const apiGroup = "plateau.dev";
export const apiVersion = `${apiGroup}/v1alpha1`;

export interface PrinterColumn {
  name: string;
  type: "string" | "integer" | "date";
  jsonPath: string;
  description: string;
  /** 0 = always shown, 1 = with `-o wide`. */
  priority?: 0 | 1;
}

export interface KindDefinition<
  K extends string = string,
  Spec extends z.ZodType = z.ZodType,
  Status extends z.ZodType = z.ZodType,
> {
  kind: K;
  plural: string;
  singular: string;
  shortNames: string[];
  description: string;
  spec: Spec;
  status: Status;
  /** Fields directly under spec that may change after creation. All others are fixed. */
  mutable: readonly string[];
  /** Condition type → what it means when it is True. */
  conditionTypes: Readonly<Record<string, string>>;
  columns: readonly PrinterColumn[];
  scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath: string };
}

export function defineKind<K extends string, Spec extends z.ZodType, Status extends z.ZodType>(
  definition: KindDefinition<K, Spec, Status>,
): KindDefinition<K, Spec, Status> {
  return definition;
}

/** Object of a kind as a cluster returns it: admitted, so defaults are filled in. `status` is absent before the first visit. */
export type ObjectOf<D> =
  D extends KindDefinition<infer K, infer Spec, infer Status>
    ? KubeObject & { kind: K; metadata: ObjectMeta; spec: z.output<Spec>; status?: z.output<Status> }
    : never;

const conditionColumn = (type: string): string => `.status.conditions[?(@.type=="${type}")].reason`;

/** Columns of things that train. */
export const stateColumns: readonly PrinterColumn[] = [
  {
    name: "State",
    type: "string",
    jsonPath: conditionColumn("Progressing"),
    description: "What it is doing.",
  },
  { name: "Step", type: "integer", jsonPath: ".status.step", description: "Optimizer updates applied." },
  {
    name: "Loss",
    type: "string",
    jsonPath: ".status.loss",
    description: "Smoothed training loss, nats per token.",
  },
  {
    name: "Progress",
    type: "string",
    jsonPath: ".status.progress",
    description: "Share of the way that is done.",
  },
  { name: "Workers", type: "string", jsonPath: ".status.workers", description: "Ready and wanted ranks." },
  {
    name: "Age",
    type: "date",
    jsonPath: ".metadata.creationTimestamp",
    description: "Time since it was created.",
  },
  {
    name: "Tokens",
    type: "string",
    jsonPath: ".status.tokens",
    description: "Training tokens consumed.",
    priority: 1,
  },
  {
    name: "FLOPs",
    type: "string",
    jsonPath: ".status.flops",
    description: "Training FLOPs spent.",
    priority: 1,
  },
  {
    name: "Tokens/s",
    type: "string",
    jsonPath: ".status.tokensPerSecond",
    description: "Throughput.",
    priority: 1,
  },
];
