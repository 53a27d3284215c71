/**
 * Element-wise kernels in TensorFlow.
 */
import type { GraphBuilder, Tensor } from "../builder.ts";
import { named, operand, output, typed, type Call, type Lowering } from "./lowering.ts";

/** An operation on the operands in the result's type. */
const plain =
  (operation: string): Lowering =>
  (call, graph) =>
    graph.uniform(operation, typed(call, graph), output(call).shape);

/** Whole numbers are their own floor, ceiling and nearest. */
const rounding =
  (operation: string): Lowering =>
  (call, graph) =>
    operand(call).type === "float32" ? plain(operation)(call, graph) : operand(call);

/** Truth values are compared as 0 and 1, different types as floats. */
const compare =
  (operation: string): Lowering =>
  (call, graph) => {
    const isFloat = call.list.some(({ type }) => type === "float32");
    const [a, b] = call.list.map((x) => graph.cast(x, isFloat ? "float32" : "int32")) as [Tensor, Tensor];
    return graph.compare(operation, a, b, output(call).shape);
  };

const logical =
  (operation: string): Lowering =>
  (call, graph) =>
    graph.one(
      operation,
      call.list.map((x) => graph.cast(x, "bool")),
      {},
      output(call),
    );

/** Tests that ask for floats; other types are converted, and always finite. */
const test =
  (operation: string): Lowering =>
  (call, graph) =>
    graph.one(operation, [graph.cast(operand(call), "float32")], { T: { type: "float32" } }, output(call));

const clip: Lowering = (call, graph) => {
  const { clipValueMin, clipValueMax } = call.attributes as { clipValueMin: number; clipValueMax: number };
  const x = operand(call);
  const raised = graph.uniform("Maximum", [x, graph.scalar(clipValueMin, x.type)], x.shape);
  return graph.uniform("Minimum", [raised, graph.scalar(clipValueMax, x.type)], x.shape);
};

/** `otherwise` where x is not above 0. */
function whereNegative(x: Tensor, otherwise: Tensor, graph: GraphBuilder): Tensor {
  const negative = graph.compare("Less", x, graph.scalar(0, x.type), x.shape);
  return graph.select(negative, otherwise, x, x.shape);
}

const leakyRelu: Lowering = (call, graph) => {
  const [x] = typed(call, graph) as [Tensor];
  const slope = graph.scalar(call.attributes.alpha as number, x.type);
  return whereNegative(x, graph.uniform("Mul", [x, slope], x.shape), graph);
};

const prelu: Lowering = (call, graph) => {
  const [x, alpha] = [named(call, "x"), named(call, "alpha")];
  return whereNegative(x, graph.uniform("Mul", [x, alpha], x.shape), graph);
};

const step: Lowering = (call, graph) => {
  const x = operand(call);
  const otherwise = (call.attributes.alpha as number | undefined) ?? 0;
  const positive = graph.compare("Greater", x, graph.scalar(0, x.type), x.shape);
  return graph.select(positive, graph.scalar(1, x.type), graph.scalar(otherwise, x.type), x.shape);
};

/** A condition of rank 1 chooses whole rows. */
const select: Lowering = (call, graph) => {
  const { shape, type } = output(call);
  const condition = graph.cast(named(call, "condition"), "bool");
  const rowwise = condition.shape.length === 1 && shape.length > 1;
  const column = rowwise
    ? graph.reshape(condition, [...condition.shape, ...shape.slice(1).map(() => 1)])
    : condition;
  const [t, e] = ["t", "e"].map((name) => graph.cast(named(call, name), type)) as [Tensor, Tensor];
  return graph.select(column, t, e, shape);
};

const addN: Lowering = (call, graph) => {
  const { shape, type } = output(call);
  return graph.one("AddN", call.list, { N: call.list.length, T: { type } }, { shape, type });
};

const same = (
  names: readonly string[],
  lowering: (operation: string) => Lowering,
): Record<string, Lowering> => Object.fromEntries(names.map((name) => [name, lowering(name)]));

export const elementwiseLowerings: Readonly<Record<string, Lowering>> = {
  ...same(
    [
      "Abs",
      "Acos",
      "Acosh",
      "Asin",
      "Asinh",
      "Atan",
      "Atanh",
      "Cos",
      "Cosh",
      "Elu",
      "Erf",
      "Exp",
      "Expm1",
      "Log",
      "Log1p",
      "Neg",
    ],
    plain,
  ),
  ...same(
    [
      "Reciprocal",
      "Relu",
      "Relu6",
      "Rsqrt",
      "Selu",
      "Sigmoid",
      "Sign",
      "Sin",
      "Sinh",
      "Softplus",
      "Sqrt",
      "Square",
      "Tan",
      "Tanh",
    ],
    plain,
  ),
  ...same(["FloorDiv", "Maximum", "Minimum", "Pow", "RealDiv", "SquaredDifference", "Sub", "EluGrad"], plain),
  ...same(["Ceil", "Floor", "Round"], rounding),
  ...same(["Equal", "Greater", "GreaterEqual", "Less", "LessEqual", "NotEqual"], compare),
  ...same(["LogicalAnd", "LogicalNot", "LogicalOr"], logical),
  ...same(["IsFinite", "IsInf", "IsNan"], test),
  Add: plain("AddV2"),
  AddN: addN,
  Cast: (call: Call, graph: GraphBuilder) => graph.cast(operand(call), output(call).type),
  ClipByValue: clip,
  Identity: (call: Call) => operand(call),
  LeakyRelu: leakyRelu,
  Mod: plain("FloorMod"),
  Multiply: plain("Mul"),
  Prelu: prelu,
  Select: select,
  Step: step,
};
