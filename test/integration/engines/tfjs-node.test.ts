/**
 * The tfjs-node engine on CPUs: the suite of all engines, what it holds, and what it says when a part of it is missing.
 */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import {
  batchOf,
  languageModels,
  parametersOf,
  shape,
} from "@plateau/worker/engine/conformance/language-model.ts";
import { engineConformance } from "@plateau/worker/engine/engine.conformance.ts";
import { openEngine } from "@plateau/worker/engine/index.ts";
import { cacheFolder } from "@plateau/worker/engine/install/index.ts";
import { hasTfjsNode, noTensorFlow, tensorFlowLibrary } from "../../fixtures/tensorflow-library.ts";
import type { Held } from "../../fixtures/tfjs-node-memory.ts";

if (!hasTfjsNode) {
  describe.skip(`tfjs-node (${noTensorFlow})`, () => {
    it("computes as the reference does", () => {});
  });
} else {
  const plugin = tensorFlowLibrary!;
  const cache = cacheFolder(process.env);
  engineConformance("tfjs-node", { offThread: true, options: () => Promise.resolve({ plugin, cache }) });

  describe("engine tfjs-node", () => {
    jest.setTimeout(60_000);
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "plateau-tfjs-node-"));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it("says what computes", async () => {
      const engine = await openEngine("tfjs-node", { threads: 1, plugin, cache });
      expect(engine.description).toMatch(
        /^tfjs-node 4\.22\.0, eager, on TensorFlow 2\.\d+\.\d+, CPU, 1 thread$/,
      );
      await engine.close();
    });

    describe("in a thread", () => {
      let held: Held;

      beforeAll(async () => {
        const thread = new Worker(new URL("../../fixtures/tfjs-node-memory.ts", import.meta.url), {
          workerData: { plugin, cache },
        });
        [held] = (await once(thread, "message")) as [Held];
        await thread.terminate();
      });

      it("frees its tensors: TensorFlow.js and TensorFlow hold a program's constants, until it is disposed", () => {
        expect(held.constants).toBeGreaterThan(0);
        expect(held.calls).toHaveLength(3);
        for (const { tensorFlowJs } of held.calls) {
          expect(tensorFlowJs).toBe(held.before.tensorFlowJs + held.constants);
        }
        // A constant reaches TensorFlow at its first use.
        expect(held.calls[2]).toEqual(held.calls[0]);
        expect(held.calls[0]!.tensorFlow).toBeLessThanOrEqual(held.before.tensorFlow + held.constants);
        expect(held.after).toEqual(held.before);
      });

      it("gives the package what node:util has lost, and nobody else", () => {
        expect(held.utilChanged).toBe(false);
      });
    });

    it("hands on TensorFlow's own words when a program cannot be run, and runs the next", async () => {
      const engine = await openEngine("tfjs-node", { threads: 1, plugin, cache });
      const model = languageModels.gpt2!;
      const program = await engine.program({
        model,
        inputs: { x: { shape: [1], dtype: "float32" } },
        outputs: { y: { shape: [1] } },
        // 4 PB: more than a process can address, so none of it is touched.
        compute: (_, { x }) => ({
          y: x!
            .broadcastTo([2 ** 25, 2 ** 25])
            .max()
            .reshape([1]),
        }),
      });
      const run = program.run(parametersOf(model), { x: Float32Array.of(1) }, { y: new Float32Array(1) });
      await expect(run).rejects.toMatchObject({
        code: "E_MEMORY",
        message: expect.stringMatching(/^tfjs-node: .*(memory|OOM)/s) as unknown as string,
      });
      const evaluation = await engine.evaluation(model, shape);
      const losses = await evaluation.run(parametersOf(model), batchOf(model.config.vocabulary, shape));
      expect(losses.every((loss) => loss > 0)).toBe(true);
      await engine.close();
    });

    it("refuses to start without a library, and without the package, with the command that installs it", async () => {
      await expect(openEngine("tfjs-node", { threads: 1 })).rejects.toMatchObject({ code: "E_LIBRARY" });
      await expect(openEngine("tfjs-node", { threads: 1, plugin, cache: folder })).rejects.toMatchObject({
        code: "E_ENGINE_MISSING",
        message: expect.stringMatching(/plateau engines install tfjs-node$/) as unknown as string,
      });
    });

    it("is installed with its binding compiled, and says what is missing where there is no compiler", async () => {
      const other = join(folder, "uncompiled");
      await mkdir(other);
      await symlink(join(cache, "engines"), join(other, "engines"));
      const main = join(import.meta.dirname, "../../../cli/src/main.ts");
      const args = ["--disable-warning=ExperimentalWarning", main, "engines", "install", "tfjs-node"];
      const env = { ...process.env, NODE_OPTIONS: "", PLATEAU_CACHE: other };
      const failed = promisify(execFile)(process.execPath, args, { env: { ...env, PATH: folder } });
      await expect(failed).rejects.toMatchObject({
        stderr: expect.stringMatching(
          /native part of the tfjs-node engine has to be compiled once, and there is no C\+\+ compiler here .*apt-get install g\+\+\), or choose/,
        ) as unknown as string,
      });
      await promisify(execFile)(process.execPath, args, { env });
      expect(await readdir(join(other, "native"))).toEqual([
        expect.stringMatching(/^tfjs-node-binding-linux-x64-\w+\.node$/),
      ]);
    });

    it("says so when TensorFlow's headers are not beside its library", async () => {
      const library = join(folder, "libtensorflow_cc.so.2");
      await symlink(plugin, library);
      await expect(openEngine("tfjs-node", { threads: 1, plugin: library, cache })).rejects.toMatchObject({
        code: "E_LIBRARY",
        message: expect.stringMatching(/headers, and there are none beside/) as unknown as string,
      });
    });

    it("says so when a file of the package is damaged", async () => {
      const other = join(folder, "cache");
      const name = "engines/tfjs-node-4.22.0";
      await mkdir(join(other, "engines"), { recursive: true });
      await cp(join(cache, name), join(other, name), { recursive: true });
      await symlink(join(cache, "native"), join(other, "native"));
      const kernel = join(other, name, "files/package/dist/kernels/Exp.js");
      const { size } = await stat(kernel);
      // Of the same size, so that only who loads it notices.
      await writeFile(kernel, "}".repeat(size));
      const opening = openEngine("tfjs-node", { threads: 1, plugin, cache: other });
      await expect(opening).rejects.toMatchObject({
        code: "E_ENGINE_MISSING",
        message: expect.stringMatching(/cannot be loaded.*engines install tfjs-node/s) as unknown as string,
      });
    });
  });
}
