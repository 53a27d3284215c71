/**
 * HloBuilder: collects the operations of a StableHLO function in order, gives results names, keeps each constant once.
 *
 * The operations are those that many kernels need; single kernels write theirs with `emit`. Shapes are static, so every
 * operation says its result's type and nothing is inferred by the compiler.
 */
import { createHash } from "node:crypto";
import type { ConstantData } from "../../record/graph.ts";
import { bytesText, scalarText, uniform } from "./literals.ts";
import { sameShape, typeText, type ElementType, type Tensor } from "./types.ts";

/** Result's shape and type. */
type Result = Pick<Tensor, "shape" | "type">;

export type Comparison = "EQ" | "NE" | "LT" | "LE" | "GT" | "GE";

export interface Slicing {
  from: readonly number[];
  /** First position that is not taken. */
  to: readonly number[];
  strides?: readonly number[];
}

export class HloBuilder {
  readonly lines: string[] = [];
  readonly #constants = new Map<string, Tensor>();

  /** Appends `%v7 = TEXT` and returns `%v7`. */
  emit(text: string, { shape, type }: Result): Tensor {
    const name = `%v${this.lines.length}`;
    this.lines.push(`${name} = ${text}`);
    return { name, shape: [...shape], type };
  }

  /** Appends an operation with several results. */
  emitMany(text: string, results: readonly Result[]): Tensor[] {
    const name = `%v${this.lines.length}`;
    this.lines.push(`${name}:${results.length} = ${text}`);
    return results.map(({ shape, type }, index) => ({ name: `${name}#${index}`, shape: [...shape], type }));
  }

