/**
 * The family as a whole: its map, tied weights, and numbers from PyTorch (test/fixtures/pytorch).
 */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { modelConfig, type ModelConfig } from "@plateau/proto";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { createModel, models, splitParameters } from "./index.ts";
import type { Model } from "./model.ts";

interface Fixture {
  config: unknown;
  losses: number[];
  gradients: Record<string, number[]>;
}

const fixtures = (
  JSON.parse(
    readFileSync(new URL("../../../test/fixtures/pytorch/models.json", import.meta.url), "utf8"),
  ) as { models: Fixture[] }
).models.map((fixture) => ({ ...fixture, config: modelConfig.parse(fixture.config) }));

/** The parameters that make.py gives to the same names. */
function wave(model: Model): Float32Array {
  const flat = new Float32Array(model.size);
  splitParameters(model, flat).forEach((values, index) => {
    const { name } = model.parameters[index]!;
    const phase = Array.from(name).reduce((sum, letter, i) => sum + (i + 1) * letter.charCodeAt(0), 0) % 1000;
    const centre = name.includes("orm") && name.endsWith("weight") ? 1 : 0;
    for (let i = 0; i < values.length; i++) values[i] = 0.3 * Math.sin(0.7 * i + phase) + centre;
  });
  return flat;
}

const time = 5;
const batch = {
  inputs: Int32Array.from({ length: 2 * time }, (_, i) => (i * 5 + 2) % 7),
  targets: Int32Array.from({ length: 2 * time }, (_, i) => (i === 3 || i === 9 ? -1 : (i * 3 + 1) % 7)),
};

describe("models", () => {
  const engines = new Map<string, Engine>();
  beforeAll(async () => {
    for (const name of ["reference", "onnxruntime"])
      engines.set(name, await openEngine(name, { threads: 1 }));
  });
  afterAll(async () => {
    for (const engine of engines.values()) await engine.close();
  });

  async function gradientOf(model: Model, flat: Float32Array, engine: string): Promise<Float32Array> {
    const gradient = new Float32Array(model.size);
    await (await engines.get(engine)!.gradients(model, { batch: 2, time })).run(flat, batch, gradient);
    return gradient;
  }

  it("map each family to a folder of its name", () => {
    const folders = readdirSync(new URL(".", import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "blocks")
      .map(({ name }) => name);
    expect(Object.keys(models).toSorted()).toEqual(folders.toSorted());
  });

  const cases = fixtures.flatMap((fixture) =>
    ["reference", "onnxruntime"].map((engine) => ({
      ...fixture,
      engine,
      family: fixture.config.family,
      tying: fixture.config.tieEmbeddings ? "tied" : "untied",
    })),
  );

  it.each(cases)(
    "agree with PyTorch in loss and every gradient: $family, $tying, $engine",
    async ({ config, losses, gradients, engine }) => {
      const model = createModel(config);
      const flat = wave(model);
      const evaluation = await engines.get(engine)!.evaluation(model, { batch: 2, time });
      const sums = await evaluation.run(flat, batch);
      const expected = [0, 1].map((row) =>
        losses.slice(row * time, (row + 1) * time).reduce((sum, value) => sum + value, 0),
      );
      // Float32 against float64: 1e-5 is some hundred roundings of numbers around 1.
      expected.forEach((value, row) => expect(Math.abs(sums[row]! - value)).toBeLessThan(1e-5));
      const views = splitParameters(model, await gradientOf(model, flat, engine));
      expect(model.parameters.map(({ name }) => name).toSorted()).toEqual(Object.keys(gradients).toSorted());
      model.parameters.forEach(({ name }, i) => {
        const worst = gradients[name]!.reduce(
          (most, value, j) => Math.max(most, Math.abs(value - views[i]![j]!)),
          0,
        );
        expect({ name, close: worst < 1e-5 }).toEqual({ name, close: true });
      });
    },
  );

  it.each(["llama", "gpt2"] as const)(
    "%s with tied weights: the gradient is the sum of both uses",
    async (family) => {
      const config = fixtures.find(({ config }) => config.family === family)!.config;
      const tied = createModel({ ...config, tieEmbeddings: true } as ModelConfig);
      const untied = createModel({ ...config, tieEmbeddings: false } as ModelConfig);
      const flat = wave(tied);
      const table = splitParameters(tied, flat)[0]!;
      // The untied model with both tables equal computes the same function.
      const headAt = untied.parameters.findIndex(({ name }) => name === "head.weight");
      const rest = [...splitParameters(tied, flat)];
      rest.splice(headAt, 0, table);
      const untiedFlat = new Float32Array(untied.size);
      splitParameters(untied, untiedFlat).forEach((view, i) => view.set(rest[i]!));

      const whole = splitParameters(tied, await gradientOf(tied, flat, "reference"))[0]!;
      const parts = splitParameters(untied, await gradientOf(untied, untiedFlat, "reference"));
      const [lookup, head] = [parts[0]!, parts[headAt]!];
      whole.forEach((value, i) => expect(Math.abs(value - (lookup[i]! + head[i]!))).toBeLessThan(1e-6));
      // Neither use is negligible, so a missing half would show.
      for (const part of [lookup, head]) expect(Math.max(...part.map(Math.abs))).toBeGreaterThan(1e-3);
    },
  );
});
