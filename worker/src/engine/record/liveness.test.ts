import { describe, expect, it } from "@jest/globals";
import { tf } from "../tf.ts";
import { after } from "./after.ts";
import type { Graph } from "./graph.ts";
import { constantBytes, executionOrder, peakBytes } from "./liveness.ts";
import { record } from "./record.ts";

/** 1 000 bytes. */
const vector = { shape: [250], dtype: "float32" } as const;
type Compute = (x: tf.Tensor) => tf.Tensor[];
const recorded = (compute: Compute): Graph => record([vector], ([x]) => compute(x!));
const peak = (compute: Compute): number => peakBytes(recorded(compute));
/** Never computed in place, unlike what is computed element by element. */
const turned = (x: tf.Tensor): tf.Tensor => tf.reverse(x, 0);

describe("peakBytes", () => {
  it("counts neither inputs nor results", () => {
    expect(peak((x) => [tf.exp(x)])).toBe(0);
  });

  it("computes element by element in the memory of what nobody needs any more", () => {
    expect(peak((x) => [turned(tf.exp(tf.neg(tf.exp(x))))])).toBe(1000);
    expect(
      peak((x) => {
        const y = tf.exp(x);
        return [turned(tf.add(tf.exp(y), y))];
      }),
    ).toBe(2000);
  });

  it("drops a value after its last use", () => {
    expect(peak((x) => [turned(turned(turned(turned(turned(x)))))])).toBe(2000);
  });

  it("lets a reshape share its operand's memory, as long as either is used", () => {
    expect(peak((x) => [turned(tf.reshape(turned(x), [25, 10]))])).toBe(1000);
    expect(
      peak((x) => {
        const y = turned(x);
        return [tf.add(turned(tf.reshape(turned(tf.reshape(y, [50, 5])), [250])), y)];
      }),
    ).toBe(3000);
  });

  it("keeps apart what waits for each other", () => {
    const sum = (x: tf.Tensor, earlier?: tf.Tensor): tf.Tensor => {
      const start = earlier === undefined ? x : after(x, [earlier]);
      return tf.sum(tf.mul(turned(start), turned(start)));
    };
    // The second begins when the first is no more than a number.
    const result = peak((x) => {
      const first = sum(x);
      return [tf.add(first, sum(x, first))];
    });
    expect(result).toBeLessThan(2100);
  });
});

describe("executionOrder", () => {
  it("computes the first result first, then from the last one back, each with what it lacks", () => {
    const graph = recorded((x) => {
      const shared = tf.exp(x);
      return [tf.neg(shared), tf.sin(shared), tf.cos(x)];
    });
    expect(executionOrder(graph).map(({ kernel }) => kernel)).toEqual(["Exp", "Neg", "Cos", "Sin"]);
  });
});

describe("constantBytes", () => {
  it("adds up what the program holds", () => {
    expect(constantBytes(recorded((x) => [tf.add(x, tf.tensor1d(new Float32Array(250)))]))).toBe(1000);
  });
});
