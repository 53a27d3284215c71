import { describe, expect, it } from "@jest/globals";
import type { GraphNode } from "../../record/graph.ts";
import { record } from "../../record/record.ts";
import { tf } from "../../tf.ts";
import { fuseProducts } from "./fuse-products.ts";

const left = { shape: [2, 3], dtype: "float32" } as const;
const right = { shape: [3, 4], dtype: "float32" } as const;
const row = { shape: [4], dtype: "float32" } as const;
const batch = { shape: [5, 2, 2], dtype: "float32" } as const;

/** What is left, as "Kernel(input names) scale". */
function fused(inputs: Parameters<typeof record>[0], compute: Parameters<typeof record>[1]): string[] {
  const told = ({ kernel, inputs: list, attributes }: GraphNode): string => {
    const call = `${kernel}(${list.map(({ name }) => name).join()})`;
    return typeof attributes.scale === "number" ? `${call} ${attributes.scale}` : call;
  };
  return fuseProducts(record(inputs, compute)).nodes.map(told);
}

describe("fuseProducts", () => {
  it("takes a bias into a matrix product", () => {
    expect(fused([left, right, row], ([a, b, c]) => [tf.add(tf.matMul(a!, b!), c!)])).toEqual([
      "BatchMatMul(a,b,sum)",
    ]);
  });

  it("takes constant factors of operands and result into one scale", () => {
    expect(fused([batch, batch], ([a, b]) => [tf.mul(tf.matMul(tf.mul(a!, 0.5), b!), 4)])).toEqual([
      "BatchMatMul(a,b) 2",
    ]);
  });

  it("adds up two products, the second inside the first", () => {
    expect(fused([left, right], ([a, b]) => [tf.add(tf.matMul(a!, b!), tf.matMul(a!, b!))])).toEqual([
      "BatchMatMul(a,b)",
      "BatchMatMul(a,b,sum)",
    ]);
  });

  it("leaves a product alone whose result is needed as it is", () => {
    expect(
      fused([left, right, row], ([a, b, c]) => {
        const product = tf.matMul(a!, b!);
        return [product, tf.add(product, c!)];
      }),
    ).toEqual(["BatchMatMul(a,b)", "Add(a,b)"]);
  });

  it("does not scale a sum, nor add to a batch of products", () => {
    expect(fused([left, right, row], ([a, b, c]) => [tf.mul(tf.add(tf.matMul(a!, b!), c!), 2)])).toEqual([
      "BatchMatMul(a,b,sum)",
      "Multiply(a,b)",
    ]);
    expect(fused([batch, batch, batch], ([a, b, c]) => [tf.add(tf.matMul(a!, b!), c!)])).toEqual([
      "BatchMatMul(a,b)",
      "Add(a,b)",
    ]);
  });
});
