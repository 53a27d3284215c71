/**
 * Kernel cases: one small use of each kernel, on which all engines must agree. `smooth` ones are differentiated too.
 *
 * A case gets its arguments as tensors; shapes are drawn at random through `size`.
 */
import { after } from "../record/after.ts";
import { tf } from "../tf.ts";
import { attentionCases, randomCases } from "./own-kernel-cases.ts";

export interface Drawn {
  /** Shapes of the float arguments. */
  shapes: number[][];
  apply: (...args: tf.Tensor[]) => tf.Tensor;
  /** Interval from which the arguments are drawn; [-2, 2] by default. */
  range?: readonly [number, number];
}

export interface KernelCase {
  kernel: string;
  /** Whether TensorFlow.js can differentiate it; if not, its arguments come from data instead of parameters. */
  smooth: boolean;
  draw: (size: () => number) => Drawn;
}

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const unary = (kernel: string, apply: Unary, range?: readonly [number, number]): KernelCase => ({
  kernel,
  smooth: true,
  draw: (size) => ({ shapes: [[size(), size()]], apply, ...(range === undefined ? {} : { range }) }),
});

const unaryOnData = (kernel: string, apply: Unary, range?: readonly [number, number]): KernelCase => ({
  ...unary(kernel, apply, range),
  smooth: false,
});

/** With operands of equal shape and with each of them broadcast. */
const binary = (
  kernel: string,
  apply: Binary,
  range?: readonly [number, number],
  smooth = true,
): KernelCase[] =>
  (["equal", "left", "right"] as const).map((kind) => ({
    kernel,
    smooth,
    draw: (size) => {
      const full = [size(), size(), size()];
      const small = [full[1]!, 1];
      const shapes = { equal: [full, full], left: [small, full], right: [full, small] }[kind];
      return { shapes, apply: (a, b) => apply(a!, b!), ...(range === undefined ? {} : { range }) };
    },
  }));

const binaryOnData = (kernel: string, apply: Binary, range?: readonly [number, number]): KernelCase[] =>
  binary(kernel, apply, range, false);

/** Whole numbers in [−4, 4], for kernels on integers and truth values. */
const whole: Unary = (x) => tf.cast(tf.round(tf.mul(x, 2)), "int32");
const truth: Unary = (x) => tf.greater(x, 0);

/** Indices [0, 1, 0, …] of a length. */
const alternate = (length: number): tf.Tensor1D =>
  tf.tensor1d(
    Int32Array.from({ length }, (_, index) => index % 2),
    "int32",
  );

const positive = [0.2, 3] as const;
const inside = [-0.9, 0.9] as const;

