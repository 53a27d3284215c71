import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { kernelFamilies } from "../../conformance/kernel-cases.ts";
import { kernelModel, kernelShape } from "../../conformance/kernel-model.ts";
import { languageModels, randomFrom, shape } from "../../conformance/language-model.ts";
import { CompilingEngine, type ProgramSlots } from "../../compiling-engine.ts";
import type { ProgramShape } from "../../engine.ts";
import type { Model } from "../../../models/model.ts";
import type { Graph } from "../../record/graph.ts";
import { record } from "../../record/record.ts";
import { tf } from "../../tf.ts";
import { after } from "../../record/after.ts";
import { planOf, usesOf, type Plan, type PlanOptions } from "./plan.ts";

/** The plan of a model's gradients. */
async function planOfModel(model: Model, program: ProgramShape, options?: PlanOptions): Promise<Plan> {
  let plan: Plan | undefined;
  const engine = new CompilingEngine("planned", {
    description: "",
    close: () => Promise.resolve(),
    compile: (graph: Graph, slots: ProgramSlots) => {
      plan = planOf(graph, slots, options);
      return Promise.resolve(() => Promise.resolve());
    },
  });
  await engine.gradients(model, program);
  return plan!;
}

/**
 * Walks through a plan with a note on every element of memory whose value lies there, and fails where a step reads another's. Within a
 * step, what is not in place is read before anything is written.
 */
function checkMemory({ steps, bases, layout }: Plan): void {
  const owners = new Map<string, Map<number, number>>();
  const room = (base: number): { memory: Map<number, number>; offset: number; size: number } => {
    const { vector = -1, offset } = layout.addresses.get(base)!;
    const key = String(vector);
    if (!owners.has(key)) owners.set(key, new Map());
    return { memory: owners.get(key)!, offset, size: bases[base]!.size };
  };
  const isOurs = (base: number): boolean => bases[base]!.kind === "work";
  steps.forEach((step, at) => {
    const uses = usesOf(step, bases).filter(({ base }) => isOurs(base));
    const written = new Set<number>();
    const byAction = uses.toSorted((a, b) => a.action - b.action || Number(a.writes) - Number(b.writes));
    for (const { base, writes } of byAction) {
      const { memory, offset, size } = room(base);
      for (let i = 0; i < size; i++) {
        if (writes) memory.set(offset + i, base);
        else if (memory.get(offset + i) !== base)
          throw new Error(`step ${at} reads base ${base}, which is gone`);
      }
      if (writes) written.add(base);
    }
    // What is read from all over a tensor must outlast the step: other tiles may come later.
    for (const { base, writes, inPlace } of uses) {
      if (writes || inPlace || written.has(base)) continue;
      const { memory, offset, size } = room(base);
      for (let i = 0; i < size; i++) {
        if (memory.get(offset + i) !== base)
          throw new Error(`step ${at} overwrites base ${base} while it is read`);
      }
    }
  });
  for (const [base, { vector }] of layout.addresses) {
    if (vector === undefined && layout.addresses.get(base)!.offset + bases[base]!.size > layout.arena) {
      throw new Error("the arena is too small");
    }
  }
}

describe("the memory of a plan", () => {
  it.each(Object.entries(languageModels))("keeps apart what is needed together: %s", async (_, model) => {
    for (const fuses of [true, false]) checkMemory(await planOfModel(model, shape, { fuses }));
  });

  it("keeps apart what is needed together, whatever the kernels and shapes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.constantFrom(...Object.values(kernelFamilies)),
        async (seed, cases) => {
          const random = randomFrom(seed);
          const some = cases.filter((_, index) => index === 0 || random() < 0.3);
          checkMemory(await planOfModel(kernelModel(some, random).model, kernelShape));
        },
      ),
      { numRuns: 12, seed: 3 },
    );
  });

  it("takes less of it when works are done together", async () => {
    const [fused, apart] = await Promise.all(
      [true, false].map((fuses) => planOfModel(languageModels.gpt2!, shape, { fuses })),
    );
    expect(fused!.layout.arena).toBeLessThan(apart!.layout.arena);
  });
});

const float = (...dimensions: number[]) => ({ shape: dimensions, dtype: "float32" }) as const;

