/**
 * Matrix products. Transposed operands are views; a batch with one right matrix is a single product.
 */
import { tf } from "../../../tf.ts";
import { EngineError } from "../../../errors.ts";
import type { PlanBuilder } from "../builder.ts";
import { broadcast, reshaped, sizeOf, transposed, type View } from "../view.ts";
import { reduced } from "./reduce.ts";
import { floats, named, operand, output, type Call, type Translation } from "./translation.ts";

const turned = (view: View): View => {
  const axes = view.shape.map((_, axis) => axis);
  return transposed(view, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
};

/** [..., M, K] and [..., K, N] → [..., M, N] */
function product(a: View, b: View, plan: PlanBuilder): View {
  const batch = tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const count = sizeOf(batch);
  const [rows, depth] = a.shape.slice(-2) as [number, number];
  const columns = b.shape.at(-1)!;
  const sides = [broadcast(a, [...batch, rows, depth]), broadcast(b, [...batch, depth, columns])] as const;
  const isShared = sizeOf(b.shape.slice(0, -2)) === 1;
  const tall = isShared ? reshaped(sides[0], [1, count * rows, depth]) : undefined;
  const result =
    tall === undefined
      ? plan.product(
          plan.reshape(sides[0], [count, rows, depth]),
          plan.reshape(sides[1], [count, depth, columns]),
        )
      : plan.product(tall, plan.reshape(b, [1, depth, columns]));
  return plan.reshape(result, [...batch, rows, columns]);
}

function matMul(call: Call, plan: PlanBuilder): View {
  const [a, b] = [floats(operand(call, 0), plan), floats(operand(call, 1), plan)];
  const { transposeA, transposeB } = call.attributes;
  return product(transposeA === true ? turned(a) : a, transposeB === true ? turned(b) : b, plan);
}

const activations: Readonly<Record<string, string>> = {
  relu: "relu",
  relu6: "relu6",
  elu: "elu",
  sigmoid: "sigmoid",
  leakyrelu: "leakyRelu",
};

const fusedMatMul: Translation = (call, plan) => {
  const sum = matMul(call, plan);
  const biased = call.inputs.bias === undefined ? sum : plan.map("add", [sum, named(call, "bias").view]);
  const activation = call.attributes.activation as string;
  if (activation === "linear") return biased;
  const operation = activations[activation];
  if (operation === undefined) {
    throw new EngineError(
      "E_KERNEL",
      `fused.matMul with activation ${activation} is not known to the engine Native; apply it apart.`,
    );
  }
  return plan.map(operation, [biased], { x: (call.attributes.leakyreluAlpha as number | undefined) ?? 0.2 });
};

/** A factor of a sum of products, a letter an axis. */
interface Factor {
  readonly view: View;
  readonly letters: readonly string[];
}

/** With axes in the order of `letters`; those that it lacks have size 1. */
function arranged({ view, letters }: Factor, order: readonly string[]): View {
  const present = order.filter((letter) => letters.includes(letter));
  const ordered = transposed(
    view,
    present.map((letter) => letters.indexOf(letter)),
  );
  const at = order.map((letter) => present.indexOf(letter));
  return {
    ...ordered,
    shape: at.map((axis) => (axis < 0 ? 1 : ordered.shape[axis]!)),
    strides: at.map((axis) => (axis < 0 ? 0 : ordered.strides[axis]!)),
  };
}

/** Summed over the letters that nothing wants any more. */
function summed({ view, letters }: Factor, wanted: ReadonlySet<string>, plan: PlanBuilder): Factor {
  const axes = letters.flatMap((letter, axis) => (wanted.has(letter) ? [] : [axis]));
  return {
    view: reduced("sum", view, axes, plan),
    letters: letters.filter((letter) => wanted.has(letter)),
  };
}

function multiplied(a: Factor, b: Factor, wanted: ReadonlySet<string>, plan: PlanBuilder): Factor {
  const shared = a.letters.filter((letter) => b.letters.includes(letter));
  const batch = shared.filter((letter) => wanted.has(letter));
  const depth = shared.filter((letter) => !wanted.has(letter));
  const rows = a.letters.filter((letter) => !shared.includes(letter));
  const columns = b.letters.filter((letter) => !shared.includes(letter));
  const group = (factor: Factor, parts: readonly (readonly string[])[]): View => {
    const view = arranged(factor, parts.flat());
    const size = (letters: readonly string[]): number =>
      sizeOf(letters.map((letter) => factor.view.shape[factor.letters.indexOf(letter)]!));
    return plan.reshape(view, parts.map(size));
  };
  const left = group(a, [batch, rows, depth]);
  const right = group(b, [batch, depth, columns]);
  const letters = [...batch, ...rows, ...columns];
  const sizes = letters.map((letter) => {
    const factor = a.letters.includes(letter) ? a : b;
    return factor.view.shape[factor.letters.indexOf(letter)]!;
  });
  return { view: plan.reshape(plan.product(left, right), sizes), letters };
}

/** One factor after the other; a letter is summed over as soon as nothing to come has it. */
const einsum: Translation = (call, plan) => {
  const [terms, result] = (call.attributes.equation as string).replaceAll(" ", "").split("->") as [
    string,
    string,
  ];
  const factors = terms
    .split(",")
    .map((term, index): Factor => ({ view: floats(operand(call, index), plan), letters: term.split("") }));
  const wantedAfter = (index: number): Set<string> =>
    new Set([...result.split(""), ...factors.slice(index + 1).flatMap(({ letters }) => letters)]);
  const [first, ...rest] = factors as [Factor, ...Factor[]];
  const total = rest.reduce<Factor>((product, factor, index) => {
    const others = wantedAfter(index + 1);
    const own = summed(factor, new Set([...others, ...product.letters]), plan);
    const left = summed(product, new Set([...others, ...own.letters]), plan);
    return multiplied(left, own, others, plan);
  }, first);
  const last = summed(total, new Set(result), plan);
  return plan.reshape(arranged(last, result.split("")), output(call).shape);
};

export const matrixTranslations: Readonly<Record<string, Translation>> = {
  BatchMatMul: matMul,
  Einsum: einsum,
  _FusedMatMul: fusedMatMul,
};
