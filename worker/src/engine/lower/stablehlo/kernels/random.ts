/**
 * Random bits in StableHLO, on signed words: only the shift to the right has to know that they are not.
 */
import { parity, rotations, rounds } from "../../../random/threefry.ts";
import type { HloBuilder } from "../builder.ts";
import type { Tensor } from "../types.ts";
import { operand, type Lowering } from "./lowering.ts";

const randomBits: Lowering = (call, hlo) => {
  const { site, size } = call.attributes as { site: number; size: number };
  const given = operand(call);
  const rows = given.shape[0]!;
  const blocks = Math.ceil(size / 4);
  const word = (value: number): Tensor => hlo.filled(value | 0, "i32", [rows, blocks]);
  const column = (at: number): Tensor =>
    hlo.broadcast(hlo.slice(given, { from: [0, at], to: [rows, at + 1] }), [rows, blocks], [0, 1]);
  const [first, second] = [column(0), column(1)];
  const keys = [first, second, hlo.binary("xor", hlo.binary("xor", first, second), word(parity))];
  let a = hlo.binary("add", word(site), first);
  let b = hlo.binary("add", hlo.iota([rows, blocks], 1), second);
  for (let round = 0; round < rounds; round++) {
    a = hlo.binary("add", a, b);
    b = hlo.binary("xor", turned(b, rotations[round % rotations.length]!, [word, hlo]), a);
    if (round % 4 !== 3) continue;
    const time = (round + 1) / 4;
    a = hlo.binary("add", a, keys[time % 3]!);
    b = hlo.binary("add", b, hlo.binary("add", keys[(time + 1) % 3]!, word(time)));
  }
  const halves = [a, b].flatMap((x) => [
    hlo.binary("and", x, word(0xffff)),
    hlo.binary("shift_right_logical", x, word(16)),
  ]);
  return hlo.slice(hlo.concatenate(halves, 1), { from: [0, 0], to: [rows, size] });
};

function turned(
  x: Tensor,
  places: number,
  [word, hlo]: readonly [(value: number) => Tensor, HloBuilder],
): Tensor {
  const up = hlo.binary("shift_left", x, word(places));
  return hlo.binary("or", up, hlo.binary("shift_right_logical", x, word(32 - places)));
}

export const randomLowerings: Readonly<Record<string, Lowering>> = { RandomBits: randomBits };
