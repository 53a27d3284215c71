/** The model families. A new one is a folder and a line here. */
import type { ModelConfig } from "@plateau/proto";
import { createGpt2 } from "./gpt2/gpt2.ts";
import { createLlama } from "./llama/llama.ts";
import type { Model, ModelFactory } from "./model.ts";

export const models = {
  llama: createLlama,
  gpt2: createGpt2,
} satisfies { [F in ModelConfig["family"]]: ModelFactory<Extract<ModelConfig, { family: F }>> };

export function createModel(config: ModelConfig): Model {
  return (models[config.family] as ModelFactory)(config);
}

export { initialize, splitParameters } from "./parameters.ts";
export type { Model, Parameter } from "./model.ts";
