import { describe, expect, it } from "@jest/globals";
import { record } from "../../record/record.ts";
import { tf } from "../../tf.ts";
import { lowerings as onnxLowerings } from "../onnx/kernels/index.ts";
import { lowerings } from "./kernels/index.ts";
import { lowerToStableHlo, type StableHloOptions } from "./lower.ts";

const matrix = { shape: [2, 3], dtype: "float32" } as const;
const vector = { shape: [3], dtype: "float32" } as const;
type Compute = Parameters<typeof record>[1];

/** Lines of the function's body. */
function lowered(
  inputs: Parameters<typeof record>[0],
  compute: Compute,
  options: StableHloOptions = {},
): string[] {
  const lines = lowerToStableHlo(record(inputs, compute), options).split("\n");
  return lines.slice(2, -3).map((line) => line.trim());
}

// Whether the text means what the kernels compute is for a compiler to say: test/integration/engines runs the conformance suite.
describe("lowerToStableHlo", () => {
  it("writes a module whose function has the graph's inputs and outputs in order", () => {
    const graph = record([vector, matrix], ([a, b]) => [tf.neg(b!), tf.exp(a!)]);
    expect(lowerToStableHlo(graph)).toBe(
      [
        "module @plateau {",
        "  func.func public @main(%i0: tensor<3xf32>, %i1: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<3xf32>) {",
        "    %v0 = stablehlo.negate %i1 : tensor<2x3xf32>",
        "    %v1 = stablehlo.exponential %i0 : tensor<3xf32>",
        "    return %v0, %v1 : tensor<2x3xf32>, tensor<3xf32>",
        "  }",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("says broadcasts, which StableHLO does not do by itself", () => {
    expect(lowered([matrix, vector], ([a, b]) => [tf.add(a!, b!)])).toEqual([
      "%v0 = stablehlo.broadcast_in_dim %i1, dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>",
      "%v1 = stablehlo.add %i0, %v0 : tensor<2x3xf32>",
      "return %v1 : tensor<2x3xf32>",
    ]);
  });

  it("asks for products of full float32 precision, or of bfloat16 operands with a float32 result", () => {
    const product: Compute = ([a, b]) => [tf.matMul(a!, b!, false, true)];
    expect(lowered([matrix, matrix], product).at(0)).toContain("precision = [HIGHEST, HIGHEST]");
    expect(lowered([matrix, matrix], product, { products: "bfloat16" }).slice(0, 3)).toEqual([
      "%v0 = stablehlo.convert %i0 : (tensor<2x3xf32>) -> tensor<2x3xbf16>",
      "%v1 = stablehlo.convert %i1 : (tensor<2x3xf32>) -> tensor<2x3xbf16>",
      "%v2 = stablehlo.dot_general %v0, %v1, contracting_dims = [1] x [1] : (tensor<2x3xbf16>, tensor<2x3xbf16>) -> tensor<2x2xf32>",
    ]);
  });

  it("writes floats by their bits, each constant once, and one number for a constant that repeats it", () => {
    const numbers = [0.1, -Infinity, 3];
    const lines = lowered([vector], ([x]) => [
      tf.add(tf.mul(x!, tf.tensor1d(numbers)), tf.tensor1d([0.1, 0.1, 0.1])),
      tf.mul(x!, tf.tensor1d(numbers)),
    ]);
    expect(lines.filter((line) => line.includes("constant"))).toEqual([
      '%v0 = stablehlo.constant dense<"0xCDCCCC3D000080FF00004040"> : tensor<3xf32>',
      "%v2 = stablehlo.constant dense<0x3DCCCCCD> : tensor<f32>",
    ]);
  });

  it("marks inputs whose memory an output may take over", () => {
    const graph = record([vector, vector], ([a, b]) => [tf.add(a!, b!)]);
    expect(lowerToStableHlo(graph, { donate: new Map([[1, 0]]) })).toContain(
      "@main(%i0: tensor<3xf32>, %i1: tensor<3xf32> {tf.aliasing_output = 0 : i32})",
    );
  });

  it("gives back an input, and the same output twice", () => {
    expect(lowered([vector], ([x]) => [x!, x!])).toEqual(["return %i0, %i0 : tensor<3xf32>, tensor<3xf32>"]);
  });

  it("names a kernel that it lacks", () => {
    const graph = record([vector], ([x]) => [tf.exp(x!)]);
    const strange = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, kernel: "Strange" })) };
    expect(() => lowerToStableHlo(strange)).toThrow(
      expect.objectContaining({ code: "E_KERNEL", message: expect.stringContaining("Strange") }),
    );
  });

  it("has every kernel that the ONNX lowering has", () => {
    expect(Object.keys(onnxLowerings).filter((kernel) => !(kernel in lowerings))).toEqual([]);
  });
});
