/**
 * Rule of random bits. See random-bits.ts.
 */
import { EngineError } from "../../errors.ts";
import { input, result, type KernelRule } from "./rule.ts";

const randomBits: KernelRule = (inputs, { site, size }) => {
  const { shape, dtype } = input(inputs, "keys");
  if (dtype !== "int32" || shape.length !== 2 || shape[1] !== 2) {
    throw new EngineError(
      "E_KERNEL",
      `Keys of random bits are ${dtype} [${shape.join()}]; they must be int32 [B, 2].`,
    );
  }
  return result([shape[0]!, size as number], "int32", { site, size });
};

export const randomRules: Readonly<Record<string, KernelRule>> = { RandomBits: randomBits };
