/**
 * Parameters that stay on the device between calls, as on a GPU: here on a CPU plugin that is told to keep them.
 */
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { CompilingEngine } from "@plateau/worker/engine/compiling-engine.ts";
import {
  batchOf,
  languageModels,
  parametersOf,
  shape,
  sharedFloats,
} from "@plateau/worker/engine/conformance/language-model.ts";
import type { GradientProgram } from "@plateau/worker/engine/engine.ts";
import { cacheFolder } from "@plateau/worker/engine/install/index.ts";
import { PjrtClient } from "@plateau/worker/engine/pjrt/client.ts";
import { PjrtRuntime } from "@plateau/worker/engine/pjrt/engine.ts";
import { noPjrtPlugin, pjrtPlugin } from "../../fixtures/pjrt-plugin.ts";

const model = languageModels.gpt2!;
const batch = batchOf(model.config.vocabulary, shape);
const others = batchOf(model.config.vocabulary, shape, 5);

(noPjrtPlugin === undefined ? describe : describe.skip)("parameters on the device", () => {
  jest.setTimeout(60_000);
  let client: PjrtClient;
  let engine: CompilingEngine;
  let program: GradientProgram;
  const gradient = new Float32Array(model.size);

  beforeAll(async () => {
    const options = { threads: 1, plugin: await pjrtPlugin() };
    client = await PjrtClient.open({ ...options, cache: cacheFolder(process.env) });
    engine = new CompilingEngine("pjrt", new PjrtRuntime(client, options, { keepsParameters: true }));
    program = await engine.gradients(model, shape);
  });
  afterAll(() => engine.close());

  const buffers = async (): Promise<number> => (await client.held()).buffers;

  it("are sent once for calls between which they have not changed", async () => {
    const parameters = sharedFloats(parametersOf(model));
    const first = await program.run(parameters, batch, gradient);
    expect(await buffers()).toBe(0);
    const unchanged = {};
    expect(await program.run(parameters, batch, gradient, unchanged)).toBe(first);
    expect(await buffers()).toBe(model.parameters.length);
    // A caller that breaks its word shows that the copy is used.
    parameters.fill(0);
    expect(await program.run(parameters, batch, gradient, unchanged)).toBe(first);
    expect(await program.run(parameters, batch, gradient, {})).not.toBe(first);
    expect(await buffers()).toBe(model.parameters.length);
  });

  it("are sent again for another vector, shared or not", async () => {
    const unchanged = {};
    const expected = async (seed: number): Promise<number> =>
      program.run(parametersOf(model, seed), batch, gradient);
    for (const memory of [sharedFloats, (values: Float32Array) => values]) {
      for (const seed of [1, 2]) {
        const loss = await program.run(memory(parametersOf(model, seed)), batch, gradient, unchanged);
        expect(loss).toBe(await expected(seed));
      }
    }
  });

  it("serve calls of several programs at once, whatever their order", async () => {
    const second = await engine.gradients(model, { batch: 1, time: 8 });
    const small = batchOf(model.config.vocabulary, { batch: 1, time: 8 });
    const vectors = [1, 2, 3].map((seed) => sharedFloats(parametersOf(model, seed)));
    const calls = vectors.flatMap((parameters) => {
      const own = {};
      const room = (): Float32Array => sharedFloats(gradient);
      return [
        (unchanged?: object) => program.run(parameters, others, room(), unchanged && own),
        (unchanged?: object) => second.run(parameters, small, room(), unchanged && own),
        (unchanged?: object) => program.run(parameters, batch, room(), unchanged && own),
      ];
    });
    const expected: number[] = [];
    for (const call of calls) expected.push(await call());
    expect(await Promise.all(calls.map((call) => call({})))).toEqual(expected);
    expect(await buffers()).toBe(model.parameters.length);
  });
});
