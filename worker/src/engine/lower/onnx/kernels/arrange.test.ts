import { describe, expect, it } from "@jest/globals";
import { OnnxBuilder } from "../builder.ts";
import { arrangeLowerings } from "./arrange.ts";

const operand = (name: string, shape: number[]) => ({ name, shape, dtype: "float32" }) as const;

describe("After in ONNX", () => {
  it("cannot be computed before any of the values that it waits for, and says its shape", () => {
    const onnx = new OnnxBuilder();
    const list = [operand("x", [2, 3]), operand("first", []), operand("second", [4, 5])];
    const inputs = { x: list[0]! };
    const outputs = [{ shape: [2, 3], dtype: "float32" as const }];
    const result = arrangeLowerings.After!({ inputs, list, attributes: {}, outputs }, onnx) as string;

    const needed = new Set([result]);
    for (const node of onnx.nodes.toReversed()) {
      if (node.outputs.some((name) => needed.has(name))) for (const name of node.inputs) needed.add(name);
    }
    expect([...needed]).toEqual(expect.arrayContaining(["x", "first", "second"]));
    expect(onnx.described).toEqual([{ name: result, type: "float32", shape: [2, 3] }]);
  });
});