export const elementwiseCases: KernelCase[] = [
  unary("Abs", tf.abs),
  unary("Acos", tf.acos, inside),
  unary("Acosh", tf.acosh, [1.2, 3]),
  unary("Asin", tf.asin, inside),
  unary("Asinh", tf.asinh),
  unary("Atan", tf.atan),
  unary("Atanh", tf.atanh, inside),
  unary("Ceil", tf.ceil),
  unary("ClipByValue", (x) => tf.clipByValue(x, -0.5, 1)),
  unary("Cos", tf.cos),
  unary("Cosh", tf.cosh),
  unary("Elu", tf.elu),
  unary("Erf", tf.erf),
  unary("Exp", tf.exp),
  unary("Expm1", tf.expm1),
  unary("Floor", tf.floor),
  unary("Identity", tf.clone),
  unary("LeakyRelu", (x) => tf.leakyRelu(x, 0.3)),
  unary("Log", tf.log, positive),
  unary("Log1p", tf.log1p, positive),
  unary("Neg", tf.neg),
  unary("Reciprocal", tf.reciprocal, positive),
  unary("Relu", tf.relu),
  unary("Relu6", (x) => tf.relu6(tf.mul(x, 4))),
  unary("Round", tf.round),
  unary("Rsqrt", tf.rsqrt, positive),
  unary("Selu", tf.selu),
  unary("Sigmoid", tf.sigmoid),
  unary("Sign", tf.sign),
  unary("Sin", tf.sin),
  unary("Sinh", tf.sinh),
  unary("Softplus", tf.softplus),
  unary("Sqrt", tf.sqrt, positive),
  unary("Square", tf.square),
  unary("Step", (x) => tf.step(x, 0.25)),
  unary("Tan", tf.tan, inside),
  unary("Tanh", tf.tanh),
  unaryOnData("IsFinite", (x) => tf.isFinite(tf.log(x))),
  unaryOnData("IsInf", (x) => tf.isInf(tf.log(tf.relu(x)))),
  unaryOnData("IsNan", (x) => tf.isNaN(tf.log(x))),
  unaryOnData("LogicalNot", (x) => tf.logicalNot(truth(x))),
  unaryOnData("Cast", (x) => tf.cast(tf.cast(x, "bool"), "int32")),
  unaryOnData("Cast", (x) => tf.cast(tf.mul(x, 3), "int32")),
  ...binary("Add", tf.add),
  ...binary("FloorDiv", (a, b) => tf.floorDiv(a, tf.add(b, 3))),
  // TensorFlow.js does not reduce the gradients of these three to a broadcast operand's shape.
  ...binary("Maximum", tf.maximum).slice(0, 1),
  ...binaryOnData("Maximum", tf.maximum),
  ...binary("Minimum", tf.minimum).slice(0, 1),
  ...binaryOnData("Minimum", tf.minimum),
  ...binary("SquaredDifference", tf.squaredDifference).slice(0, 1),
  ...binaryOnData("SquaredDifference", tf.squaredDifference),
  ...binary("Mod", (a, b) => tf.mod(tf.mul(a, 3), b), positive),
  ...binary("Multiply", tf.mul),
  ...binary("Pow", tf.pow, positive),
  ...binary("RealDiv", tf.div, positive),
  ...binary("Sub", tf.sub),
  ...binary("Prelu", (x, alpha) => tf.prelu(x, alpha)).slice(0, 1),
  ...binaryOnData("Mod", tf.mod),
  ...binaryOnData("FloorDiv", (a, b) => tf.floorDiv(whole(a), tf.add(whole(b), tf.scalar(9, "int32")))),
  ...binaryOnData("Multiply", (a, b) => tf.mul(whole(a), whole(b))),
  ...binaryOnData("Maximum", (a, b) => tf.maximum(whole(a), whole(b))),
  ...binaryOnData("Equal", (a, b) => tf.equal(whole(a), whole(b))),
  ...binaryOnData("Equal", (a, b) => tf.equal(truth(a), truth(b))),
  ...binaryOnData("Greater", tf.greater),
  ...binaryOnData("GreaterEqual", (a, b) => tf.greaterEqual(whole(a), whole(b))),
  ...binaryOnData("Less", (a, b) => tf.less(truth(a), truth(b))),
  ...binaryOnData("LessEqual", tf.lessEqual),
  ...binaryOnData("NotEqual", (a, b) => tf.notEqual(whole(a), whole(b))),
  ...binaryOnData("LogicalAnd", (a, b) => tf.logicalAnd(truth(a), truth(b))),
  ...binaryOnData("LogicalOr", (a, b) => tf.logicalOr(truth(a), truth(b))),
  {
    kernel: "AddN",
    smooth: true,
    draw: (size) => {
      const shape = [size(), size()];
      return { shapes: [shape, shape, shape], apply: (...list) => tf.addN(list) };
    },
  },
  {
    kernel: "Select",
    smooth: true,
    draw: (size) => {
      const shape = [size(), size()];
      // Not a condition computed from the arguments: TensorFlow.js would differentiate the comparison, and cannot.
      const condition = (): tf.Tensor => tf.cast(tf.reshape(alternate(shape[0]! * shape[1]!), shape), "bool");
      return { shapes: [shape, shape], apply: (a, b) => tf.where(condition(), a!, b!) };
    },
  },
];

const cube = (kernel: string, apply: Unary, range?: readonly [number, number]): KernelCase => ({
  kernel,
  smooth: true,
  draw: (size) => ({
    shapes: [[size(), size(), size()]],
    apply,
    ...(range === undefined ? {} : { range }),
  }),
});

const cubeOnData = (kernel: string, apply: Unary): KernelCase => ({ ...cube(kernel, apply), smooth: false });

