/**
 * The pjrt engine on a plugin for CPUs: the suite of all engines, and what is its own.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  batchOf,
  languageModels,
  parametersOf,
  shape,
} from "@plateau/worker/engine/conformance/language-model.ts";
import { tooLarge } from "@plateau/worker/engine/conformance/too-large.ts";
import { engineConformance } from "@plateau/worker/engine/engine.conformance.ts";
import type { Engine, EngineOptions } from "@plateau/worker/engine/engine.ts";
import { openEngine } from "@plateau/worker/engine/index.ts";
import { decoderConformance } from "@plateau/worker/generate/decoder.conformance.ts";
import type { Model } from "@plateau/worker/models/model.ts";
import { noPjrtPlugin, pjrtPlugin } from "../../fixtures/pjrt-plugin.ts";

const suite = noPjrtPlugin === undefined ? describe : describe.skip;

async function lossAndGradient(
  engine: Engine,
  model: Model,
): Promise<{ loss: number; gradient: Float32Array }> {
  const gradient = new Float32Array(model.size);
  const program = await engine.gradients(model, shape);
  const batch = batchOf(model.config.vocabulary, shape);
  return { loss: await program.run(parametersOf(model), batch, gradient), gradient };
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!)) / Math.hypot(...b);
}

suite("pjrt on a CPU plugin", () => {
  const plugin = async (): Promise<{ plugin: string }> => ({ plugin: await pjrtPlugin() });
  engineConformance("pjrt", { offThread: true, options: plugin });
  decoderConformance("pjrt", ["llama", "gpt2"], plugin);

  describe("engine pjrt with options", () => {
    let options: EngineOptions;
    let reference: Engine;

    beforeAll(async () => {
      options = { threads: 1, plugin: await pjrtPlugin() };
      reference = await openEngine("reference", { threads: 1 });
    });
    afterAll(() => reference.close());

    it("says what computes", async () => {
      const engine = await openEngine("pjrt", { ...options, products: "bfloat16" });
      expect(engine.description).toMatch(
        /^PJRT 0\.\d+ \(pjrt_c_api_cpu_plugin\.so\), cpu device 0: cpu, 1 thread, matrix products in bfloat16$/,
      );
      await engine.close();
    });

    // bfloat16 keeps 8 bits: each operand is off by up to 2^-9 = 0.2 % of itself, and some of them by chance the same way.
    it.each(Object.entries(languageModels))(
      "multiplies in bfloat16 with float32 sums: %s's loss within 0.5 %, its gradient within 2 % of its length",
      async (_, model) => {
        const engine = await openEngine("pjrt", { ...options, products: "bfloat16" });
        const found = await lossAndGradient(engine, model);
        const exact = await lossAndGradient(reference, model);
        await engine.close();
        expect(Math.abs(found.loss / exact.loss - 1)).toBeLessThan(0.005);
        expect(distance(found.gradient, exact.gradient)).toBeLessThan(0.02);
        // And it does round: float32 would agree to 1e-6.
        expect(distance(found.gradient, exact.gradient)).toBeGreaterThan(1e-4);
      },
    );

    it("refuses to start without a plugin, and on a device that is not there", async () => {
      await expect(openEngine("pjrt", { threads: 1 })).rejects.toMatchObject({
        code: "E_PLUGIN",
        message: expect.stringContaining("plateau engines list"),
      });
      await expect(openEngine("pjrt", { ...options, device: 7 })).rejects.toMatchObject({
        code: "E_PLUGIN",
        message: expect.stringMatching(/^There is no device 7: the PJRT plugin has \d+, counted from 0\.$/),
      });
    });

    it("says that the memory is too small for a program", async () => {
      const engine = await openEngine("pjrt", options);
      const model = languageModels.gpt2!;
      const program = await engine.program(tooLarge(model));
      const run = program.run(parametersOf(model), { x: Float32Array.of(1) }, { y: new Float32Array(1) });
      await expect(run).rejects.toMatchObject({
        code: "E_MEMORY",
        message: expect.stringContaining("batch.microbatch"),
      });
      await engine.close();
    });
  });
});
