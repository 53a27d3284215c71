/**
 * Plan: from a recorded graph to what the native part executes. Nothing here computes on numbers or knows the machine.
 *
 *   graph → works on views (translate) → groups (fuse) → tile programs → places in memory (layOut) → numbers (encode)
 */
import type { ProgramSlots } from "../../compiling-engine.ts";
import type { Graph } from "../../record/graph.ts";
import { registerNumbers, type Step } from "./encode.ts";
import { fuse, unfused } from "./fuse.ts";
import { placed, type Group } from "./group.ts";
import type { Base } from "./builder.ts";
import { layOut, type Layout, type Use } from "./memory.ts";
import { tileProgram, type TileProgram } from "./tile-program.ts";
import { translate } from "./translate.ts";
import { type BaseId } from "./view.ts";
import { needsOf, type Purpose, type Work } from "./work.ts";

export interface Plan {
  readonly bases: readonly Base[];
  readonly steps: readonly Step[];
  readonly layout: Layout;
  /** What each step is for: its works in order. */
  readonly purposes: readonly (readonly Purpose[])[];
  /** Of one thread, in numbers. */
  readonly registers: number;
}

const worksOf = (group: Group): readonly Work[] => {
  if (group.kind === "tile") return group.works;
  return group.kind === "product" ? [group.work, ...group.after] : [group.work];
};

/** Groups that want a base, besides the one that makes it. */
function wantedOutside(
  groups: readonly Group[],
  kept: ReadonlySet<BaseId>,
): (base: BaseId, group: number) => boolean {
  const readers = new Map<BaseId, Set<number>>();
  groups.forEach((group, at) => {
    for (const base of worksOf(group).flatMap(needsOf)) {
      const known = readers.get(base);
      if (known) known.add(at);
      else readers.set(base, new Set([at]));
    }
  });
  return (base, group) => kept.has(base) || [...(readers.get(base) ?? [])].some((at) => at !== group);
}

function stepOf(group: Group, bases: readonly Base[], isStored: (base: BaseId) => boolean): Step {
  if (group.kind === "other") return group;
  if (group.kind === "tile") {
    const program = tileProgram(placed(group.works, group.shape)!, group.shape, { bases, isStored });
    return { kind: "tile", program };
  }
  const { work, after, shape } = group;
  if (after.length === 0) return { kind: "product", work, after: undefined };
  const program = tileProgram(placed(after, shape)!, shape, { bases, isStored, followsProduct: true });
  return { kind: "product", work, after: program };
}

/** Of the memory that a program's actions name. */
function usesOfProgram({ operands, actions }: TileProgram, bases: readonly Base[]): Use[] {
  return actions.flatMap(({ from, to }, action) =>
    [...from.map((index) => [index, false] as const), [to, true] as const].flatMap(([index, writes]) => {
      const operand = operands[index];
      if (operand?.kind !== "memory" && operand?.kind !== "strided") return [];
      const { base } = operand;
      const isWhole = operand.kind === "memory" && !operand.splat && operand.offset === 0;
      return [{ base, action, writes, inPlace: isWhole && bases[base]!.kind === "work" }];
    }),
  );
}

/** What a step does to memory. */
export function usesOf(step: Step, bases: readonly Base[]): Use[] {
  if (step.kind === "tile") return usesOfProgram(step.program, bases);
  const { work } = step;
  const reads = work.from.map(({ base }) => ({ base, action: -1, writes: false, inPlace: false }));
  if (step.kind === "product") {
    const result = { base: work.to.base, action: -1, writes: true, inPlace: true };
    return [...reads, result, ...(step.after === undefined ? [] : usesOfProgram(step.after, bases))];
  }
  const results = [work.to, ...step.work.more].map(({ base }) => ({
    base,
    action: 0,
    writes: true,
    inPlace: false,
  }));
  return [...reads, ...results];
}

export interface PlanOptions {
  /** One step a work, as little as possible in common: for comparisons. */
  readonly fuses?: boolean;
}

/** @throws LackingKernelError for a kernel that is not known */
export function planOf(graph: Graph, slots: ProgramSlots, { fuses = true }: PlanOptions = {}): Plan {
  const { bases, works, lodgings } = translate(graph, slots);
  const groups = fuses ? fuse(works, bases, lodgings) : unfused(works);
  const wanted = wantedOutside(groups, new Set(lodgings.map(({ base }) => base)));
  const steps = groups.map((group, at) => stepOf(group, bases, (base) => wanted(base, at)));
  const layout = layOut(
    bases,
    steps.map((step) => usesOf(step, bases)),
    lodgings,
  );
  const programs = steps.flatMap((step) => {
    if (step.kind === "tile") return [step.program];
    return step.kind === "product" && step.after ? [step.after] : [];
  });
  return {
    bases,
    steps,
    layout,
    purposes: groups.map((group) => worksOf(group).map(({ purpose }) => purpose)),
    registers: Math.max(0, ...programs.map(registerNumbers)),
  };
}
