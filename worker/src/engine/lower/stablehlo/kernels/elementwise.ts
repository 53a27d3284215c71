/**
 * Element-wise kernels in StableHLO.
 */
import type { Comparison, HloBuilder } from "../builder.ts";
import type { Tensor } from "../types.ts";
import { clamp, elu, leakyRelu, relu, selu, sigmoid, softplus, type Activation } from "./activations.ts";
import { named, operand, output, outputType, type Call, type Lowering } from "./lowering.ts";

/** The operands in the result's type, in which TensorFlow.js computes. */
const typed = (call: Call, hlo: HloBuilder): Tensor[] =>
  call.list.map((x) => hlo.convert(x, outputType(call)));

const unary =
  (operation: string): Lowering =>
  (call, hlo) =>
    hlo.unary(`stablehlo.${operation}`, typed(call, hlo)[0]!);

const chlo =
  (operation: string): Lowering =>
  (call, hlo) =>
    hlo.chlo(operation, typed(call, hlo)[0]!);

const apply =
  (activation: Activation): Lowering =>
  (call, hlo) =>
    activation(typed(call, hlo)[0]!, hlo, (call.attributes.alpha as number | undefined) ?? 0);

/** Whole numbers are their own floor, ceiling and nearest. */
const rounding =
  (operation: string): Lowering =>
  (call, hlo) =>
    operand(call).type === "f32" ? hlo.unary(`stablehlo.${operation}`, operand(call)) : operand(call);

const binary =
  (operation: string): Lowering =>
  (call, hlo) => {
    const [a, b] = typed(call, hlo) as [Tensor, Tensor];
    return hlo.binary(operation, a, b);
  };

/** Truth values are compared as 0 and 1, different types as floats. */
const compare =
  (comparison: Comparison): Lowering =>
  (call, hlo) => {
    const [a, b] = [operand(call, 0), operand(call, 1)];
    const type = a.type === "f32" || b.type === "f32" ? "f32" : "i32";
    return hlo.compare(comparison, hlo.convert(a, type), hlo.convert(b, type));
  };

const clip =
  (bounds: (call: Call) => readonly [number, number]): Lowering =>
  (call, hlo) =>
    clamp(operand(call), bounds(call), hlo);

const square: Lowering = (call, hlo) => hlo.binary("multiply", operand(call), operand(call));

const reciprocal: Lowering = (call, hlo) => {
  const [x] = typed(call, hlo) as [Tensor];
  return hlo.binary("divide", hlo.filled(1, x.type, x.shape), x);
};

const tan: Lowering = (call, hlo) => {
  const [x] = typed(call, hlo) as [Tensor];
  return hlo.binary("divide", hlo.unary("stablehlo.sine", x), hlo.unary("stablehlo.cosine", x));
};

const step: Lowering = (call, hlo) => {
  const x = operand(call);
  const positive = hlo.compare("GT", x, hlo.filled(0, x.type, x.shape));
  const otherwise = (call.attributes.alpha as number | undefined) ?? 0;
  return hlo.select(positive, hlo.filled(1, x.type, x.shape), hlo.filled(otherwise, x.type, x.shape));
};

/** Tests that ask for floats; other types are converted, and always finite. */
const test =
  (ask: (x: Tensor, hlo: HloBuilder) => Tensor): Lowering =>
  (call, hlo) =>
    ask(hlo.convert(operand(call), "f32"), hlo);

const isFinite = test((x, hlo) =>
  hlo.compare("LT", hlo.unary("stablehlo.abs", x), hlo.filled(Infinity, "f32", x.shape)),
);
const isInf = test((x, hlo) =>
  hlo.compare("EQ", hlo.unary("stablehlo.abs", x), hlo.filled(Infinity, "f32", x.shape)),
);
const isNan = test((x, hlo) => hlo.compare("NE", x, x));

/** Whether a division left a remainder and the signs of remainder and divisor differ: floor and truncation disagree. */
function crossesZero(remainder: Tensor, divisor: Tensor, hlo: HloBuilder): Tensor {
  const zero = hlo.filled(0, remainder.type, remainder.shape);
  const left = hlo.compare("NE", remainder, zero);
  const signs = hlo.compare(
    "NE",
    hlo.compare("LT", remainder, zero),
    hlo.compare("LT", hlo.broadcast(divisor, remainder.shape), zero),
  );
  return hlo.binary("and", left, signs);
}

/** TensorFlow.js's remainder has the sign of the divisor, StableHLO's that of the dividend. */
const mod: Lowering = (call, hlo) => {
  const [a, b] = typed(call, hlo) as [Tensor, Tensor];
  const remainder = hlo.binary("remainder", a, b);
  const shifted = hlo.binary("add", remainder, b);
  return hlo.select(crossesZero(remainder, b, hlo), shifted, remainder);
};

