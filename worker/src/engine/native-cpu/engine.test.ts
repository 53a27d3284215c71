import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { CompilingEngine } from "../compiling-engine.ts";
import { batchOf, languageModels, parametersOf, randomFrom, shape } from "../conformance/language-model.ts";
import { tooLarge } from "../conformance/too-large.ts";
import { engineConformance } from "../engine.conformance.ts";
import type { CallTimes, Engine } from "../engine.ts";
import { cacheFolder } from "../install/installed.ts";
import { tf } from "../tf.ts";
import { loadAddon, type Addon } from "./addon.ts";
import { NativeRuntime, type NativeOptions } from "./engine.ts";

engineConformance("native", { offThread: true, options: async () => ({ cache: cacheFolder(process.env) }) });

describe("engine native", () => {
  let addon: Addon;
  const open = (options: Partial<NativeOptions> = {}): Engine =>
    new CompilingEngine("native", new NativeRuntime(addon, { threads: 2, ...options }), options.probe);

  beforeAll(async () => {
    addon = await loadAddon(cacheFolder(process.env));
  });

  const gradientOf = async (name: string, options: Partial<NativeOptions>): Promise<Float32Array> => {
    const model = languageModels[name]!;
    const engine = open(options);
    const gradient = new Float32Array(model.size);
    const program = await engine.gradients(model, shape);
    await program.run(parametersOf(model), batchOf(model.config.vocabulary, shape), gradient);
    await engine.close();
    return gradient;
  };

  it.each(Object.keys(languageModels))("gives the same bits, fused or not, of %s", async (name) => {
    const [fused, apart] = [await gradientOf(name, {}), await gradientOf(name, { fuses: false })];
    expect(apart).toEqual(fused);
  });

  it("gives the same bits on AVX2 as on AVX-512, and to 1e-5 without either", async () => {
    const sets = addon.instructionSets();
    const gradients = [];
    for (const instructionSet of sets) gradients.push(await gradientOf("llama", { instructionSet }));
    const [plain, ...fast] = gradients as [Float32Array, ...Float32Array[]];
    for (const gradient of fast) {
      expect(gradient).toEqual(fast[0]);
      gradient.forEach((value, i) => expect(Math.abs(value - plain[i]!)).toBeLessThan(1e-5));
    }
  });

  describe("functions", () => {
    let engine: Engine;
    const count = 20_000;
    const model = languageModels.gpt2!;
    const parameters = parametersOf(model);

    beforeAll(() => {
      engine = open();
    });
    afterAll(() => engine.close());

    const compute = async (
      apply: (x: tf.Tensor) => tf.Tensor,
      numbers: Float32Array,
    ): Promise<Float32Array> => {
      const program = await engine.program({
        model,
        inputs: { x: { shape: [numbers.length], dtype: "float32" } },
        outputs: { y: { shape: [numbers.length] } },
        compute: (_, { x }) => ({ y: apply(x) }),
      });
      const y = new Float32Array(numbers.length);
      await program.run(parameters, { x: numbers }, { y });
      return y;
    };
    /** Of the value, or of the smallest normal number. */
    const relative = (found: number, wanted: number): number =>
      Math.abs(found - wanted) / Math.max(Math.abs(wanted), 1.2e-38);
    const drawn = (low: number, high: number): Float32Array => {
      const random = randomFrom(1);
      return Float32Array.from({ length: count }, () => low + (high - low) * random());
    };

    it.each([
      ["exp", tf.exp, Math.exp, [-87, 88.7]],
      ["log", tf.log, Math.log, [1e-30, 50]],
      ["log", tf.log, Math.log, [0.9, 1.1]],
      ["tanh", tf.tanh, Math.tanh, [-10, 10]],
      ["sigmoid", tf.sigmoid, (x: number) => 1 / (1 + Math.exp(-x)), [-80, 20]],
    ] as const)("%s is right to 3e-7", async (_, apply, exact, [low, high]) => {
      const numbers = drawn(low, high);
      const found = await compute((x) => apply(x), numbers);
      const worst = numbers.reduce((most, x, i) => Math.max(most, relative(found[i]!, exact(x))), 0);
      expect(worst).toBeLessThan(3e-7);
    });

    it("erf is right to 1e-6, by its series", async () => {
      const exact = (x: number): number => {
        let [sum, term] = [x, x];
        for (let n = 1; n < 120; n++) {
          term *= -(x * x) / n;
          sum += term / (2 * n + 1);
        }
        return (2 / Math.sqrt(Math.PI)) * sum;
      };
      const numbers = drawn(-4.5, 4.5);
      const found = await compute(tf.erf, numbers);
      numbers.forEach((x, i) => expect(Math.abs(found[i]! - exact(x))).toBeLessThan(1e-6));
    });

    it("keep to the limits", async () => {
      const numbers = Float32Array.of(NaN, Infinity, -Infinity, 0, 1e-40, -1, 200, -200);
      expect([...(await compute(tf.exp, numbers))]).toEqual([
        NaN,
        Infinity,
        0,
        1,
        1,
        Math.fround(Math.exp(-1)),
        Infinity,
        0,
      ]);
      const logs = await compute(tf.log, numbers);
      expect(logs.slice(0, 4)).toEqual(Float32Array.of(NaN, Infinity, NaN, -Infinity));
      expect(logs[4]).toBeCloseTo(Math.log(1e-40), 2);
      expect(logs[5]).toBeNaN();
      expect((await compute(tf.tanh, numbers)).slice(0, 4)).toEqual(Float32Array.of(NaN, 1, -1, 0));
    });
  });

  it("says that a program is too large for the machine, and goes on", async () => {
    const engine = open();
    const model = languageModels.gpt2!;
    await expect(engine.program(tooLarge(model))).rejects.toMatchObject({ code: "E_MEMORY" });
    await engine.gradients(model, shape);
    await engine.close();
  });

  it("finishes a call under way when it is closed, and refuses those after", async () => {
    const engine = open();
    const model = languageModels.llama!;
    const program = await engine.gradients(model, shape);
    const batch = batchOf(model.config.vocabulary, shape);
    const gradient = new Float32Array(model.size);
    const running = program.run(parametersOf(model), batch, gradient);
    // A call is handed over in its turn.
    await Promise.resolve();
    await Promise.resolve();
    const closed = engine.close();
    expect(await running).toBeGreaterThan(0);
    await closed;
    await expect(program.run(parametersOf(model), batch, gradient)).rejects.toMatchObject({
      code: "E_ENGINE_CLOSED",
    });
  });

  it("refuses an index outside of what it looks up", async () => {
    const engine = open();
    const model = languageModels.gpt2!;
    const program = await engine.program({
      model,
      inputs: { at: { shape: [2], dtype: "int32" }, x: { shape: [3], dtype: "float32" } },
      outputs: { y: { shape: [2] } },
      compute: (_, { at, x }) => ({ y: tf.gather(x, at as tf.Tensor1D) }),
    });
    const call = (at: number[]): Promise<void> =>
      program.run(
        parametersOf(model),
        { at: Int32Array.from(at), x: new Float32Array(3) },
        { y: new Float32Array(2) },
      );
    await call([0, 2]);
    await expect(call([0, 3])).rejects.toMatchObject({
      code: "E_ENGINE",
      message: expect.stringContaining("index 3 is outside of the 3"),
    });
    await engine.close();
  });

  it("refuses a plan that is cut short or reaches beyond its memory, whichever number is wrong", async () => {
    const session = addon.open(1, "plain");
    // Arena of 16, no constants, a vector of 8: one tile step that copies the vector to the arena.
    const good = [
      3, 16, 0, 8, 1, 0, 0, 1, 8, 1, 8, 0, 0, 2, 3, 2, 0, 0, 0, 3, 0, 4, 0, 0, 1, 0, 0, 1, 0, -1, -1, 0, 0,
    ];
    const add = (numbers: number[]): Promise<number> =>
      addon.add(session, Float64Array.from(numbers), new Uint8Array(0));
    await addon.run(session, await add(good), [new Float32Array(8)], false);
    const refused = {
      code: "E_PLAN",
      message: expect.stringContaining("the plan cannot be carried out: in step 0"),
    };
    for (let length = 5; length < good.length; length++) {
      await expect(add(good.slice(0, length))).rejects.toMatchObject(refused);
    }
    // Place and length of each operand, the operation, its operands.
    for (const [at, wrong] of [
      [8, 9],
      [8, -1],
      [15, 7],
      [16, 1],
      [16, -1],
      [20, 3],
      [21, 9],
      [25, 999],
      [27, 2],
      [28, -1],
    ] as const) {
      await expect(add(good.with(at, wrong))).rejects.toMatchObject(refused);
    }
    await addon.close(session);
    addon.forget(session);
  });

  it("tells how long each step of a call took", async () => {
    const reads: (() => Promise<readonly CallTimes[]>)[] = [];
    const parts: string[] = [];
    const engine = open({
      probe: { prepared: (part) => void parts.push(part), kernels: (read) => void reads.push(read) },
    });
    const model = languageModels.gpt2!;
    const program = await engine.gradients(model, shape);
    await program.run(
      parametersOf(model),
      batchOf(model.config.vocabulary, shape),
      new Float32Array(model.size),
    );
    const [call] = await reads[0]!();
    expect(parts).toEqual(["record", "lower", "compile"]);
    expect(call!.kernels.map(({ kernel }) => kernel)).toContain("BatchMatMul");
    expect(call!.kernels.some(({ place }) => place.includes("models/gpt2"))).toBe(true);
    const sum = call!.kernels.reduce((total, { ms }) => total + ms, 0);
    expect(Math.abs(sum - call!.ms)).toBeLessThan(1e-6);
    await engine.close();
  });
});
