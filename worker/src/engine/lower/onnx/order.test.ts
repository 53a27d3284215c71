import { describe, expect, it } from "@jest/globals";
import type { OnnxNode } from "./model.ts";
import { inOrder } from "./order.ts";

const node = (operator: string, inputs: string[], outputs: string[]): OnnxNode => ({
  name: `${outputs[0]} ${operator}`,
  operator,
  domain: "",
  inputs,
  outputs,
  attributes: {},
});

const told = (nodes: readonly OnnxNode[]): string[] =>
  nodes.map(({ operator, inputs, outputs }) => `${outputs.join()} = ${operator}(${inputs.join()})`);

describe("inOrder", () => {
  it("puts what computes the results last: gradients in the order of the parameters, then the loss", () => {
    const nodes = [
      node("Loss", ["h"], ["loss"]),
      node("Second", ["h"], ["second"]),
      node("Hidden", ["i0"], ["h2"]),
      node("First", ["h2"], ["first"]),
    ];
    expect(told(inOrder(nodes, ["loss", "first", "second"]))).toEqual([
      "h2 = Hidden(i0)",
      "o1 = First(h2)",
      "o2 = Second(h)",
      "o0 = Loss(h)",
    ]);
  });

  it("copies a result that is used further, is asked for twice, is an input or comes with others", () => {
    const nodes = [
      node("Used", ["i0"], ["a"]),
      node("Twice", ["a"], ["b"]),
      node("Both", ["i0"], ["c", "d"]),
    ];
    expect(told(inOrder(nodes, ["b", "a", "b", "i0", "c"]))).toEqual([
      "a = Used(i0)",
      "b = Twice(a)",
      "c,d = Both(i0)",
      "o1 = Identity(a)",
      "o2 = Identity(b)",
      "o3 = Identity(i0)",
      "o4 = Identity(c)",
      "o0 = Identity(b)",
    ]);
  });
});
