/**
 * The tensorflow engine on CPUs: the suite of all engines, and what is its own.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { copyFile, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { kernelShape } from "@plateau/worker/engine/conformance/kernel-model.ts";
import { batchOf, languageModels, parametersOf } from "@plateau/worker/engine/conformance/language-model.ts";
import { tooLarge } from "@plateau/worker/engine/conformance/too-large.ts";
import { engineConformance } from "@plateau/worker/engine/engine.conformance.ts";
import { openEngine } from "@plateau/worker/engine/index.ts";
import { decoderConformance } from "@plateau/worker/generate/decoder.conformance.ts";
import { noTensorFlow, tensorFlowLibrary } from "../../fixtures/tensorflow-library.ts";

if (tensorFlowLibrary === undefined) {
  describe.skip(`tensorflow (${noTensorFlow})`, () => {
    it("computes as the reference does", () => {});
  });
} else {
  const plugin = tensorFlowLibrary;
  const options = (): Promise<{ plugin: string }> => Promise.resolve({ plugin });
  engineConformance("tensorflow", { offThread: true, options });
  decoderConformance("tensorflow", ["llama"], options);

  describe("engine tensorflow", () => {
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "plateau-tensorflow-"));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it("says what computes", async () => {
      const engine = await openEngine("tensorflow", { threads: 2, plugin });
      expect(engine.description).toMatch(/^TensorFlow 2\.\d+\.\d+ with XLA, CPU, 2 threads$/);
      await engine.close();
    });

    it("hands on TensorFlow's own words when a program cannot be run", async () => {
      const engine = await openEngine("tensorflow", { threads: 1, plugin });
      const model = languageModels.gpt2!;
      const program = await engine.program(tooLarge(model));
      const run = program.run(parametersOf(model), { x: Float32Array.of(1) }, { y: new Float32Array(1) });
      await expect(run).rejects.toThrow(/^TensorFlow: /);
      // The engine is none the worse for it.
      const evaluation = await engine.evaluation(model, kernelShape);
      const losses = await evaluation.run(parametersOf(model), batchOf(model.config.vocabulary, kernelShape));
      expect(losses.every((loss) => loss > 0)).toBe(true);
      await engine.close();
    });

    it("refuses to start without its library", async () => {
      await expect(openEngine("tensorflow", { threads: 1 })).rejects.toMatchObject({
        code: "E_LIBRARY",
        message: expect.stringContaining("plateau engines list") as unknown as string,
      });
    });

    it.each<[string, (path: string) => Promise<void>, RegExp]>([
      ["is not there", async () => {}, /no such file/],
      ["is none", (path) => writeFile(path, "no library"), /it is no shared library/],
      ["is cut short", cutShort, /it is cut short/],
    ])("says so when its library %s", async (title, make, message) => {
      const path = join(folder, `${title.replaceAll(" ", "-")}.so`);
      await make(path);
      const refused = openEngine("tensorflow", { threads: 1, plugin: path });
      await expect(refused).rejects.toMatchObject({ code: "E_LIBRARY" });
      await expect(refused).rejects.toThrow(message);
      await expect(refused).rejects.toThrow(/plateau engines install tensorflow/);
    });

    async function cutShort(path: string): Promise<void> {
      await copyFile(join(dirname(plugin), "libtensorflow_framework.so.2"), path);
      await truncate(path, 1_000_000);
    }
  });
}
