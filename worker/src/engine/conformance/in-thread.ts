/**
 * Worker thread of the conformance suite: opens an engine, computes one gradient and sends it back.
 */
import { parentPort, workerData } from "node:worker_threads";
import { openEngine } from "../index.ts";
import { batchOf, languageModels, parametersOf, shape } from "./language-model.ts";

const { engine: name, model: modelName } = workerData as { engine: string; model: string };
const model = languageModels[modelName]!;
const engine = await openEngine(name, { threads: 1 });
const program = await engine.gradients(model, shape);
const gradient = new Float32Array(model.size);
const loss = await program.run(parametersOf(model), batchOf(model.config.vocabulary, shape), gradient);
await engine.close();
parentPort?.postMessage({ loss, gradient });
