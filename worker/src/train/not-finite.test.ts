import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { batchOf, languageModels, parametersOf, shape } from "../engine/conformance/language-model.ts";
import type { Engine, GradientProgram } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { parameterRanges } from "../engine/programs.ts";
import { traceNotFinite } from "./not-finite.ts";
import { ShardGradients } from "./shard-gradients.ts";

const model = languageModels.gpt2!;
const batch = { sequences: 12, sequenceLength: shape.time, shards: 2, microbatch: shape.batch };
const rangeOf = (name: string): { from: number; to: number } =>
  parameterRanges(model)[model.parameters.findIndex((each) => each.name === name)]!;

let engine: Engine;
let program: GradientProgram;
let filled: number[][] = [];

beforeAll(async () => {
  engine = await openEngine("onnxruntime", { threads: 1 });
  program = await engine.gradients(model, shape);
});

afterAll(() => engine.close());

/** Of a step of 4 microbatches; the token 5 stands in samples 9 to 11 only. */
function trace(parameters: Float32Array, shards: number[], step = 7): Promise<string> {
  filled = [];
  const data = {
    fill: (_: number, samples: readonly number[], tokens: ReturnType<typeof batchOf>) => {
      filled.push([...samples]);
      const { inputs, targets } = batchOf(5, shape, samples[0]);
      tokens.inputs.set(inputs);
      tokens.targets.set(targets);
      if (samples[0] === 9) tokens.inputs[4] = 5;
      return Promise.resolve();
    },
  };
  const shardGradients = new ShardGradients({ batch, data, program, size: model.size });
  return traceNotFinite({ step, parameters }, shards, { model, program, shardGradients });
}

it("is said of the update before, where the parameters are broken already", async () => {
  const parameters = parametersOf(model);
  parameters[rangeOf("layers.0.mlp.up.weight").to - 1] = Number.NaN;
  parameters[rangeOf("head.weight").from] = Number.POSITIVE_INFINITY;
  expect(await trace(parameters, [1])).toBe(
    `It began with the update of step 6: not finite in layers.0.mlp.up.weight, head.weight (of ${model.parameters.length} parameters).`,
  );
  expect(await trace(parameters.fill(Number.NaN), [], 0)).toBe(
    `It began with the parameters that the run starts from: not finite in all ${model.parameters.length} parameters.`,
  );
  expect(filled).toEqual([]);
});

it("is looked for in the microbatches of the first shard that brought it, and in the tensors of the first bad one", async () => {
  const parameters = parametersOf(model);
  const { from } = rangeOf("embedding.weight");
  const { width } = model.config;
  // The row of a token that one microbatch has; its variance overflows.
  parameters.fill(2e38, from + 5 * width, from + 5 * width + width / 2);
  expect(await trace(parameters, [1])).toMatch(
    new RegExp(
      `^It began in microbatch 1 of shard 1 \\(samples 9 to 11 of the step\\): its loss and the gradient of .*\\. The first tensor that is not finite is the result of \\w+ at models/\\S+\\.ts:\\d+, \\[`,
    ),
  );
  expect(filled).toEqual([
    [6, 7, 8],
    [9, 10, 11],
  ]);
  expect(await trace(parameters, [0])).toBe("Computed again here, shard 0 is finite.");
  expect(await trace(parameters, [])).toBe("");
});

it("never hides the error that it is to explain", async () => {
  const parts = {
    model,
    program,
    shardGradients: { firstNotFinite: () => Promise.reject(new Error("the data are away")) },
  };
  expect(await traceNotFinite({ step: 1, parameters: parametersOf(model) }, [0], parts)).toBe(
    "Where it began could not be found out: the data are away",
  );
});
