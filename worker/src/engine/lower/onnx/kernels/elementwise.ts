/**
 * Element-wise kernels in ONNX operators.
 */
import { tf } from "../../../tf.ts";
import { elementType } from "../model.ts";
import { direct, isFloat, names, operand, output, type Lowering } from "./lowering.ts";

const square: Lowering = (call, onnx) => {
  const { name } = operand(call);
  return onnx.emit("Mul", [name, name]);
};

const rsqrt: Lowering = (call, onnx) => onnx.emit("Reciprocal", [onnx.emit("Sqrt", names(call))]);
const expm1: Lowering = (call, onnx) => onnx.emit("Sub", [onnx.emit("Exp", names(call)), onnx.scalar(1)]);
const log1p: Lowering = (call, onnx) =>
  onnx.emit("Log", [onnx.emit("Add", [operand(call).name, onnx.scalar(1)])]);

const clip =
  (low: number, high: number): Lowering =>
  (call, onnx) => {
    const { name, dtype } = operand(call);
    return onnx.emit("Clip", [name, onnx.scalar(low, dtype), onnx.scalar(high, dtype)]);
  };

const clipByValue: Lowering = (call, onnx) =>
  clip(call.attributes.clipValueMin as number, call.attributes.clipValueMax as number)(call, onnx);

/** Only floats can be infinite or not a number; for other types the answer is a constant, which adds no operator. */
const testFloat =
  (operator: string): Lowering =>
  (call, onnx) => {
    const x = operand(call);
    return onnx.emit(operator, [isFloat(x) ? x.name : onnx.cast(x.name, elementType.float32)]);
  };

const isFinite: Lowering = (call, onnx) => {
  const name = isFloat(operand(call))
    ? operand(call).name
    : onnx.cast(operand(call).name, elementType.float32);
  const odd = onnx.emit("Or", [onnx.emit("IsInf", [name]), onnx.emit("IsNaN", [name])]);
  return onnx.emit("Not", [odd]);
};

const step: Lowering = (call, onnx) => {
  const { name, dtype } = operand(call);
  const positive = onnx.emit("Greater", [name, onnx.scalar(0, dtype)]);
  const otherwise = onnx.scalar((call.attributes.alpha as number | undefined) ?? 0, dtype);
  return onnx.emit("Where", [positive, onnx.scalar(1, dtype), otherwise]);
};

/** TensorFlow.js's remainder has the sign of the divisor, ONNX's for floats that of the dividend. */
const mod: Lowering = (call, onnx) => {
  const [a, b] = [operand(call, 0), operand(call, 1)];
  if (!isFloat(output(call))) return onnx.emit("Mod", [a.name, b.name]);
  const remainder = onnx.emit("Mod", [a.name, b.name], { attributes: { fmod: 1 } });
  const zero = onnx.scalar(0);
  const opposite = onnx.emit("Xor", [
    onnx.emit("Less", [remainder, zero]),
    onnx.emit("Less", [b.name, zero]),
  ]);
  const nonZero = onnx.emit("Not", [onnx.emit("Equal", [remainder, zero])]);
  const shifted = onnx.emit("Add", [remainder, b.name]);
  return onnx.emit("Where", [onnx.emit("And", [opposite, nonZero]), shifted, remainder]);
};

/** Whole numbers go through float64, which holds every int32. */
const floorDiv: Lowering = (call, onnx) => {
  if (isFloat(output(call))) return onnx.emit("Floor", [onnx.emit("Div", names(call))]);
  const wide = names(call).map((name) => onnx.cast(name, elementType.float64));
  return onnx.cast(onnx.emit("Floor", [onnx.emit("Div", wide)]), elementType.int32);
};

const squaredDifference: Lowering = (call, onnx) => {
  const difference = onnx.emit("Sub", names(call));
  return onnx.emit("Mul", [difference, difference]);
};

const notEqual: Lowering = (call, onnx) => onnx.emit("Not", [onnx.emit("Equal", names(call))]);

/** Equality of truth values: ONNX compares bool only for equality, so order is asked of whole numbers. */
const compare =
  (operator: string): Lowering =>
  (call, onnx) => {
    const list = call.list.map(({ name, dtype }) =>
      dtype === "bool" ? onnx.cast(name, elementType.int32) : name,
    );
    return onnx.emit(operator, list);
  };

