/**
 * Random bits in ONNX operators. onnxruntime adds signed integers only, and shifts unsigned ones only: words are signed, and
 * what is shifted to the right is unsigned meanwhile.
 */
import { parity, rotations, rounds } from "../../../random/threefry.ts";
import type { OnnxBuilder } from "../builder.ts";
import { elementType } from "../model.ts";
import { operand, type Lowering } from "./lowering.ts";

class Words {
  readonly #onnx: OnnxBuilder;

  constructor(onnx: OnnxBuilder) {
    this.#onnx = onnx;
  }

  word(value: number): string {
    return this.#onnx.scalar(value | 0, "int32");
  }

  add(a: string, b: string): string {
    return this.#onnx.emit("Add", [a, b]);
  }

  bitwise(operator: "And" | "Or" | "Xor", a: string, b: string): string {
    return this.#onnx.emit(`Bitwise${operator}`, [a, b]);
  }

  shiftedRight(x: string, places: number): string {
    const unsigned = this.#onnx.cast(x, elementType.uint32);
    const by = this.#onnx.tensor("uint32", [], Uint32Array.of(places));
    const shifted = this.#onnx.emit("BitShift", [unsigned, by], { attributes: { direction: "RIGHT" } });
    return this.#onnx.cast(shifted, elementType.int32);
  }

  turned(x: string, places: number): string {
    const up = this.#onnx.emit("Mul", [x, this.word(2 ** places)]);
    return this.bitwise("Or", up, this.shiftedRight(x, 32 - places));
  }
}

const randomBits: Lowering = (call, onnx) => {
  const { site, size } = call.attributes as { site: number; size: number };
  const { name, shape } = operand(call);
  const words = new Words(onnx);
  const [first, second] = onnx.emitMany(2, "Split", [name], { axis: 1, num_outputs: 2 }) as [string, string];
  const third = words.bitwise("Xor", words.bitwise("Xor", first, second), words.word(parity));
  const keys = [first, second, third];
  const blocks = Math.ceil(size / 4);
  const counters = Int32Array.from({ length: blocks }, (_, block) => block);
  let a = words.add(words.word(site), first);
  let b = words.add(onnx.tensor("int32", [1, blocks], counters), second);
  for (let round = 0; round < rounds; round++) {
    a = words.add(a, b);
    b = words.bitwise("Xor", words.turned(b, rotations[round % rotations.length]!), a);
    if (round % 4 !== 3) continue;
    const time = (round + 1) / 4;
    a = words.add(a, keys[time % 3]!);
    b = words.add(b, words.add(keys[(time + 1) % 3]!, words.word(time)));
  }
  const halves = [a, b].flatMap((word) => [
    words.bitwise("And", word, words.word(0xffff)),
    words.shiftedRight(word, 16),
  ]);
  const all = onnx.emit("Concat", halves, { attributes: { axis: 1 } });
  const cut = [[0], [size], [1]].map((list) => onnx.integers(list));
  return onnx.describe(onnx.emit("Slice", [all, ...cut]), "int32", [shape[0]!, size]);
};

export const randomLowerings: Readonly<Record<string, Lowering>> = { RandomBits: randomBits };