export const reduceCases: KernelCase[] = [
  cube("Sum", (x) => tf.sum(x)),
  cube("Sum", (x) => tf.sum(x, [0, 2])),
  cube("Sum", (x) => tf.sum(x, -1, true)),
  cube("Mean", (x) => tf.mean(x, 1)),
  cube("Mean", (x) => tf.mean(x, -1, true)),
  cube("Max", (x) => tf.max(x, 0)),
  cube("Min", (x) => tf.min(x, [1, 2], true)),
  cube("Cumsum", (x) => tf.cumsum(x, 2)),
  // TensorFlow.js permutes the gradient wrongly unless the axis is the last.
  cubeOnData("Cumsum", (x) => tf.cumsum(x, 1)),
  cube("Cumsum", (x) => tf.cumsum(x, 2, true, true)),
  cube("Softmax", (x) => tf.softmax(x)),
  cube("LogSoftmax", (x) => tf.logSoftmax(x)),
  // Its gradient needs Cumprod, which has no ONNX form.
  cubeOnData("Prod", (x) => tf.prod(x, 2)),
  cubeOnData("Sum", (x) => tf.sum(whole(x), 0)),
  cubeOnData("Sum", (x) => tf.sum(truth(x), 1)),
  cubeOnData("All", (x) => tf.all(truth(x), 1)),
  cubeOnData("Any", (x) => tf.any(truth(x), [0, 1])),
  cubeOnData("ArgMax", (x) => tf.argMax(x, 1)),
  cubeOnData("ArgMin", (x) => tf.argMin(x, -1)),
  cubeOnData("TopK", (x) => tf.topk(x, 1).values),
  cubeOnData("TopK", (x) => tf.topk(x, 1).indices),
];

export const arrangeCases: KernelCase[] = [
  cubeOnData("After", (x) => after(x, [tf.exp(x), tf.sum(x)])),
  cube("Reshape", (x) => tf.reshape(x, [-1])),
  cube("ExpandDims", (x) => tf.expandDims(x, -2)),
  cube("Transpose", (x) => tf.transpose(x, [2, 0, 1])),
  cube("Slice", (x) => tf.slice(x, [0, 0, 1], [-1, 1, -1])),
  cubeOnData("StridedSlice", (x) => tf.stridedSlice(x, [0, 0, 0], [9, 9, 9], [1, 2, 1], 0, 0b110)),
  cubeOnData("StridedSlice", (x) => tf.stridedSlice(x, [0, -1, 1], [9, 0, 2], [1, -1, 1], 0, 0b010)),
  cube("PadV2", (x) =>
    tf.pad(
      x,
      [
        [1, 0],
        [0, 2],
        [1, 1],
      ],
      0.5,
    ),
  ),
  cube("MirrorPad", (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
      "reflect",
    ),
  ),
  cube("Tile", (x) => tf.tile(x, [2, 1, 3])),
  cube("BroadcastTo", (x) => tf.broadcastTo(tf.expandDims(x, 0), [2, ...x.shape])),
  cube("Reverse", (x) => tf.reverse(x, [0, 2])),
  cube("SplitV", (x) => tf.split(x, [1, x.shape[1]! - 1], 1)[1]!),
  cube("Unpack", (x) => tf.unstack(x, 1)[0]!),
  cubeOnData("OnesLike", (x) => tf.onesLike(x)),
  cubeOnData("ZerosLike", (x) => tf.zerosLike(whole(x))),
  cubeOnData("Fill", (x) => tf.mul(x, tf.fill([x.shape[2]!], 0.25))),
  cubeOnData("Range", (x) => tf.add(whole(x), tf.range(0, x.shape[2]!, 1, "int32"))),
  cubeOnData("LinSpace", (x) => tf.mul(x, tf.linspace(0, 1, x.shape[2]!))),
  {
    kernel: "Concat",
    smooth: true,
    draw: (size) => {
      const [rows, left, right] = [size(), size(), size()];
      return {
        shapes: [
          [rows, left],
          [rows, right],
        ],
        apply: (...list) => tf.concat(list, 1),
      };
    },
  },
  {
    kernel: "Pack",
    smooth: true,
    draw: (size) => {
      const shape = [size(), size()];
      return { shapes: [shape, shape, shape], apply: (...list) => tf.stack(list, 1) };
    },
  },
];

