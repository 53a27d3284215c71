/**
 * GraphDef: TensorFlow's operations as plain data, and their encoding.
 *
 * Field numbers are those of tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto.
 */
import { Message } from "../../protobuf.ts";

/** Element types, by DataType's numbers. */
export const dataType = { float32: 1, int32: 3, bool: 10, bfloat16: 14 } as const;
export type ElementType = keyof typeof dataType;

/** A constant's elements, little-endian. */
export interface TensorValue {
  type: ElementType;
  shape: readonly number[];
  bytes: Uint8Array;
}

export type Attribute =
  | { type: ElementType }
  | { shape: readonly number[] }
  | { tensor: TensorValue }
  | { float: number }
  | number
  | boolean
  | string;

export interface GraphOperation {
  name: string;
  operation: string;
  /** `name` or, of an operation of several results, `name:1`. */
  inputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** Of the format: what TensorFlow wrote in 2021, which all later ones read. */
const producer = 987;

export function encodeGraphDef(operations: readonly GraphOperation[]): Uint8Array<ArrayBuffer> {
  const graph = new Message();
  for (const operation of operations) graph.message(1, encodeOperation(operation));
  return graph.message(4, new Message().integer(1, producer)).finish();
}

function encodeOperation({ name, operation, inputs, attributes }: GraphOperation): Message {
  const node = new Message().string(1, name).string(2, operation);
  for (const input of inputs) node.string(3, input);
  for (const [key, value] of Object.entries(attributes)) {
    node.message(5, new Message().string(1, key).message(2, encodeAttribute(value)));
  }
  return node;
}

function encodeAttribute(value: Attribute): Message {
  const attribute = new Message();
  if (typeof value === "string") return attribute.string(2, value);
  if (typeof value === "number") return attribute.integer(3, value);
  if (typeof value === "boolean") return attribute.integer(5, Number(value));
  if ("float" in value) return attribute.float(4, value.float);
  if ("tensor" in value) return attribute.message(8, encodeTensor(value.tensor));
  if ("shape" in value) return attribute.message(7, encodeShape(value.shape));
  return attribute.integer(6, dataType[value.type]);
}

function encodeShape(shape: readonly number[]): Message {
  const message = new Message();
  for (const size of shape) message.message(2, new Message().integer(1, size));
  return message;
}

function encodeTensor({ type, shape, bytes }: TensorValue): Message {
  return new Message().integer(1, dataType[type]).message(2, encodeShape(shape)).bytes(4, bytes);
}
