/**
 * Random bits in TensorFlow, on signed words. Its shift to the right of those repeats the sign, which is masked away.
 */
import { parity, rotations, rounds } from "../../../random/threefry.ts";
import type { GraphBuilder, Tensor } from "../builder.ts";
import { operand, output, type Lowering } from "./lowering.ts";

class Words {
  readonly #graph: GraphBuilder;
  readonly #shape: readonly number[];

  constructor(graph: GraphBuilder, shape: readonly number[]) {
    this.#graph = graph;
    this.#shape = shape;
  }

  word(value: number): Tensor {
    return this.#graph.scalar(value | 0, "int32");
  }

  /** Of operands that are, or are stretched to, the shape. */
  apply(operation: string, a: Tensor, b: Tensor): Tensor {
    return this.#graph.uniform(operation, [a, b], this.#shape);
  }

  shiftedRight(x: Tensor, places: number): Tensor {
    const shifted = this.apply("RightShift", x, this.word(places));
    return this.apply("BitwiseAnd", shifted, this.word(2 ** (32 - places) - 1));
  }

  turned(x: Tensor, places: number): Tensor {
    const up = this.apply("LeftShift", x, this.word(places));
    return this.apply("BitwiseOr", up, this.shiftedRight(x, 32 - places));
  }
}

const randomBits: Lowering = (call, graph) => {
  const { site, size } = call.attributes as { site: number; size: number };
  const keys = operand(call);
  const rows = keys.shape[0]!;
  const blocks = Math.ceil(size / 4);
  const words = new Words(graph, [rows, blocks]);
  const column = (at: number): Tensor => {
    const attributes = { T: { type: "int32" }, Index: { type: "int32" } } as const;
    const cut = graph.one("Slice", [keys, graph.whole(0, at), graph.whole(rows, 1)], attributes, {
      shape: [rows, 1],
      type: "int32",
    });
    // Stretched at once, so that every word has the same shape.
    return words.apply(
      "AddV2",
      cut,
      graph.constant(new Int32Array(blocks), { shape: [blocks], type: "int32" }),
    );
  };
  const [first, second] = [column(0), column(1)];
  const both = words.apply("BitwiseXor", first, second);
  const turns = [first, second, words.apply("BitwiseXor", both, words.word(parity))];
  const counters = Int32Array.from({ length: blocks }, (_, block) => block);
  let a = words.apply("AddV2", first, words.word(site));
  let b = words.apply("AddV2", second, graph.constant(counters, { shape: [blocks], type: "int32" }));
  for (let round = 0; round < rounds; round++) {
    a = words.apply("AddV2", a, b);
    b = words.apply("BitwiseXor", words.turned(b, rotations[round % rotations.length]!), a);
    if (round % 4 !== 3) continue;
    const time = (round + 1) / 4;
    a = words.apply("AddV2", a, turns[time % 3]!);
    b = words.apply("AddV2", b, words.apply("AddV2", turns[(time + 1) % 3]!, words.word(time)));
  }
  const halves = [a, b].flatMap((x) => [
    words.apply("BitwiseAnd", x, words.word(0xffff)),
    words.shiftedRight(x, 16),
  ]);
  const all = graph.one(
    "ConcatV2",
    [...halves, graph.scalar(1, "int32")],
    { N: halves.length, T: { type: "int32" }, Tidx: { type: "int32" } },
    { shape: [rows, 4 * blocks], type: "int32" },
  );
  const attributes = { T: { type: "int32" }, Index: { type: "int32" } } as const;
  return graph.one("Slice", [all, graph.whole(0, 0), graph.whole(rows, size)], attributes, output(call));
};

export const randomLowerings: Readonly<Record<string, Lowering>> = { RandomBits: randomBits };