export const lookupCases: KernelCase[] = [
  cube("GatherV2", (x) => tf.gather(x, tf.tensor2d([1, 0, 1, 1], [2, 2], "int32"))),
  cube("GatherV2", (x) => tf.gather(x, tf.tensor1d([1, 1, 0], "int32"), 2)),
  cube("UnsortedSegmentSum", (x) => tf.unsortedSegmentSum(x, alternate(x.shape[0]!), 4)),
  cubeOnData("UnsortedSegmentSum", (x) =>
    tf.unsortedSegmentSum(x, tf.sub(alternate(x.shape[0]!), tf.scalar(1, "int32")), 2),
  ),
  cubeOnData("GatherNd", (x) => tf.gatherND(x, tf.tensor2d([0, 1, 1, 0], [2, 2], "int32"))),
  cubeOnData("ScatterNd", (x) =>
    tf.scatterND(tf.reshape(alternate(x.shape[0]!), [-1, 1]), x, [3, ...x.shape.slice(1)]),
  ),
  cubeOnData("ScatterNd", (x) =>
    tf.scatterND(
      tf.tensor2d([1, 2, 0, 1, 1, 2], [3, 2], "int32"),
      tf.slice(tf.reshape(x, [-1]), 0, 3),
      [2, 3],
    ),
  ),
  cubeOnData("TensorScatterUpdate", (x) =>
    tf.tensorScatterUpdate(x, tf.tensor2d([1], [1, 1], "int32"), tf.zeros([1, ...x.shape.slice(1)])),
  ),
  cubeOnData("OneHot", (x) => tf.oneHot(whole(x), 3)),
  cubeOnData("OneHot", (x) => tf.oneHot(whole(x), 3, 0.5, -1, "float32")),
];

interface Product {
  left: (m: number, k: number) => number[];
  right: (k: number, n: number) => number[];
  transposeA?: boolean;
  transposeB?: boolean;
}

const product = ({ left, right, transposeA = false, transposeB = false }: Product): KernelCase => ({
  kernel: "BatchMatMul",
  smooth: true,
  draw: (size) => {
    const [m, k, n] = [size(), size(), size()];
    return {
      shapes: [transposeA ? left(k, m) : left(m, k), transposeB ? right(n, k) : right(k, n)],
      apply: (a, b) => tf.matMul(a!, b!, transposeA, transposeB),
    };
  },
});

const matrix = (rows: number, columns: number): number[] => [rows, columns];
const batch = (rows: number, columns: number): number[] => [2, 3, rows, columns];
const both = [false, true];

export const matrixCases: KernelCase[] = [
  ...both.flatMap((transposeA) =>
    both.flatMap((transposeB) => [
      product({ left: matrix, right: matrix, transposeA, transposeB }),
      product({ left: batch, right: batch, transposeA, transposeB }),
    ]),
  ),
  {
    kernel: "BatchMatMul",
    smooth: false,
    draw: (size) => {
      const [m, k, n] = [size(), size(), size()];
      return { shapes: [batch(m, k), matrix(k, n)], apply: (a, b) => tf.matMul(a!, b!) };
    },
  },
  ...(["linear", "relu", "relu6", "elu", "sigmoid"] as const).map((activation): KernelCase => ({
    kernel: "_FusedMatMul",
    smooth: false,
    draw: (size) => {
      const [m, k, n] = [size(), size(), size()];
      return {
        shapes: [matrix(m, k), matrix(k, n), [n]],
        apply: (a, b, bias) => tf.fused.matMul({ a: a!, b: b!, bias: bias!, activation }),
      };
    },
  })),
  {
    kernel: "Einsum",
    smooth: false,
    draw: (size) => {
      const [i, j, k] = [size(), size(), size()];
      return {
        shapes: [
          [i, j],
          [j, k],
        ],
        apply: (a, b) => tf.einsum("ij,jk->ki", a!, b!),
      };
    },
  },
];

export const kernelFamilies: Readonly<Record<string, KernelCase[]>> = {
  elementwise: elementwiseCases,
  reduce: reduceCases,
  arrange: arrangeCases,
  lookup: lookupCases,
  matrix: matrixCases,
  attention: attentionCases,
  random: randomCases,
};
