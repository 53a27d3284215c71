/**
 * Models by family.
 */
import type { ModelConfig } from "@plateau/proto";
import { createGpt2 } from "./gpt2/model.ts";
import { createLlama } from "./llama/model.ts";
import type { Model, ModelFactory, ModelOptions } from "./model.ts";

export const models = {
  llama: createLlama,
  gpt2: createGpt2,
} as const satisfies { [F in ModelConfig["family"]]: ModelFactory<Extract<ModelConfig, { family: F }>> };

/**
 * The model of a configuration.
 *
 * @throws ModelError E_MODEL_CONFIG if its numbers do not fit together
 */
export function createModel(config: ModelConfig, options: ModelOptions = {}): Model {
  return (models[config.family] as ModelFactory)(config, options);
}

export { initialize } from "./initialize.ts";
export { splitParameters } from "./parameters.ts";