const floorDiv: Lowering = (call, hlo) => {
  const [a, b] = typed(call, hlo) as [Tensor, Tensor];
  const quotient = hlo.binary("divide", a, b);
  if (quotient.type === "f32") return hlo.unary("stablehlo.floor", quotient);
  const below = hlo.binary("subtract", quotient, hlo.scalar(1, quotient.type));
  return hlo.select(crossesZero(hlo.binary("remainder", a, b), b, hlo), below, quotient);
};

const squaredDifference: Lowering = (call, hlo) => {
  const difference = binary("subtract")(call, hlo) as Tensor;
  return hlo.binary("multiply", difference, difference);
};

/** A condition of rank 1 chooses whole rows. */
const select: Lowering = (call, hlo) => {
  const [condition, t, e] = ["condition", "t", "e"].map((name) => named(call, name)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const { shape } = output(call);
  const rowwise = condition.shape.length === 1 && shape.length > 1;
  return hlo.select(
    hlo.broadcast(hlo.convert(condition, "i1"), shape, rowwise ? [0] : undefined),
    hlo.convert(t, outputType(call)),
    hlo.convert(e, outputType(call)),
  );
};

const addN: Lowering = (call, hlo) => call.list.reduce((sum, term) => hlo.binary("add", sum, term));

const eluGrad: Lowering = (call, hlo) => {
  const [dy, y] = [operand(call, 0), operand(call, 1)];
  const scaled = hlo.binary("multiply", dy, hlo.binary("add", y, hlo.filled(1, "f32", y.shape)));
  return hlo.select(hlo.compare("GE", y, hlo.filled(0, "f32", y.shape)), dy, scaled);
};

const prelu: Lowering = (call, hlo) => {
  const [x, alpha] = [named(call, "x"), named(call, "alpha")];
  return hlo.select(
    hlo.compare("LT", x, hlo.filled(0, x.type, x.shape)),
    hlo.binary("multiply", x, alpha),
    x,
  );
};

export const elementwiseLowerings: Readonly<Record<string, Lowering>> = {
  Abs: unary("abs"),
  Acos: chlo("acos"),
  Acosh: chlo("acosh"),
  Asin: chlo("asin"),
  Asinh: chlo("asinh"),
  Atan: chlo("atan"),
  Atanh: chlo("atanh"),
  Ceil: rounding("ceil"),
  ClipByValue: clip(
    ({ attributes }) => [attributes.clipValueMin, attributes.clipValueMax] as [number, number],
  ),
  Cos: unary("cosine"),
  Cosh: chlo("cosh"),
  Elu: apply(elu),
  Erf: chlo("erf"),
  Exp: unary("exponential"),
  Expm1: unary("exponential_minus_one"),
  Floor: rounding("floor"),
  Identity: (call) => operand(call),
  LeakyRelu: apply(leakyRelu),
  Log: unary("log"),
  Log1p: unary("log_plus_one"),
  Neg: unary("negate"),
  Reciprocal: reciprocal,
  Relu: apply(relu),
  Relu6: clip(() => [0, 6]),
  Round: rounding("round_nearest_even"),
  Rsqrt: unary("rsqrt"),
  Selu: apply(selu),
  Sigmoid: apply(sigmoid),
  Sign: unary("sign"),
  Sin: unary("sine"),
  Sinh: chlo("sinh"),
  Softplus: apply(softplus),
  Sqrt: unary("sqrt"),
  Square: square,
  Step: step,
  Tan: tan,
  Tanh: unary("tanh"),

  IsFinite: isFinite,
  IsInf: isInf,
  IsNan: isNan,
  LogicalNot: unary("not"),

  Add: binary("add"),
  FloorDiv: floorDiv,
  Maximum: binary("maximum"),
  Minimum: binary("minimum"),
  Mod: mod,
  Multiply: binary("multiply"),
  Pow: binary("power"),
  RealDiv: binary("divide"),
  SquaredDifference: squaredDifference,
  Sub: binary("subtract"),

  Equal: compare("EQ"),
  Greater: compare("GT"),
  GreaterEqual: compare("GE"),
  Less: compare("LT"),
  LessEqual: compare("LE"),
  LogicalAnd: binary("and"),
  LogicalOr: binary("or"),
  NotEqual: compare("NE"),

  AddN: addN,
  Cast: (call, hlo) => hlo.convert(operand(call), outputType(call)),
  EluGrad: eluGrad,
  Prelu: prelu,
  Select: select,
};
