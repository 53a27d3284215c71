/**
 * Tile program: a group as operations on operands. Operands are registers, each of one tile or one number a row; constants; and memory,
 * which is used where it lies if its rows are one stride apart, and copied to a register otherwise.
 */
import type { Base } from "./builder.ts";
import type { Placed } from "./group.ts";
import { sizeOf, type BaseId, type View } from "./view.ts";

export type Operand =
  | { readonly kind: "tile" | "perRow"; readonly register: number }
  | { readonly kind: "constant"; readonly value: number; readonly isWhole: boolean }
  /** Row r begins `rowStride` · r behind the first; `splat`: it is one number. */
  | {
      readonly kind: "memory";
      readonly base: BaseId;
      readonly offset: number;
      readonly rowStride: number;
      readonly splat: boolean;
    }
  | {
      readonly kind: "strided";
      readonly base: BaseId;
      readonly offset: number;
      readonly strides: readonly number[];
    };

export interface Action {
  readonly operation: string;
  /** On one number a row. */
  readonly perRow: boolean;
  readonly to: number;
  readonly from: readonly number[];
  readonly x: number;
  readonly y: number;
}

export interface TileProgram {
  /** Rows run over all but the last. */
  readonly dimensions: readonly number[];
  readonly tile: readonly [rows: number, columns: number];
  readonly registers: { readonly tile: number; readonly perRow: number };
  readonly operands: readonly Operand[];
  readonly actions: readonly Action[];
  /** Sums run down the columns, which threads share; else they share rows. */
  readonly downColumns: boolean;
}

/** Numbers of a tile: a few registers of so many stay in the first cache. */
const tileNumbers = 2048;
/** Columns that are summed up together: a few cache lines of each row. */
const columnBand = 64;

export interface TileContext {
  readonly bases: readonly Base[];
  /** Whether a value is wanted outside of the group. */
  readonly isStored: (base: BaseId) => boolean;
}

/** Neighbouring dimensions as one, where all views run on from one to the other. The last is kept apart if rows mean something. */
function mergedDimensions(
  views: readonly View[],
  shape: readonly number[],
  keepsRows: boolean,
): { dimensions: number[]; axes: number[] } {
  const dimensions: number[] = [];
  /** Of each merged dimension the axis whose stride it has. */
  const axes: number[] = [];
  shape.forEach((size, axis) => {
    const isLast = axis === shape.length - 1;
    const before = axes.at(-1);
    const runsOn =
      before !== undefined &&
      !(isLast && keepsRows) &&
      views.every(({ strides }) => strides[before] === strides[axis]! * size);
    if (runsOn) {
      dimensions[dimensions.length - 1]! *= size;
      axes[axes.length - 1] = axis;
    } else {
      dimensions.push(size);
      axes.push(axis);
    }
  });
  return { dimensions, axes };
}

class TileCompiler {
  readonly #context: TileContext;
  readonly #placed: readonly Placed[];
  readonly #axes: readonly number[];
  readonly dimensions: readonly number[];
  readonly operands: Operand[] = [];
  readonly actions: Action[] = [];
  readonly #known = new Map<string, number>();
  /** Where values of the group are, by base. */
  readonly #values = new Map<BaseId, number>();
  readonly #lastUse = new Map<BaseId, number>();
  readonly #free = { tile: [] as number[], perRow: [] as number[] };
  readonly counts = { tile: 0, perRow: 0 };

  constructor(placed: readonly Placed[], shape: readonly number[], context: TileContext, keepsRows: boolean) {
    this.#context = context;
    this.#placed = placed;
    const wide = placed.flatMap(({ form, work, from, to }) => [
      ...(form === "tile" || work.kind !== "map" ? from : []),
      ...(form === "tile" ? [to] : []),
    ]);
    const { dimensions, axes } = mergedDimensions(wide, shape, keepsRows);
    this.dimensions = dimensions;
    this.#axes = axes;
    placed.forEach(({ work }, at) => work.from.forEach(({ base }) => this.#lastUse.set(base, at)));
  }

  run(): void {
    this.#placed.forEach((placed, at) => this.#compile(placed, at));
  }

  #add(operand: Operand): number {
    const key = JSON.stringify(operand);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const index = this.operands.push(operand) - 1;
    this.#known.set(key, index);
    return index;
  }

  #register(kind: "tile" | "perRow"): number {
    const register = this.#free[kind].pop() ?? this.counts[kind]++;
    return this.#add({ kind, register });
  }