const cast: Lowering = (call, onnx) => onnx.cast(operand(call).name, elementType[output(call).dtype]);

const select: Lowering = (call, onnx) => {
  const { condition, t, e } = call.inputs;
  if (condition === undefined || t === undefined || e === undefined)
    throw new RangeError("Select lacks an operand.");
  const rowwise = condition.shape.length === 1 && t.shape.length > 1;
  const chosen = rowwise
    ? onnx.reshape(condition.name, [condition.shape[0]!, ...t.shape.slice(1).map(() => 1)])
    : condition.name;
  return onnx.emit("Where", [chosen, t.name, e.name]);
};

const addN: Lowering = (call, onnx) => onnx.emit("Sum", names(call));

const eluGrad: Lowering = (call, onnx) => {
  const [dy, y] = names(call) as [string, string];
  const scaled = onnx.emit("Mul", [dy, onnx.emit("Add", [y, onnx.scalar(1)])]);
  return onnx.emit("Where", [onnx.emit("GreaterOrEqual", [y, onnx.scalar(0)]), dy, scaled]);
};

const prelu: Lowering = (call, onnx) => {
  const [x, alpha] = names(call) as [string, string];
  const negative = onnx.emit("Less", [x, onnx.scalar(0)]);
  return onnx.emit("Where", [negative, onnx.emit("Mul", [x, alpha]), x]);
};

const leakyRelu: Lowering = (call, onnx) =>
  onnx.emit("LeakyRelu", names(call), { attributes: { alpha: { float: call.attributes.alpha as number } } });

/** Constants of Klambauer et al. 2017. ONNX multiplies alpha by gamma itself. */
const { SELU_SCALE, SELU_SCALEALPHA } = tf.backend_util;
const selu = direct("Selu", { alpha: { float: SELU_SCALEALPHA / SELU_SCALE }, gamma: { float: SELU_SCALE } });

export const elementwiseLowerings: Readonly<Record<string, Lowering>> = {
  Abs: direct("Abs"),
  Acos: direct("Acos"),
  Acosh: direct("Acosh"),
  Asin: direct("Asin"),
  Asinh: direct("Asinh"),
  Atan: direct("Atan"),
  Atanh: direct("Atanh"),
  Ceil: direct("Ceil"),
  ClipByValue: clipByValue,
  Cos: direct("Cos"),
  Cosh: direct("Cosh"),
  Elu: direct("Elu"),
  Erf: direct("Erf"),
  Exp: direct("Exp"),
  Expm1: expm1,
  Floor: direct("Floor"),
  Identity: direct("Identity"),
  LeakyRelu: leakyRelu,
  Log: direct("Log"),
  Log1p: log1p,
  Neg: direct("Neg"),
  Reciprocal: direct("Reciprocal"),
  Relu: direct("Relu"),
  Relu6: clip(0, 6),
  Round: direct("Round"),
  Rsqrt: rsqrt,
  Selu: selu,
  Sigmoid: direct("Sigmoid"),
  Sign: direct("Sign"),
  Sin: direct("Sin"),
  Sinh: direct("Sinh"),
  Softplus: direct("Softplus"),
  Sqrt: direct("Sqrt"),
  Square: square,
  Step: step,
  Tan: direct("Tan"),
  Tanh: direct("Tanh"),

  IsFinite: isFinite,
  IsInf: testFloat("IsInf"),
  IsNan: testFloat("IsNaN"),
  LogicalNot: direct("Not"),

  Add: direct("Add"),
  FloorDiv: floorDiv,
  Maximum: direct("Max"),
  Minimum: direct("Min"),
  Mod: mod,
  Multiply: direct("Mul"),
  Pow: direct("Pow"),
  RealDiv: direct("Div"),
  SquaredDifference: squaredDifference,
  Sub: direct("Sub"),

  Equal: direct("Equal"),
  Greater: compare("Greater"),
  GreaterEqual: compare("GreaterOrEqual"),
  Less: compare("Less"),
  LessEqual: compare("LessOrEqual"),
  LogicalAnd: direct("And"),
  LogicalOr: direct("Or"),
  NotEqual: notEqual,

  AddN: addN,
  Cast: cast,
  EluGrad: eluGrad,
  Prelu: prelu,
  Select: select,
};
