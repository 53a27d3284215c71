/**
 * Graph builder: operations of a TensorFlow graph under construction. Every one that XLA can compile is marked for it, so that
 * TensorFlow joins them to as few compiled pieces as it can.
 */
import type { ConstantData } from "../../record/graph.ts";
import type { Attribute, ElementType, GraphOperation } from "./graph-def.ts";

/** A result of an operation. */
export interface Tensor {
  /** `n12`, or `n12:1` for the second result. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
}

export type Type = Pick<Tensor, "shape" | "type">;

export class GraphBuilder {
  readonly operations: GraphOperation[] = [];

  /** An operation of several results. */
  many(
    operation: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute>,
    results: readonly Type[],
  ): Tensor[] {
    const name = `n${this.operations.length}`;
    const marked = { ...attributes, _XlaCompile: true };
    this.operations.push({ name, operation, inputs: inputs.map((input) => input.name), attributes: marked });
    return results.map(({ shape, type }, index) => ({
      name: index === 0 ? name : `${name}:${index}`,
      shape,
      type,
    }));
  }

  one(
    operation: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute>,
    result: Type,
  ): Tensor {
    return this.many(operation, inputs, attributes, [result])[0]!;
  }

  /** The tensor itself, once others have been computed. */
  after({ name, shape, type }: Tensor, others: readonly Tensor[]): Tensor {
    const waited = new Set(others.map((other) => `^${other.name.split(":")[0]}`));
    const at = `n${this.operations.length}`;
    const attributes = { T: { type }, _XlaCompile: true } as const;
    this.operations.push({ name: at, operation: "Identity", inputs: [name, ...waited], attributes });
    return { name: at, shape, type };
  }

  /** What comes from outside. */
  placeholder(name: string, { shape, type }: Type): Tensor {
    this.operations.push({
      name,
      operation: "Placeholder",
      inputs: [],
      attributes: { dtype: { type }, shape: { shape } },
    });
    return { name, shape, type };
  }

  constant(data: ConstantData, { shape, type }: Type): Tensor {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return this.one(
      "Const",
      [],
      { dtype: { type }, value: { tensor: { type, shape, bytes } } },
      { shape, type },
    );
  }

  /** Whole numbers that an operation takes as an operand: axes, sizes. */
  whole(...values: number[]): Tensor {
    return this.constant(Int32Array.from(values), { shape: [values.length], type: "int32" });
  }

  scalar(value: number, type: ElementType): Tensor {
    const data = { float32: Float32Array, int32: Int32Array, bool: Uint8Array, bfloat16: Float32Array }[type];
    return this.constant(data.of(value), { shape: [], type });
  }

  /** The same operand if it is of the type already. */
  cast(x: Tensor, type: ElementType): Tensor {
    if (x.type === type) return x;
    return this.one("Cast", [x], { SrcT: { type: x.type }, DstT: { type } }, { shape: x.shape, type });
  }

  reshape(x: Tensor, shape: readonly number[]): Tensor {
    if (x.shape.join() === shape.join()) return x;
    const attributes = { T: { type: x.type }, Tshape: { type: "int32" } } as const;
    return this.one("Reshape", [x, this.whole(...shape)], attributes, { shape, type: x.type });
  }

  /** An operation of operands and a result of one type. */
  uniform(operation: string, inputs: readonly Tensor[], shape: readonly number[]): Tensor {
    const { type } = inputs[0]!;
    return this.one(operation, inputs, { T: { type } }, { shape, type });
  }

  compare(operation: string, a: Tensor, b: Tensor, shape: readonly number[]): Tensor {
    return this.one(operation, [a, b], { T: { type: a.type } }, { shape, type: "bool" });
  }

  /** Operands are stretched to the shape. */
  select(condition: Tensor, t: Tensor, e: Tensor, shape: readonly number[]): Tensor {
    return this.one("SelectV2", [condition, t, e], { T: { type: t.type } }, { shape, type: t.type });
  }
}