  #release(index: number): void {
    const operand = this.operands[index]!;
    if (operand.kind === "tile" || operand.kind === "perRow") this.#free[operand.kind].push(operand.register);
  }

  #constant({ base }: View): number | undefined {
    const found = this.#context.bases[base]!;
    if (found.kind !== "constant" || found.size !== 1) return undefined;
    return this.#add({
      kind: "constant",
      value: found.data[0]!,
      isWhole: !(found.data instanceof Float32Array),
    });
  }

  /** Memory as it can be used where it lies, or else its strides. */
  #memory({ base, offset, strides, shape }: View): Operand {
    const own = this.#axes.map((axis) => strides[axis]!);
    const inner = own.at(-1)!;
    const outer = own.slice(0, -1);
    const rowStride = commonStride(outer, this.dimensions.slice(0, -1));
    const isPlain = inner === 1 || inner === 0 || shape.at(-1) === 1;
    if (rowStride === undefined || !isPlain) return { kind: "strided", base, offset, strides: own };
    return { kind: "memory", base, offset, rowStride, splat: inner === 0 };
  }

  #perRowMemory({ base, offset, strides, shape }: View): Operand {
    const isOne = strides.every((stride, axis) => stride === 0 || shape[axis] === 1) && sizeOf(shape) !== 1;
    return { kind: "memory", base, offset, rowStride: isOne ? 0 : 1, splat: true };
  }

  /** An operand for an action that needs tiles (`canSplat` false) or takes one number a row as well. */
  #tileOperand(view: View, canSplat: boolean, scratch: number[]): number {
    const known = this.#values.get(view.base) ?? this.#constant(view) ?? this.#add(this.#memory(view));
    const operand = this.operands[known]!;
    const isSplat =
      operand.kind === "perRow" ||
      operand.kind === "constant" ||
      (operand.kind === "memory" && operand.splat);
    if (operand.kind !== "strided" && (canSplat || !isSplat)) return known;
    const register = this.#register("tile");
    this.#act("copy", { to: register, from: [known] });
    scratch.push(register);
    return register;
  }

  #act(operation: string, action: Partial<Action> & Pick<Action, "to" | "from">): void {
    this.actions.push({ operation, perRow: false, x: 0, y: 0, ...action });
  }

  #compile(placed: Placed, at: number): void {
    const { work, form, to } = placed;
    const scratch: number[] = [];
    const from = this.#sources(placed, scratch);
    for (const { base } of work.from) this.#releaseAfterLastUse(base, at);
    for (const index of scratch) this.#release(index);
    const target = this.#target(placed, to);
    const settings = work.kind === "map" ? { x: work.x, y: work.y } : {};
    if (this.#isStrided(target) && !(isCopy(placed) && !from.some((index) => this.#isStrided(index)))) {
      // Computed in a register, then carried to where its rows lie.
      const register = this.#register("tile");
      this.#act(work.operation, { to: register, from, ...settings });
      this.#act("copy", { to: target, from: [register] });
      this.#release(register);
      return;
    }
    const perRow = form === "perRow" && work.kind === "map";
    this.#act(work.operation, { to: target, from, perRow, ...settings });
    this.#values.set(work.to.base, target);
  }

  #isStrided(index: number): boolean {
    return this.operands[index]!.kind === "strided";
  }

  /** @param scratch is given the registers that hold operands for this action alone */
  #sources(placed: Placed, scratch: number[]): number[] {
    const { work, form, from } = placed;
    const known = (view: View): number | undefined => this.#values.get(view.base) ?? this.#constant(view);
    if (form === "perRow" && work.kind === "map") {
      return from.map((view) => known(view) ?? this.#add(this.#perRowMemory(view)));
    }
    if (isCopy(placed)) return from.map((view) => known(view) ?? this.#add(this.#memory(view)));
    const canSplat = work.kind === "columns" || (work.kind === "map" && from.length > 1);
    return from.map((view) => this.#tileOperand(view, canSplat, scratch));
  }

  #releaseAfterLastUse(base: BaseId, at: number): void {
    const index = this.#values.get(base);
    if (index === undefined || this.#lastUse.get(base) !== at) return;
    this.#lastUse.set(base, -1);
    this.#release(index);
  }

  #target({ work, form }: Placed, to: View): number {
    if (work.kind === "columns") {
      return this.#add({ kind: "memory", base: to.base, offset: to.offset, rowStride: 0, splat: false });
    }
    const isWhole = this.#context.bases[to.base]!.kind === "work" && to.offset === 0;
    if (isWhole && !this.#context.isStored(to.base)) return this.#register(form);
    return this.#add(form === "perRow" ? this.#perRowMemory(to) : this.#memory(to));
  }
}

/** Takes whatever there is. */
const isCopy = ({ work }: Placed): boolean => work.kind === "map" && work.operation === "copy";

/** The stride of all outer dimensions as one; undefined if they do not run on into each other. */
function commonStride(strides: readonly number[], sizes: readonly number[]): number | undefined {
  let common: number | undefined;
  let next = 0;
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    if (sizes[axis] === 1) continue;
    if (common === undefined) common = strides[axis]!;
    else if (strides[axis] !== next) return undefined;
    next = strides[axis]! * sizes[axis]!;
  }
  return common ?? 0;
}

export interface TileOptions extends TileContext {
  /** It is done to pieces of a product: its rows and columns are that's. */
  readonly followsProduct?: boolean;
}

export function tileProgram(
  works: readonly Placed[],
  shape: readonly number[],
  { followsProduct = false, ...context }: TileOptions,
): TileProgram {
  const downColumns = works.some(({ work }) => work.kind === "columns");
  const hasRows = works.some(({ work, form }) => work.kind === "rows" || form === "perRow");
  const compiler = new TileCompiler(works, shape, context, hasRows || downColumns || followsProduct);
  compiler.run();
  const { dimensions } = compiler;
  const columns = dimensions.at(-1)!;
  return {
    dimensions,
    tile: downColumns
      ? [tileNumbers / columnBand, Math.max(1, Math.min(columns, columnBand))]
      : tileOf(
          columns,
          works.some(({ work }) => work.kind === "rows"),
        ),
    registers: compiler.counts,
    operands: compiler.operands,
    actions: compiler.actions,
    downColumns,
  };
}

function tileOf(columns: number, keepsRows: boolean): [number, number] {
  if (columns > tileNumbers) return [1, keepsRows ? columns : tileNumbers];
  return [Math.max(1, Math.floor(tileNumbers / Math.max(1, columns))), Math.max(1, columns)];
}
