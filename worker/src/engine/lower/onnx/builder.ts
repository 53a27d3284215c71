/**
 * OnnxBuilder: collects nodes and constants, gives them names, keeps each constant once.
 */
import { createHash } from "node:crypto";
import type { ConstantData, DataType } from "../../record/graph.ts";
import type { AttributeValue, ElementType, OnnxNode, OnnxTensor, OnnxValue } from "./model.ts";

export interface EmitOptions {
  attributes?: Record<string, AttributeValue>;
  domain?: string;
}

const int64 = (values: readonly number[]): BigInt64Array => BigInt64Array.from(values, BigInt);

export class OnnxBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxTensor[] = [];
  readonly described: OnnxValue[] = [];
  /** What the nodes are for that are appended next. */
  purpose = "";
  readonly #shared = new Map<string, string>();
  #names = 0;

  /** A name that nothing has yet. */
  fresh(): string {
    return `t${this.#names++}`;
  }

  /** onnxruntime wants them to be different. */
  #nodeName(): string {
    return `${this.nodes.length} ${this.purpose}`;
  }

  /** Appends a node with one result and returns the result's name. */
  emit(operator: string, inputs: string[], { attributes = {}, domain = "" }: EmitOptions = {}): string {
    const output = this.fresh();
    this.nodes.push({ name: this.#nodeName(), operator, domain, inputs, outputs: [output], attributes });
    return output;
  }

  /** Appends a node with several results. */
  emitMany(
    count: number,
    operator: string,
    inputs: string[],
    attributes: Record<string, AttributeValue> = {},
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.fresh());
    this.nodes.push({ name: this.#nodeName(), operator, domain: "", inputs, outputs, attributes });
    return outputs;
  }

  /** A constant tensor's name; equal ones, such as the mask of every layer, are kept once. */
  tensor(
    type: ElementType,
    shape: readonly number[],
    data: ConstantData | BigInt64Array | Float64Array | Uint32Array,
  ): string {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const key = `${type} ${shape.join()} ${createHash("sha256").update(bytes).digest("base64")}`;
    const known = this.#shared.get(key);
    if (known !== undefined) return known;
    const name = `c${this.constants.length}`;
    this.constants.push({ name, type, shape, bytes });
    this.#shared.set(key, name);
    return name;
  }

  /** A list of int64, as ONNX wants its axes, shapes and positions. */
  integers(values: readonly number[]): string {
    return this.tensor("int64", [values.length], int64(values));
  }

  integer(value: number): string {
    return this.tensor("int64", [], int64([value]));
  }

  /** A scalar of a recorded type. */
  scalar(value: number, dtype: DataType = "float32"): string {
    if (dtype === "float32") return this.tensor(dtype, [], Float32Array.of(value));
    return this.tensor(dtype, [], dtype === "int32" ? Int32Array.of(value) : Uint8Array.of(value));
  }

  /** Says the shape of a result that cannot be inferred; without it nothing after it is computed in place. */
  describe(name: string, type: ElementType, shape: readonly number[]): string {
    this.described.push({ name, type, shape });
    return name;
  }

  cast(input: string, type: number): string {
    return this.emit("Cast", [input], { attributes: { to: type } });
  }

  reshape(input: string, shape: readonly number[]): string {
    return this.emit("Reshape", [input, this.integers(shape)]);
  }
}