  #constant(key: string, make: () => Tensor): Tensor {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#constants.set(key, made);
    return made;
  }

  scalar(value: number, type: ElementType): Tensor {
    const result = { shape: [], type };
    const text = `stablehlo.constant dense<${scalarText(value, type)}> : ${typeText(result)}`;
    return this.#constant(text, () => this.emit(text, result));
  }

  /** One number in every place. */
  filled(value: number, type: ElementType, shape: readonly number[]): Tensor {
    return this.#constant(`${scalarText(value, type)} ${typeText({ shape, type })}`, () =>
      this.broadcast(this.scalar(value, type), shape),
    );
  }

  /** A recorded constant; equal ones, such as the mask of every layer, are kept once. */
  constant(data: ConstantData, { shape, type }: Result): Tensor {
    const value = uniform(data);
    if (value !== undefined) return this.filled(value, type, shape);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const key = `${typeText({ shape, type })} ${createHash("sha256").update(bytes).digest("base64")}`;
    return this.#constant(key, () => {
      // MLIR packs truth values of a literal into bits; bytes are plainer.
      const stored = { shape, type: type === "i1" ? "i8" : type } as const;
      const text = data.length === 0 ? "" : bytesText(data);
      return this.convert(this.emit(`stablehlo.constant dense<${text}> : ${typeText(stored)}`, stored), type);
    });
  }

  unary(operation: string, x: Tensor): Tensor {
    return this.emit(`${operation} ${x.name} : ${typeText(x)}`, x);
  }

  /** Operations of the CHLO dialect, which StableHLO's compilers take too, name the result's type. */
  chlo(operation: string, x: Tensor): Tensor {
    return this.emit(`chlo.${operation} ${x.name} : ${typeText(x)} -> ${typeText(x)}`, x);
  }

  /** Operands are brought to a common shape; their types must be equal. */
  binary(operation: string, a: Tensor, b: Tensor): Tensor {
    const [left, right] = this.#together(a, b);
    return this.emit(`stablehlo.${operation} ${left.name}, ${right.name} : ${typeText(left)}`, left);
  }

  compare(comparison: Comparison, a: Tensor, b: Tensor): Tensor {
    const [left, right] = this.#together(a, b);
    const result = { shape: left.shape, type: "i1" } as const;
    const types = `(${typeText(left)}, ${typeText(right)}) -> ${typeText(result)}`;
    return this.emit(`stablehlo.compare ${comparison}, ${left.name}, ${right.name} : ${types}`, result);
  }

  select(condition: Tensor, whenTrue: Tensor, whenFalse: Tensor): Tensor {
    const [yes, no] = this.#together(whenTrue, whenFalse);
    const where = this.broadcast(condition, yes.shape);
    return this.emit(
      `stablehlo.select ${where.name}, ${yes.name}, ${no.name} : ${typeText(where)}, ${typeText(yes)}`,
      yes,
    );
  }

  #together(a: Tensor, b: Tensor): [Tensor, Tensor] {
    const rank = Math.max(a.shape.length, b.shape.length);
    const at = ({ shape }: Tensor, axis: number): number => shape[axis - rank + shape.length] ?? 1;
    const shape = Array.from({ length: rank }, (_, axis) => (at(a, axis) === 1 ? at(b, axis) : at(a, axis)));
    return [this.broadcast(a, shape), this.broadcast(b, shape)];
  }

  /** `dimensions` says which axis of the result each of x's is; by default the last ones. */
  broadcast(x: Tensor, shape: readonly number[], dimensions?: readonly number[]): Tensor {
    if (sameShape(x.shape, shape)) return x;
    const axes = dimensions ?? x.shape.map((_, axis) => axis + shape.length - x.shape.length);
    const result = { shape, type: x.type };
    return this.emit(
      `stablehlo.broadcast_in_dim ${x.name}, dims = [${axes.join(", ")}] : (${typeText(x)}) -> ${typeText(result)}`,
      result,
    );
  }

  reshape(x: Tensor, shape: readonly number[]): Tensor {
    if (sameShape(x.shape, shape)) return x;
    const result = { shape, type: x.type };
    return this.emit(`stablehlo.reshape ${x.name} : (${typeText(x)}) -> ${typeText(result)}`, result);
  }

  convert(x: Tensor, type: ElementType): Tensor {
    if (x.type === type) return x;
    const result = { shape: x.shape, type };
    return this.emit(`stablehlo.convert ${x.name} : (${typeText(x)}) -> ${typeText(result)}`, result);
  }

  transpose(x: Tensor, permutation: readonly number[]): Tensor {
    const result = { shape: permutation.map((axis) => x.shape[axis]!), type: x.type };
    return this.emit(
      `stablehlo.transpose ${x.name}, dims = [${permutation.join(", ")}] : (${typeText(x)}) -> ${typeText(result)}`,
      result,
    );
  }

  slice(x: Tensor, { from, to, strides = from.map(() => 1) }: Slicing): Tensor {
    const ranges = from.map((first, axis) => `${first}:${to[axis]!}:${strides[axis]!}`);
    const shape = from.map((first, axis) => Math.ceil((to[axis]! - first) / strides[axis]!));
    const result = { shape, type: x.type };
    return this.emit(
      `stablehlo.slice ${x.name} [${ranges.join(", ")}] : (${typeText(x)}) -> ${typeText(result)}`,
      result,
    );
  }

  reverse(x: Tensor, axes: readonly number[]): Tensor {
    return axes.length === 0
      ? x
      : this.emit(`stablehlo.reverse ${x.name}, dims = [${axes.join(", ")}] : ${typeText(x)}`, x);
  }

  concatenate(list: readonly Tensor[], axis: number): Tensor {
    const [first] = list as [Tensor];
    const size = list.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    const result = { shape: first.shape.with(axis, size), type: first.type };
    const names = list.map(({ name }) => name).join(", ");
    const types = list.map(typeText).join(", ");
    return this.emit(
      `stablehlo.concatenate ${names}, dim = ${axis} : (${types}) -> ${typeText(result)}`,
      result,
    );
  }

  /** Negative widths cut. */
  pad(x: Tensor, widths: readonly (readonly [before: number, after: number])[], value: Tensor): Tensor {
    const list = (pick: (pair: readonly [number, number]) => number): string =>
      `[${widths.map(pick).join(", ")}]`;
    const shape = x.shape.map((size, axis) => size + widths[axis]![0] + widths[axis]![1]);
    const result = { shape, type: x.type };
    const edges = `low = ${list(([before]) => before)}, high = ${list(([, after]) => after)}, interior = ${list(() => 0)}`;
    return this.emit(
      `stablehlo.pad ${x.name}, ${value.name}, ${edges} : (${typeText(x)}, ${typeText(value)}) -> ${typeText(result)}`,
      result,
    );
  }

  /** Positions along an axis. */
  iota(shape: readonly number[], axis: number): Tensor {
    const result = { shape, type: "i32" } as const;
    const text = `stablehlo.iota dim = ${axis} : ${typeText(result)}`;
    return this.#constant(text, () => this.emit(text, result));
  }

  /** Without the reduced axes. `operation` is StableHLO's own, `start` what it leaves unchanged. */
  reduce(operation: string, x: Tensor, axes: readonly number[], start: number): Tensor {
    if (axes.length === 0) return x;
    const result = { shape: x.shape.filter((_, axis) => !axes.includes(axis)), type: x.type };
    const from = this.scalar(start, x.type);
    return this.emit(
      `stablehlo.reduce(${x.name} init: ${from.name}) applies stablehlo.${operation} across dimensions = [${axes.join(", ")}] : (${typeText(x)}, ${typeText(from)}) -> ${typeText(result)}`,
      result,
    );
  }
}
