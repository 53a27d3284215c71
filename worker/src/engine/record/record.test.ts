import { describe, expect, it } from "@jest/globals";
import { kernelFamilies } from "../conformance/kernel-cases.ts";
import { lowerings } from "../lower/onnx/kernels/index.ts";
import { tf } from "../tf.ts";
import { composites } from "./composites/index.ts";
import { kernelRules } from "./kernels/index.ts";
import { removeDead } from "./passes/remove-dead.ts";
import { record } from "./record.ts";

const vector = { shape: [3], dtype: "float32" } as const;

describe("record", () => {
  it("turns kernel calls into nodes in execution order", () => {
    const graph = record([vector, vector], ([a, b]) => [tf.sum(tf.mul(a!, b!))]);
    expect(graph.nodes.map(({ kernel }) => kernel)).toEqual(["Multiply", "Sum"]);
    expect(graph.outputs.map((id) => graph.values[id])).toEqual([{ shape: [], dtype: "float32" }]);
    expect(graph.inputs.map((id) => graph.values[id])).toEqual([vector, vector]);
  });

  it("records gradients like anything else, and drops what no output needs", () => {
    const graph = removeDead(
      record([vector], ([x]) => {
        tf.exp(x!);
        return [tf.grad((t) => tf.sum(tf.square(t)))(x!)];
      }),
    );
    const kernels = graph.nodes.map(({ kernel }) => kernel);
    expect(kernels).toContain("Multiply");
    expect(kernels).not.toContain("Exp");
    expect(kernels).not.toContain("Sum");
  });

  it("keeps constants made before and during the recording, and gives them back unharmed", () => {
    const weights = tf.tensor1d([1, 2, 3]);
    const graph = record([vector], ([x]) => [tf.add(tf.mul(x!, weights), tf.tensor1d([4, 5, 6]))]);
    expect([...graph.constants.values()]).toEqual([Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)]);
    const again = record([vector], ([x]) => [tf.mul(x!, weights)]);
    expect([...again.constants.values()]).toEqual([Float32Array.of(1, 2, 3)]);
    expect(weights.dataSync()).toEqual(Float32Array.of(1, 2, 3));
    weights.dispose();
  });

  it("refuses to read a value, and says where", () => {
    const read = (): unknown => record([vector], ([x]) => [tf.scalar(x!.dataSync()[0]!)]);
    expect(read).toThrow(expect.objectContaining({ code: "E_VALUE_READ" }));
    expect(read).toThrow(/record\.test\.ts:\d+/);
  });

  it("refuses a kernel without a rule, naming it and the place", () => {
    const convolve = (): unknown =>
      record([{ shape: [1, 4, 4, 1], dtype: "float32" }], ([x]) => [
        tf.conv2d(x as tf.Tensor4D, tf.ones([2, 2, 1, 1]), 1, "same"),
      ]);
    expect(convolve).toThrow(expect.objectContaining({ code: "E_KERNEL" }));
    expect(convolve).toThrow(/Conv2D, used at .*record\.test\.ts:\d+/);
  });

  it("reports what the model's function throws", () => {
    const fail = (): unknown => record([vector], ([x]) => [tf.reshape(x!, [2, 2])]);
    expect(fail).toThrow(expect.objectContaining({ code: "E_RECORD" }));
  });

  it("leaves no tensor and the former backend, also after an error", () => {
    const before = tf.memory().numTensors;
    const backend = tf.getBackend();
    expect(() =>
      record([vector], ([x]) => {
        tf.square(x!);
        throw new Error("half way");
      }),
    ).toThrow("half way");
    record([vector], ([x]) => [tf.square(x!)]);
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.getBackend()).toBe(backend);
    expect([...tf.tidy(() => tf.square([3])).dataSync()]).toEqual([9]);
  });
});

describe("the kernel tables", () => {
  it("lower every recorded kernel to ONNX, except those that become constants or other kernels", () => {
    const basic = Object.keys(kernelRules).filter((kernel) => !(kernel in composites));
    const missing = basic.filter((kernel) => !(kernel in lowerings));
    expect(missing.toSorted()).toEqual(["ExpandDims", "Fill", "LinSpace", "OnesLike", "Range", "ZerosLike"]);
    expect(Object.keys(lowerings).filter((kernel) => !(kernel in kernelRules))).toEqual([]);
  });

  it("have a conformance case for every kernel", () => {
    const covered = new Set(
      Object.values(kernelFamilies).flatMap((cases) => cases.map(({ kernel }) => kernel)),
    );
    // EluGrad is called by the gradient of Elu only.
    expect(Object.keys(kernelRules).filter((kernel) => !covered.has(kernel))).toEqual(["EluGrad"]);
  });
});
