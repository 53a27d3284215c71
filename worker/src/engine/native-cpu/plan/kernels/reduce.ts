/**
 * Kernels along axes: reductions of rows and columns, softmax, cumulative sums, sorting.
 */
import type { PlanBuilder } from "../builder.ts";
import { sizeOf, transposed, type View } from "../view.ts";
import { floats, isFloat, operand, output, type Call, type Translation } from "./translation.ts";

/** Of all numbers along some axes, which are gone from the result. */
export function reduced(operation: string, view: View, axes: readonly number[], plan: PlanBuilder): View {
  if (axes.length === 0) return view;
  const { shape } = view;
  const isReduced = (axis: number): boolean => axes.includes(axis);
  const kept = shape.flatMap((_, axis) => (isReduced(axis) ? [] : [axis]));
  const result = kept.map((axis) => shape[axis]!);
  const trailing = shape.length - 1 - (kept.at(-1) ?? -1);
  if (trailing > 0) {
    const rest = shape.slice(0, shape.length - trailing);
    const rows = plan.reshape(view, [...rest, sizeOf(shape.slice(rest.length))]);
    return reduced(
      operation,
      plan.rows(operation, rows),
      axes.filter((axis) => axis < rest.length),
      plan,
    );
  }
  const gone = shape.flatMap((_, axis) => (isReduced(axis) ? [axis] : []));
  const [rows, columns] = [sizeOf(gone.map((axis) => shape[axis]!)), sizeOf(result)];
  const turned = transposed(view, [...gone, ...kept]);
  const down = (): View => plan.columns(operation, plan.reshape(turned, [rows, columns]));
  const sums = columns === 1 ? plan.rows(operation, plan.reshape(turned, [1, rows])) : down();
  return plan.reshape(sums, result);
}

const reduction =
  (operation: string): Translation =>
  (call, plan) => {
    const { view, dtype } = operand(call);
    const name = dtype === "float32" ? operation : `${operation}I`;
    return plan.reshape(reduced(name, view, call.attributes.axes as number[], plan), output(call).shape);
  };

const mean: Translation = (call, plan) => {
  const axes = call.attributes.axes as number[];
  const x = floats(operand(call), plan);
  const count = sizeOf(axes.map((axis) => x.shape[axis]!));
  const sums = plan.reshape(reduced("sum", x, axes, plan), output(call).shape);
  return plan.map("div", [sums, plan.scalar(count)]);
};

/** Of rows as a column: [..., C] → [..., 1]. */
function rowsOf(operation: string, view: View, plan: PlanBuilder): View {
  return plan.reshape(plan.rows(operation, view), view.shape.with(-1, 1));
}

interface Exponentials {
  shifted: View;
  exponentials: View;
  /** [..., 1] */
  sums: View;
}

/** exp(x − max), which cannot overflow. */
function exponentialsOf(call: Call, plan: PlanBuilder): Exponentials {
  const x = floats(operand(call), plan);
  const { shape } = x;
  const shifted = plan.map("sub", [x, rowsOf("max", x, plan)], { shape });
  const exponentials = plan.map("exp", [shifted]);
  return { shifted, exponentials, sums: rowsOf("sum", exponentials, plan) };
}

const softmax: Translation = (call, plan) => {
  const { exponentials, sums } = exponentialsOf(call, plan);
  return plan.map("mul", [exponentials, plan.map("reciprocal", [sums])]);
};

const logSoftmax: Translation = (call, plan) => {
  const { shifted, sums } = exponentialsOf(call, plan);
  return plan.map("sub", [shifted, plan.map("log", [sums])]);
};

/** With an axis as the last one, and back. */
function lastAxis(view: View, axis: number): { turned: View; back: (view: View) => View } {
  const rest = view.shape.map((_, each) => each).filter((each) => each !== axis);
  const order = [...rest, axis];
  return {
    turned: transposed(view, order),
    back: (result) =>
      transposed(
        result,
        view.shape.map((_, each) => order.indexOf(each)),
      ),
  };
}

const flag = (value: unknown): number => Number(value === true);

const extreme =
  (smallest: boolean): Translation =>
  (call, plan) => {
    const { view } = operand(call);
    const { turned } = lastAxis(view, call.attributes.axis as number);
    const columns = turned.shape.at(-1)!;
    const rows = sizeOf(turned.shape.slice(0, -1));
    const numbers = [rows, columns, flag(smallest), flag(!isFloat(operand(call)))];
    return plan.other("extreme", numbers, { from: [turned], shapes: [output(call).shape] });
  };

const cumulative: Translation = (call, plan) => {
  const { axis, exclusive, reverse } = call.attributes;
  const { turned, back } = lastAxis(operand(call).view, axis as number);
  const rows = sizeOf(turned.shape.slice(0, -1));
  const numbers = [rows, turned.shape.at(-1)!, flag(exclusive), flag(reverse), flag(!isFloat(operand(call)))];
  return back(plan.other("cumulative", numbers, { from: [turned], shapes: [turned.shape] })[0]!);
};

const top: Translation = (call, plan) => {
  const { view } = operand(call);
  const rows = sizeOf(view.shape.slice(0, -1));
  const numbers = [rows, view.shape.at(-1)!, call.attributes.k as number, flag(!isFloat(operand(call)))];
  return plan.other("top", numbers, { from: [view], shapes: call.outputs.map(({ shape }) => shape) });
};

export const reduceTranslations: Readonly<Record<string, Translation>> = {
  All: reduction("min"),
  Any: reduction("max"),
  ArgMax: extreme(false),
  ArgMin: extreme(true),
  Cumsum: cumulative,
  LogSoftmax: logSoftmax,
  Max: reduction("max"),
  Mean: mean,
  Min: reduction("min"),
  Prod: reduction("prod"),
  Softmax: softmax,
  Sum: reduction("sum"),
  TopK: top,
};
