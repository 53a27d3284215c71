/**
 * Rules of composite kernels: what some engines compute in one piece, and others as the basic kernels of record/composites/.
 */
import { EngineError } from "../../errors.ts";
import { input, type KernelInputs, type KernelRule } from "./rule.ts";

/** @throws EngineError E_KERNEL if keys do not fit the queries */
function checkHeads(inputs: KernelInputs): void {
  const [q, k, v] = ["q", "k", "v"].map((name) => input(inputs, name).shape);
  const fits = k!.join() === v!.join() && k![1] === q![1] && k![2] === q![2] && q![0]! % k![0]! === 0;
  if (fits) return;
  throw new EngineError(
    "E_KERNEL",
    `Attention of queries [${q!.join()}], keys [${k!.join()}] and values [${v!.join()}]: keys and values must have one shape, the queries' but for fewer heads that divide theirs.`,
  );
}

const attention: KernelRule = (inputs, { causal, scale }) => {
  checkHeads(inputs);
  const { shape } = input(inputs, "q");
  return {
    outputs: [
      { shape, dtype: "float32" },
      { shape: shape.slice(0, 2), dtype: "float32" },
    ],
    attributes: { causal, scale },
  };
};

const attentionGrad: KernelRule = (inputs, { causal, scale }) => {
  checkHeads(inputs);
  const outputs = ["q", "k", "v"].map((name) => ({
    shape: input(inputs, name).shape,
    dtype: "float32" as const,
  }));
  return { outputs, attributes: { causal, scale } };
};

export const compositeRules: Readonly<Record<string, KernelRule>> = {
  Attention: attention,
  AttentionGrad: attentionGrad,
};
