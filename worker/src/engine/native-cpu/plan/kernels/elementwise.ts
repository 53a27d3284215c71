/**
 * Element-wise kernels as maps. Operations on whole numbers, of which truth values are 0 and 1, end in I.
 */
import { tf } from "../../../tf.ts";
import type { PlanBuilder } from "../builder.ts";
import type { View } from "../view.ts";
import {
  converted,
  floats,
  isFloat,
  named,
  operand,
  output,
  type Call,
  type Translation,
} from "./translation.ts";

type Bounds = (call: Call) => { x?: number; y?: number };
const none: Bounds = () => ({});

/** Of the same type as its operand. */
const unary =
  (operation: string, bounds = none): Translation =>
  (call, plan) =>
    plan.map(isFloat(operand(call)) ? operation : `${operation}I`, [operand(call).view], bounds(call));

/** Of floats, whatever the operand is. */
const ofFloats =
  (operation: string, bounds = none): Translation =>
  (call, plan) =>
    plan.map(operation, [floats(operand(call), plan)], bounds(call));

/** Changes floats only. */
const rounding =
  (operation: string): Translation =>
  (call, plan) =>
    isFloat(operand(call)) ? plan.map(operation, [operand(call).view]) : operand(call).view;

function pair(call: Call, plan: PlanBuilder): { views: [View, View]; suffix: string } {
  const operands = [operand(call, 0), operand(call, 1)] as const;
  const dtype = operands.some(isFloat) ? "float32" : "int32";
  const [a, b] = operands.map((each) => converted(each, dtype, plan)) as [View, View];
  return { views: [a, b], suffix: dtype === "float32" ? "" : "I" };
}

const binary =
  (operation: string, whole = `${operation}I`): Translation =>
  (call, plan) => {
    const { views, suffix } = pair(call, plan);
    return plan.map(suffix === "" ? operation : whole, views, { shape: output(call).shape });
  };

/** a > b is b < a. */
const swapped =
  (operation: string): Translation =>
  (call, plan) => {
    const { views, suffix } = pair(call, plan);
    return plan.map(`${operation}${suffix}`, views.toReversed(), { shape: output(call).shape });
  };

const logic =
  (operation: string): Translation =>
  (call, plan) =>
    plan.map(
      operation,
      call.list.map(({ view }) => view),
      { shape: output(call).shape },
    );

const cast: Translation = (call, plan) => {
  const { view, dtype } = operand(call);
  const wanted = output(call).dtype;
  if (wanted === "float32") return floats(operand(call), plan);
  if (wanted === "int32") return dtype === "float32" ? plan.map("toInt", [view]) : view;
  if (dtype === "bool") return view;
  return plan.map(dtype === "float32" ? "toTruth" : "toTruthI", [view]);
};

const select: Translation = (call, plan) => {
  const { shape, dtype } = output(call);
  const condition = named(call, "condition").view;
  const rowwise = condition.shape.length === 1 && shape.length > 1;
  const chosen = rowwise
    ? plan.reshape(condition, [condition.shape[0]!, ...shape.slice(1).map(() => 1)])
    : condition;
  const values = ["t", "e"].map((name) => converted(named(call, name), dtype, plan));
  return plan.map("select", [chosen, ...values], { shape });
};

const addN: Translation = (call, plan) => {
  const { dtype } = output(call);
  const views = call.list.map((each) => converted(each, dtype, plan));
  if (views.length === 1) return views[0]!;
  return views.reduce((sum, view) => plan.map(dtype === "float32" ? "add" : "addI", [sum, view]));
};

const prelu: Translation = (call, plan) => {
  const { shape } = output(call);
  const [x, alpha] = [floats(operand(call, 0), plan), floats(operand(call, 1), plan)];
  const scaled = plan.map("mul", [x, alpha], { shape });
  const negative = plan.map("less", [x, plan.scalar(0)], { shape });
  return plan.map("select", [negative, scaled, x], { shape });
};

const clip = (call: Call): { x: number; y: number } => ({
  x: call.attributes.clipValueMin as number,
  y: call.attributes.clipValueMax as number,
});

/** Constants of Klambauer et al. 2017. */
const { SELU_SCALE, SELU_SCALEALPHA } = tf.backend_util;

export const elementwiseTranslations: Readonly<Record<string, Translation>> = {
  Abs: unary("abs"),
  Acos: ofFloats("acos"),
  Acosh: ofFloats("acosh"),
  Asin: ofFloats("asin"),
  Asinh: ofFloats("asinh"),
  Atan: ofFloats("atan"),
  Atanh: ofFloats("atanh"),
  Ceil: rounding("ceil"),
  ClipByValue: unary("clip", clip),
  Cos: ofFloats("cos"),
  Cosh: ofFloats("cosh"),
  Elu: ofFloats("elu"),
  Erf: ofFloats("erf"),
  Exp: ofFloats("exp"),
  Expm1: ofFloats("expm1"),
  Floor: rounding("floor"),
  Identity: (call) => operand(call).view,
  LeakyRelu: ofFloats("leakyRelu", ({ attributes }) => ({ x: attributes.alpha as number })),
  Log: ofFloats("log"),
  Log1p: ofFloats("log1p"),
  Neg: unary("neg"),
  Reciprocal: ofFloats("reciprocal"),
  Relu: unary("relu"),
  Relu6: unary("relu6"),
  Round: rounding("round"),
  Rsqrt: ofFloats("rsqrt"),
  Selu: ofFloats("selu", () => ({ x: SELU_SCALEALPHA, y: SELU_SCALE })),
  Sigmoid: ofFloats("sigmoid"),
  Sign: unary("sign"),
  Sin: ofFloats("sin"),
  Sinh: ofFloats("sinh"),
  Softplus: ofFloats("softplus"),
  Sqrt: ofFloats("sqrt"),
  Square: unary("square"),
  Step: unary("step", ({ attributes }) => ({ x: (attributes.alpha as number | undefined) ?? 0 })),
  Tan: ofFloats("tan"),
  Tanh: ofFloats("tanh"),

  IsFinite: ofFloats("isFinite"),
  IsInf: ofFloats("isInf"),
  IsNan: ofFloats("isNan"),
  LogicalNot: logic("not"),

  Add: binary("add"),
  FloorDiv: binary("floorDiv"),
  Maximum: binary("max"),
  Minimum: binary("min"),
  Mod: binary("mod"),
  Multiply: binary("mul"),
  Pow: binary("pow"),
  RealDiv: binary("div", "floorDivI"),
  SquaredDifference: binary("squaredDifference"),
  Sub: binary("sub"),

  Equal: binary("equal"),
  Greater: swapped("less"),
  GreaterEqual: swapped("lessEqual"),
  Less: binary("less"),
  LessEqual: binary("lessEqual"),
  LogicalAnd: logic("and"),
  LogicalOr: logic("or"),
  NotEqual: binary("notEqual"),

  AddN: addN,
  Cast: cast,
  EluGrad: (call, plan) => plan.map("eluGrad", [named(call, "dy").view, named(call, "y").view]),
  Prelu: prelu,
  Select: select,
};
