/**
 * ONNX model: nodes, constants and names as plain data, and their encoding as a ModelProto.
 *
 * Field numbers are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */
import { Message } from "../../protobuf.ts";

/** Element types, by TensorProto's numbers. */
export const elementType = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11, uint32: 12 } as const;
export type ElementType = keyof typeof elementType;

export type AttributeValue = number | { float: number } | string | readonly number[];

export interface OnnxNode {
  /** A number, the recorded kernel, and "@" and its line of the model if that is known: onnxruntime speaks of it by this name. */
  name: string;
  operator: string;
  /** "" is ONNX's own; "com.microsoft" holds onnxruntime's contributions. */
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, AttributeValue>;
}

export interface OnnxTensor {
  name: string;
  type: ElementType;
  shape: readonly number[];
  /** Little-endian elements. */
  bytes: Uint8Array;
}

export interface OnnxValue {
  name: string;
  type: ElementType;
  shape: readonly number[];
}

export interface OnnxModel {
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  nodes: OnnxNode[];
  constants: OnnxTensor[];
  /** Results of nodes whose shape onnxruntime cannot find out by itself. */
  described: OnnxValue[];
}

/** Version 18 has axes of reductions as inputs and ScatterND with `reduction: add`. */
const operatorSet = 18;
const irVersion = 8;
const attributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;

function encodeAttribute(name: string, value: AttributeValue): Message {
  const attribute = new Message().string(1, name);
  if (typeof value === "number") return attribute.integer(3, value).integer(20, attributeType.int);
  if (typeof value === "string") return attribute.string(4, value).integer(20, attributeType.string);
  if ("float" in value) return attribute.float(2, value.float).integer(20, attributeType.float);
  for (const element of value) attribute.integer(8, element);
  return attribute.integer(20, attributeType.ints);
}

function encodeNode({ name: nodeName, operator, domain, inputs, outputs, attributes }: OnnxNode): Message {
  const node = new Message();
  for (const name of inputs) node.string(1, name);
  for (const name of outputs) node.string(2, name);
  node.string(3, nodeName).string(4, operator);
  for (const [name, value] of Object.entries(attributes)) node.message(5, encodeAttribute(name, value));
  return domain === "" ? node : node.string(7, domain);
}

function encodeTensor({ name, type, shape, bytes }: OnnxTensor): Message {
  const tensor = new Message();
  for (const size of shape) tensor.integer(1, size);
  return tensor.integer(2, elementType[type]).string(8, name).bytes(9, bytes);
}

function encodeValue({ name, type, shape }: OnnxValue): Message {
  const dimensions = new Message();
  for (const size of shape) dimensions.message(1, new Message().integer(1, size));
  const tensor = new Message().integer(1, elementType[type]).message(2, dimensions);
  return new Message().string(1, name).message(2, new Message().message(1, tensor));
}

/** The bytes of a `.onnx` file. */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const { inputs, outputs, nodes, constants, described } = model;
  const graph = new Message();
  for (const node of nodes) graph.message(1, encodeNode(node));
  graph.string(2, "program");
  for (const tensor of constants) graph.message(5, encodeTensor(tensor));
  for (const value of inputs) graph.message(11, encodeValue(value));
  for (const value of outputs) graph.message(12, encodeValue(value));
  for (const value of described) graph.message(13, encodeValue(value));
  return new Message()
    .integer(1, irVersion)
    .string(2, "plateau")
    .message(7, graph)
    .message(8, new Message().string(1, "").integer(2, operatorSet))
    .message(8, new Message().string(1, "com.microsoft").integer(2, 1))
    .finish();
}
