/**
 * Worker thread of the conformance suite: opens an engine, computes one gradient and sends it back.
 */
import { parentPort, workerData } from "node:worker_threads";
import type { EngineOptions } from "../engine.ts";
import { openEngine } from "../index.ts";
import { batchOf, languageModels, parametersOf, shape } from "./language-model.ts";

const {
  engine: name,
  options,
  model: modelName,
} = workerData as { engine: string; options: Omit<EngineOptions, "threads">; model: string };
const model = languageModels[modelName]!;
const engine = await openEngine(name, { ...options, threads: 1 });
const program = await engine.gradients(model, shape);
const gradient = new Float32Array(model.size);
const loss = await program.run(parametersOf(model), batchOf(model.config.vocabulary, shape), gradient);
await engine.close();
parentPort?.postMessage({ loss, gradient });