/** Steps of a program, as the operations in each. */
function stepsOf(
  inputs: readonly ReturnType<typeof float>[],
  compute: (...tensors: tf.Tensor[]) => tf.Tensor[],
): string[] {
  const graph = record(inputs, (tensors) => compute(...tensors));
  const slot = (prefix: string) => (id: number, index: number) =>
    ({ vector: `${prefix}${index}`, type: "float32", shape: graph.values[id]!.shape, from: 0 }) as const;
  const plan = planOf(graph, { inputs: graph.inputs.map(slot("i")), outputs: graph.outputs.map(slot("o")) });
  const names = (actions: readonly { operation: string }[]): string =>
    actions.map(({ operation }) => operation).join(" ");
  return plan.steps.map((step) => {
    if (step.kind === "other") return step.work.step;
    if (step.kind === "tile") return names(step.program.actions);
    return ["product", ...(step.after ? [names(step.after.actions)] : [])].join(": ");
  });
}

describe("fusing", () => {
  it("makes one step of a layer norm", () => {
    const steps = stepsOf([float(6, 8), float(8), float(8)], (x, gain, bias) => {
      const centred = tf.sub(x!, tf.mean(x!, -1, true));
      const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-5));
      return [tf.add(tf.mul(tf.mul(centred, scale), gain!), bias!)];
    });
    expect(steps).toEqual(["rows:sum div sub square rows:sum div add rsqrt mul mul add"]);
  });

  it("makes one step of a softmax", () => {
    expect(stepsOf([float(6, 8)], (x) => [tf.softmax(x!)])).toEqual([
      "rows:max sub exp rows:sum reciprocal mul",
    ]);
  });

  it("does what follows a product on its pieces", () => {
    const steps = stepsOf([float(6, 4), float(4, 8), float(8), float(6, 8)], (a, b, bias, residual) => [
      tf.add(residual!, tf.add(tf.matMul(a!, b!), bias!)),
    ]);
    expect(steps).toEqual(["product: add add"]);
  });

  it("leaves to a product's pieces nothing that needs whole rows, nor what only that wants", () => {
    const steps = stepsOf([float(6, 4), float(4, 8), float(6, 8)], (a, b, residual) => {
      const x = tf.add(residual!, tf.matMul(a!, b!));
      return [x, tf.sum(tf.square(x), -1)];
    });
    expect(steps).toEqual(["product: add", "square rows:sum"]);
  });

  it("moves work to where its result is wanted, past a product", () => {
    const steps = stepsOf([float(6, 4), float(4, 8), float(6, 8)], (a, b, x) => {
      const slope = tf.sub(1, tf.square(x!));
      return [tf.mul(tf.matMul(a!, b!), slope)];
    });
    expect(steps).toEqual(["product: square sub mul"]);
  });

  it("sums up columns of the same numbers together", () => {
    const steps = stepsOf([float(6, 8), float(6, 8)], (x, y) => [tf.sum(x!, 0), tf.sum(tf.mul(x!, y!), 0)]);
    expect(steps).toHaveLength(1);
  });

  it("reads turned, cut and repeated operands where they lie", () => {
    const steps = stepsOf([float(8, 6), float(6, 4)], (a, b) => [
      tf.matMul(
        tf.transpose(a!),
        tf
          .slice(tf.reshape(b!, [2, 3, 4]), [0, 1, 0], [2, 2, 4])
          .reshape([4, 4])
          .slice([0, 0], [4, 4])
          .pad([
            [0, 4],
            [0, 0],
          ]),
      ),
    ]);
    expect(steps.at(-1)).toBe("product");
    expect(steps.filter((name) => name === "copy").length).toBeLessThanOrEqual(2);
  });

  it("joins side by side what lies so already without a copy", () => {
    const graph = record([float(2, 3), float(2, 3)], ([a, b]) => [tf.exp(tf.concat([a!, b!], 0))]);
    const slots = {
      inputs: [0, 6].map((from) => ({ vector: "p", type: "float32", shape: [2, 3], from }) as const),
      outputs: [{ vector: "o", type: "float32", shape: [4, 3], from: 0 } as const],
    };
    expect(planOf(graph, slots).steps).toHaveLength(1);
  });

  it("does not compute what has to wait beside what it waits for", () => {
    const steps = stepsOf([float(6, 8)], (x) => {
      const first = tf.exp(x!);
      return [first, tf.sin(after(x!, [first]))];
    });
    expect(steps).toEqual(["exp", "sin"]);
  });
});
