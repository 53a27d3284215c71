/** Models whose gradients are coded: the demo's largest, and GPT-2 124M. */
import { createModel } from "@plateau/worker/models/index.ts";
import type { Model } from "@plateau/worker/models/model.ts";
import { gpt2At124M } from "../gpt2-124m.ts";
import { demoModels } from "../laser/demo-models.ts";

export interface Shape {
  title: string;
  model: Model;
  /** Of one shard in one step. */
  batch: { sequences: number; time: number };
  /** Steps of one turn, and turns, after as many steps that are not counted. */
  steps: number;
  turns: number;
}

export const shapes = {
  demo: {
    title: 'the demo\'s largest model, "l"',
    model: createModel(demoModels.l),
    // examples/brown-study.yaml: 16 sequences of 64 tokens, two shards.
    batch: { sequences: 8, time: 64 },
    steps: 20,
    turns: 5,
  },
  gpt2: {
    title: "GPT-2 124M",
    model: createModel(gpt2At124M),
    // Makkuva et al. 2024: 15 sequences of 512 tokens for each worker.
    batch: { sequences: 15, time: 512 },
    steps: 2,
    turns: 2,
  },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;
