/**
 * Matrix products in StableHLO: all are dot_general.
 */
import { sizeOf } from "../../../record/graph.ts";
import type { FusedActivation } from "../../../record/kernels/matrix.ts";
import { tf } from "../../../tf.ts";
import type { HloBuilder } from "../builder.ts";
import { typeText, type Tensor } from "../types.ts";
import { activations } from "./activations.ts";
import { operand, output, type Call, type Lowering, type Products } from "./lowering.ts";

/** Axes of the two operands, pair by pair. */
interface Axes {
  batch: readonly (readonly [number, number])[];
  contract: readonly (readonly [number, number])[];
}

/**
 * The result's axes are the batch's, then the left's others, then the right's.
 *
 * Precision HIGHEST, since by default a GPU would round the operands of a float32 product to 10 bits and a TPU to 7.
 */
function dot(
  [a, b]: readonly [Tensor, Tensor],
  { batch, contract }: Axes,
  [products, hlo]: readonly [Products, HloBuilder],
): Tensor {
  const half = products === "bfloat16" && a.type === "f32";
  const [left, right] = half ? [hlo.convert(a, "bf16"), hlo.convert(b, "bf16")] : [a, b];
  const free = ({ shape }: Tensor, side: 0 | 1): number[] =>
    shape.filter((_, axis) => ![...batch, ...contract].some((pair) => pair[side] === axis));
  const shape = [...batch.map(([axis]) => a.shape[axis]!), ...free(a, 0), ...free(b, 1)];
  const pairs = (list: Axes["batch"]): string =>
    `[${list.map(([axis]) => axis).join(", ")}] x [${list.map(([, axis]) => axis).join(", ")}]`;
  const parts = [
    `stablehlo.dot_general ${left.name}, ${right.name}`,
    ...(batch.length === 0 ? [] : [`batching_dims = ${pairs(batch)}`]),
    `contracting_dims = ${pairs(contract)}`,
    ...(half ? [] : ["precision = [HIGHEST, HIGHEST]"]),
  ];
  const result = { shape, type: a.type };
  return hlo.emit(
    `${parts.join(", ")} : (${typeText(left)}, ${typeText(right)}) -> ${typeText(result)}`,
    result,
  );
}

/** Both operands with as many leading dimensions, of equal size. */
function alignBatches(a: Tensor, b: Tensor, hlo: HloBuilder): [Tensor, Tensor] {
  const batch = tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return [a, b].map((x) => hlo.broadcast(x, [...batch, ...x.shape.slice(-2)])) as [Tensor, Tensor];
}

/** Leading dimensions of 1, which TensorFlow.js's older operations add, do not make a batch. */
const asMatrix = (x: Tensor, hlo: HloBuilder): Tensor =>
  sizeOf(x.shape.slice(0, -2)) === 1 ? hlo.reshape(x, x.shape.slice(-2)) : x;

function product(call: Call, hlo: HloBuilder): Tensor {
  const { transposeA, transposeB } = call.attributes as { transposeA: boolean; transposeB: boolean };
  let [a, b] = [asMatrix(operand(call, 0), hlo), asMatrix(operand(call, 1), hlo)];
  // Rows of every batch against one matrix need no batch, unless they are columns.
  const shared = b.shape.length === 2 && !transposeA;
  if (!shared) [a, b] = alignBatches(a, b, hlo);
  const [left, right] = [a.shape.length, b.shape.length];
  const batch = shared ? [] : a.shape.slice(0, -2).map((_, axis) => [axis, axis] as const);
  const contract = [[left - (transposeA ? 2 : 1), right - (transposeB ? 1 : 2)] as const];
  return hlo.reshape(dot([a, b], { batch, contract }, [call.products, hlo]), output(call).shape);
}

const fusedMatMul: Lowering = (call, hlo) => {
  const { bias } = call.inputs;
  const sum = product(call, hlo);
  const biased = bias === undefined ? sum : hlo.binary("add", sum, bias);
  return activations[call.attributes.activation as FusedActivation](
    biased,
    hlo,
    (call.attributes.leakyreluAlpha as number | undefined) ?? 0.2,
  );
};

/** An operand whose axes have letters. */
interface Lettered {
  x: Tensor;
  letters: readonly string[];
}

/** Letters that nothing else has are summed first. */
function sumAway({ x, letters }: Lettered, kept: readonly string[], hlo: HloBuilder): Lettered {
  const axes = letters.flatMap((letter, axis) => (kept.includes(letter) ? [] : [axis]));
  return { x: hlo.reduce("add", x, axes, 0), letters: letters.filter((letter) => kept.includes(letter)) };
}

function contractPair(
  [a, b]: readonly [Lettered, Lettered],
  result: readonly string[],
  context: readonly [Products, HloBuilder],
): Lettered {
  const shared = a.letters.filter((letter) => b.letters.includes(letter));
  const pair = (letter: string) => [a.letters.indexOf(letter), b.letters.indexOf(letter)] as const;
  const batch = shared.filter((letter) => result.includes(letter));
  const contract = shared.filter((letter) => !result.includes(letter));
  const x = dot([a.x, b.x], { batch: batch.map(pair), contract: contract.map(pair) }, context);
  const free = ({ letters }: Lettered): string[] => letters.filter((letter) => !shared.includes(letter));
  return { x, letters: [...batch, ...free(a), ...free(b)] };
}

/** TensorFlow.js takes one or two operands. */
const einsum: Lowering = (call, hlo) => {
  const [terms, result] = (call.attributes.equation as string).replaceAll(" ", "").split("->") as [
    string,
    string,
  ];
  const letters = terms.split(",").map((term) => term.split(""));
  const wanted = result.split("");
  const operands = call.list.map((x, index) => {
    const others = letters.filter((_, other) => other !== index).flat();
    return sumAway({ x, letters: letters[index]! }, [...others, ...wanted], hlo);
  });
  const [a, b] = operands as [Lettered, Lettered | undefined];
  const found = b === undefined ? a : contractPair([a, b], wanted, [call.products, hlo]);
  return hlo.transpose(
    found.x,
    wanted.map((letter) => found.letters.indexOf(letter)),
  );
};

export const matrixLowerings: Readonly<Record<string, Lowering>> = {
  BatchMatMul: product,
  Einsum: einsum,
  _FusedMatMul: fusedMatMul,
};
