/**
 * Rules of kernels that work element by element: arithmetic, comparison, logic, choice.
 */
import { EngineError } from "../../errors.ts";
import { tf } from "../../tf.ts";
import type { DataType } from "../graph.ts";
import { atCaller } from "../place.ts";
import { input, inputList, result, type KernelRule } from "./rule.ts";

const unary: KernelRule = (inputs) => {
  const { shape, dtype } = input(inputs, "x");
  return result(shape, dtype);
};

const unaryToFloat: KernelRule = (inputs) => result(input(inputs, "x").shape, "float32");
const unaryToBool: KernelRule = (inputs) => result(input(inputs, "x").shape, "bool");

function binary(dtypeOf?: DataType): KernelRule {
  return (inputs) => {
    const a = input(inputs, "a");
    const b = input(inputs, "b");
    const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return result(shape, dtypeOf ?? (tf.backend_util.upcastType(a.dtype, b.dtype) as DataType));
  };
}

const cast: KernelRule = (inputs, { dtype }) => {
  if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool") {
    throw new EngineError(
      "E_KERNEL",
      `A cast to ${String(dtype)}${atCaller()} cannot be recorded; use float32, int32 or bool.`,
    );
  }
  return result(input(inputs, "x").shape, dtype);
};

/** A condition of rank 1 chooses whole rows of its operands. */
const select: KernelRule = (inputs) => {
  const t = input(inputs, "t");
  return result(t.shape, tf.backend_util.upcastType(t.dtype, input(inputs, "e").dtype) as DataType);
};

const addN: KernelRule = (inputs) => {
  const first = inputList(inputs)[0]!;
  return result(first.shape, first.dtype);
};

const prelu: KernelRule = (inputs) => {
  const x = input(inputs, "x");
  return result(tf.backend_util.assertAndGetBroadcastShape(x.shape, input(inputs, "alpha").shape), x.dtype);
};

export const elementwiseRules: Readonly<Record<string, KernelRule>> = {
  Abs: unary,
  Acos: unaryToFloat,
  Acosh: unaryToFloat,
  Asin: unaryToFloat,
  Asinh: unaryToFloat,
  Atan: unaryToFloat,
  Atanh: unaryToFloat,
  Ceil: unary,
  ClipByValue: unary,
  Cos: unaryToFloat,
  Cosh: unaryToFloat,
  Elu: unaryToFloat,
  Erf: unaryToFloat,
  Exp: unaryToFloat,
  Expm1: unaryToFloat,
  Floor: unary,
  Identity: unary,
  LeakyRelu: unaryToFloat,
  Log: unaryToFloat,
  Log1p: unaryToFloat,
  Neg: unary,
  Reciprocal: unaryToFloat,
  Relu: unary,
  Relu6: unary,
  Round: unary,
  Rsqrt: unaryToFloat,
  Selu: unaryToFloat,
  Sigmoid: unaryToFloat,
  Sign: unary,
  Sin: unaryToFloat,
  Sinh: unaryToFloat,
  Softplus: unaryToFloat,
  Sqrt: unaryToFloat,
  Square: unary,
  Step: unary,
  Tan: unaryToFloat,
  Tanh: unaryToFloat,

  IsFinite: unaryToBool,
  IsInf: unaryToBool,
  IsNan: unaryToBool,
  LogicalNot: unaryToBool,

  Add: binary(),
  FloorDiv: binary(),
  Maximum: binary(),
  Minimum: binary(),
  Mod: binary(),
  Multiply: binary(),
  Pow: binary(),
  RealDiv: binary(),
  SquaredDifference: binary(),
  Sub: binary(),

  Equal: binary("bool"),
  Greater: binary("bool"),
  GreaterEqual: binary("bool"),
  Less: binary("bool"),
  LessEqual: binary("bool"),
  LogicalAnd: binary("bool"),
  LogicalOr: binary("bool"),
  NotEqual: binary("bool"),

  AddN: addN,
  Cast: cast,
  EluGrad: (inputs) => result(input(inputs, "dy").shape, "float32"),
  Prelu: prelu,
  Select: select,
};
