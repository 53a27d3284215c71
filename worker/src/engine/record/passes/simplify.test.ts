import { describe, expect, it } from "@jest/globals";
import { tf } from "../../tf.ts";
import { record } from "../record.ts";
import { simplify } from "./simplify.ts";

const matrix = { shape: [2, 3], dtype: "float32" } as const;
const kernelsOf = (compute: (x: tf.Tensor) => tf.Tensor[]): string[] =>
  simplify(record([matrix], ([x]) => compute(x!))).nodes.map(({ kernel }) => kernel);

describe("simplify", () => {
  it("drops copies and reshapes that change nothing", () => {
    expect(kernelsOf((x) => [tf.exp(tf.reshape(tf.clone(x), [2, 3]))])).toEqual(["Exp"]);
  });

  it("keeps a reshape that changes the shape", () => {
    expect(kernelsOf((x) => [tf.reshape(x, [6])])).toEqual(["Reshape"]);
  });

  it("computes what was recorded twice only once, through copies too", () => {
    expect(kernelsOf((x) => [tf.add(tf.exp(x), tf.exp(tf.clone(x)))])).toEqual(["Exp", "Add"]);
  });

  it("does not merge calls whose attributes differ", () => {
    expect(kernelsOf((x) => [tf.sum(x, 0), tf.sum(x, 1)])).toEqual(["Sum", "Sum"]);
  });

  it("does not merge reshapes to different shapes", () => {
    expect(kernelsOf((x) => [tf.reshape(x, [6]), tf.reshape(x, [3, 2])])).toEqual(["Reshape", "Reshape"]);
  });

  it("drops what no output needs", () => {
    expect(
      kernelsOf((x) => {
        tf.exp(x);
        return [tf.neg(x)];
      }),
    ).toEqual(["Neg"]);
  });

  it("gives back an input that is an output, and the same output twice", () => {
    const graph = simplify(record([matrix], ([x]) => [tf.clone(x!), tf.neg(x!), tf.neg(x!)]));
    expect(graph.outputs[0]).toBe(graph.inputs[0]);
    expect(graph.outputs[1]).toBe(graph.outputs[2]);
  });
});
