import { describe, expect, it, jest } from "@jest/globals";
import { tf } from "./tf.ts";

describe("tf", () => {
  it("knows the gradients of its kernels", () => {
    const x = tf.tensor1d([1, -2]);
    const gradient = tf.grad((t) => tf.sum(tf.square(t)))(x);
    expect([...gradient.dataSync()]).toEqual([2, -4]);
    tf.dispose([x, gradient]);
  });

  it("accepts typed arrays and leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    const doubled = tf.tidy(() => tf.mul(tf.tensor2d(Float32Array.of(1, 2, 3, 4), [2, 2]), 2));
    expect(doubled.dataSync()).toEqual(Float32Array.of(2, 4, 6, 8));
    doubled.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("says nothing on the console", () => {
    const warn = jest.spyOn(console, "warn");
    tf.dispose(tf.zeros([2]));
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
