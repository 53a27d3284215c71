/**
 * Kernels along axes in StableHLO.
 */
import { sizeOf } from "../../../record/graph.ts";
import type { HloBuilder } from "../builder.ts";
import { typeText, type ElementType, type Tensor } from "../types.ts";
import { operand, output, outputType, type Call, type Lowering } from "./lowering.ts";

/** What a reduction starts from: by type, since floats have infinities. */
type Start = (type: ElementType) => number;

const always =
  (value: number): Start =>
  () =>
    value;
const lowest: Start = (type) => (type === "f32" ? -Infinity : -(2 ** 31));
const highest: Start = (type) => (type === "f32" ? Infinity : 2 ** 31 - 1);

function reduced(call: Call, hlo: HloBuilder, [operation, start]: readonly [string, Start]): Tensor {
  const { axes } = call.attributes as { axes: number[] };
  const x = hlo.convert(operand(call), outputType(call));
  return hlo.reshape(hlo.reduce(operation, x, axes, start(x.type)), output(call).shape);
}

const reduce =
  (operation: string, start: Start): Lowering =>
  (call, hlo) =>
    reduced(call, hlo, [operation, start]);

/** A tensor without an element has no mean: 0/0, as TensorFlow.js computes it. */
const mean: Lowering = (call, hlo) => {
  const sum = reduced(call, hlo, ["add", always(0)]);
  const { axes } = call.attributes as { axes: number[] };
  const count = sizeOf(axes.map((axis) => operand(call).shape[axis]!));
  return hlo.binary("divide", sum, hlo.filled(count, "f32", sum.shape));
};

/** The first position of the largest or smallest element; the last one if no element equals it, as when one is not a number. */
const argument =
  (operation: string, start: Start): Lowering =>
  (call, hlo) => {
    const { axis } = call.attributes as { axis: number };
    const x = operand(call).type === "i1" ? hlo.convert(operand(call), "i32") : operand(call);
    const extreme = hlo.reduce(operation, x, [axis], start(x.type));
    const others = x.shape.map((_, index) => index).filter((index) => index !== axis);
    const hit = hlo.compare("EQ", x, hlo.broadcast(extreme, x.shape, others));
    const last = x.shape[axis]! - 1;
    const place = hlo.select(hit, hlo.iota(x.shape, axis), hlo.filled(last, "i32", x.shape));
    return hlo.reduce("minimum", place, [axis], last);
  };

/** Sums over a window that reaches from each element to the beginning (or the end) of its axis. */
const cumsum: Lowering = (call, hlo) => {
  const { axis, exclusive, reverse } = call.attributes as {
    axis: number;
    exclusive: boolean;
    reverse: boolean;
  };
  const zero = hlo.scalar(0, outputType(call));
  const x = hlo.convert(operand(call), outputType(call));
  const at = <T>(value: T, otherwise: T): T[] =>
    x.shape.map((_, index) => (index === axis ? value : otherwise));
  const shift: readonly [number, number] = reverse ? [-1, 1] : [1, -1];
  const terms = exclusive ? hlo.pad(x, at<readonly [number, number]>(shift, [0, 0]), zero) : x;
  const size = x.shape[axis]!;
  const margins = at(reverse ? `[0, ${size - 1}]` : `[${size - 1}, 0]`, "[0, 0]");
  const element = typeText(zero);
  const list = (values: readonly number[]): string => `array<i64: ${values.join(", ")}>`;
  const attributes = [
    `window_dimensions = ${list(at(size, 1))}`,
    `window_strides = ${list(at(1, 1))}`,
    `padding = dense<[${margins.join(", ")}]> : tensor<${x.shape.length}x2xi64>`,
  ];
  const body = `^bb0(%a: ${element}, %b: ${element}): %s = stablehlo.add %a, %b : ${element} stablehlo.return %s : ${element}`;
  return hlo.emit(
    `"stablehlo.reduce_window"(${terms.name}, ${zero.name}) ({ ${body} }) {${attributes.join(", ")}} : (${typeText(terms)}, ${element}) -> ${typeText(x)}`,
    x,
  );
};

/** x less its largest element along the last axis, and the sum of its exponentials: neither overflows. */
function shifted(x: Tensor, hlo: HloBuilder): { shifted: Tensor; exponentials: Tensor; sum: Tensor } {
  const last = x.shape.length - 1;
  const column = x.shape.with(last, 1);
  const largest = hlo.reshape(hlo.reduce("maximum", x, [last], -Infinity), column);
  const difference = hlo.binary("subtract", x, largest);
  const exponentials = hlo.unary("stablehlo.exponential", difference);
  const sum = hlo.reshape(hlo.reduce("add", exponentials, [last], 0), column);
  return { shifted: difference, exponentials, sum };
}

const softmax: Lowering = (call, hlo) => {
  const { exponentials, sum } = shifted(hlo.convert(operand(call), "f32"), hlo);
  return hlo.binary("divide", exponentials, sum);
};

const logSoftmax: Lowering = (call, hlo) => {
  const { shifted: difference, sum } = shifted(hlo.convert(operand(call), "f32"), hlo);
  return hlo.binary("subtract", difference, hlo.unary("stablehlo.log", sum));
};

/** Sorted whether asked for or not. */
const topK: Lowering = (call, hlo) => {
  const x = operand(call);
  const shape = x.shape.with(-1, call.attributes.k as number);
  const results = [
    { shape, type: x.type },
    { shape, type: "i32" },
  ] as const;
  const types = results.map(typeText).join(", ");
  return hlo.emitMany(
    `chlo.top_k(${x.name}, k = ${String(call.attributes.k)}) : ${typeText(x)} -> (${types})`,
    results,
  );
};

export const reduceLowerings: Readonly<Record<string, Lowering>> = {
  All: reduce("and", always(1)),
  Any: reduce("or", always(0)),
  ArgMax: argument("maximum", lowest),
  ArgMin: argument("minimum", highest),
  Cumsum: cumsum,
  LogSoftmax: logSoftmax,
  Max: reduce("maximum", lowest),
  Mean: mean,
  Min: reduce("minimum", highest),
  Prod: reduce("multiply", always(1)),
  Softmax: softmax,
  Sum: reduce("add", always(0)),
  TopK: topK,
};
