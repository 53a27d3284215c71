import { describe, expect, it } from "@jest/globals";
import { after } from "../../record/after.ts";
import { record } from "../../record/record.ts";
import { tf } from "../../tf.ts";
import { lowerings as stableHlo } from "../stablehlo/kernels/index.ts";
import { lowerings } from "./kernels/index.ts";
import { lowerToTensorFlow } from "./lower.ts";

/** The whole numbers and texts of a protobuf message, fields by number: enough of a reader to see what was written. */
function fieldsOf(bytes: Uint8Array): Map<number, Uint8Array[]> {
  const fields = new Map<number, Uint8Array[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const length = { 0: 0, 2: -1, 5: 4 }[tag & 7] ?? 0;
    const from = at;
    const to = length === -1 ? at + varint() : length === 0 ? (varint(), at) : at + length;
    const start = length === -1 ? at : from;
    at = length === -1 ? start + (to - from) : to;
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), bytes.subarray(start, at)]);
  }
  return fields;
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

interface Operation {
  name: string;
  operation: string;
  inputs: string[];
  attributes: string[];
}

function lowered(...[inputs, compute]: Parameters<typeof record>): Operation[] {
  const graph = fieldsOf(lowerToTensorFlow(record(inputs, compute)));
  return graph.get(1)!.map((bytes) => {
    const node = fieldsOf(bytes);
    return {
      name: text(node.get(1)?.[0]),
      operation: text(node.get(2)?.[0]),
      inputs: (node.get(3) ?? []).map(text),
      attributes: (node.get(5) ?? []).map((each) => text(fieldsOf(each).get(1)?.[0])),
    };
  });
}

const matrix = { shape: [2, 3], dtype: "float32" } as const;
const vector = { shape: [3], dtype: "float32" } as const;

// Whether the operations mean what the kernels compute is for TensorFlow to say: test/integration/engines runs the conformance suite.
describe("lowerToTensorFlow", () => {
  it("has the kernels that the other lowering of the record has", () => {
    expect(Object.keys(lowerings).toSorted()).toEqual(Object.keys(stableHlo).toSorted());
  });

  it("names inputs and outputs in the graph's order, and marks what is between for XLA", () => {
    const operations = lowered([vector, matrix], ([a, b]) => [tf.neg(b!), tf.exp(a!)]);
    expect(operations.map(({ name, operation, inputs }) => [name, operation, ...inputs])).toEqual([
      ["i0", "Placeholder"],
      ["i1", "Placeholder"],
      ["n2", "Neg", "i1"],
      ["n3", "Exp", "i0"],
      ["o0", "Identity", "n2"],
      ["o1", "Identity", "n3"],
    ]);
    for (const { operation, attributes } of operations)
      expect(attributes.includes("_XlaCompile")).toBe(operation === "Neg" || operation === "Exp");
  });

  it("refers to the further results of an operation by number", () => {
    const operations = lowered([matrix], ([x]) => tf.split(x!, [1, 2], 1).toReversed());
    const { name } = operations.find(({ operation }) => operation === "SplitV")!;
    expect(
      operations.filter(({ operation }) => operation === "Identity").map(({ inputs }) => inputs[0]),
    ).toEqual([`${name}:1`, name]);
  });

  it("waits for others by edges that carry nothing, each operation once", () => {
    const operations = lowered([matrix], ([x]) => {
      const [left, right] = tf.split(x!, [1, 2], 1);
      return [after(x!, [left!, right!, tf.exp(x!)])];
    });
    const nameOf = (operation: string): string =>
      operations.find((each) => each.operation === operation)!.name;
    expect(operations.find(({ operation }) => operation === "Identity")!.inputs).toEqual([
      "i0",
      `^${nameOf("SplitV")}`,
      `^${nameOf("Exp")}`,
    ]);
  });

  it("is one product of matrices where rows of a batch meet one matrix", () => {
    const batch = { shape: [4, 2, 3], dtype: "float32" } as const;
    const operations = lowered([batch, matrix], ([a, b]) => [tf.matMul(a!, b!, false, true)]);
    expect(operations.map(({ operation }) => operation)).toContain("MatMul");
    expect(operations.map(({ operation }) => operation)).not.toContain("BatchMatMulV2");
  });
});
