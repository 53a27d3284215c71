/**
 * The AdamW update of one slice, in place: blocks of the vectors go through a WebAssembly kernel (slice.wat) that updates four
 * parameters at a time. Measured on 870 000 parameters: 3.7 ns each, where a loop in JavaScript takes 6; copying out of shared
 * memory is most of what is left.
 */
import { wasmBase64 } from "./slice.generated.ts";

export interface AdamwVectors {
  parameters: Float32Array;
  gradient: Float32Array;
  m: Float32Array;
  v: Float32Array;
}

export interface AdamwNumbers {
  beta1: number;
  beta2: number;
  epsilon: number;
  gradientScale: number;
  /** Rate over the first moment's bias correction. */
  stepSize: number;
  /** Root of the second moment's bias correction. */
  rootCorrection: number;
  /** What weight decay leaves of a parameter: 1 − rate·decay. */
  shrink: number;
}

/** Elements of a block; all four of them lie in the second-level cache. As in slice.wat. */
const blockLength = 4096;

/** As much of the interface as is used here; the compiler's own stands in its library for browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: object };
};

type Kernel = (count: number, ...numbers: number[]) => void;

/** An instance has memory of its own, so each thread that loads this module has one. */
const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasmBase64, "base64")));
const { memory, adamw } = instance.exports as { memory: { buffer: ArrayBuffer }; adamw: Kernel };
const [parameterBlock, gradientBlock, mBlock, vBlock] = [0, 1, 2, 3].map(
  (block) => new Float32Array(memory.buffer, 4 * blockLength * block, blockLength),
) as [Float32Array, Float32Array, Float32Array, Float32Array];

/** Overwrites parameters, m and v in [from, to). Float32 arithmetic, the same bits however a vector is cut. */
export function adamwSlice(
  { parameters, gradient, m, v }: AdamwVectors,
  numbers: AdamwNumbers,
  from: number,
  to: number,
): void {
  const { beta1, beta2, gradientScale, shrink, rootCorrection } = numbers;
  // rate·m/(√v/r + ε) = rate·r·m/(√v + ε·r): one division less for every parameter.
  const scalars = [
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    gradientScale,
    numbers.stepSize * rootCorrection,
    numbers.epsilon * rootCorrection,
    shrink,
  ];
  for (let start = from; start < to; start += blockLength) {
    const end = Math.min(to, start + blockLength);
    const count = end - start;
    parameterBlock.set(parameters.subarray(start, end));
    gradientBlock.set(gradient.subarray(start, end));
    mBlock.set(m.subarray(start, end));
    vBlock.set(v.subarray(start, end));
    // Up to three elements beyond the end are updated in the block and never copied back.
    adamw(count, ...scalars);
    parameters.set(parameterBlock.subarray(0, count), start);
    m.set(mBlock.subarray(0, count), start);
    v.set(vBlock.subarray(0, count), start);
  }
}
