/** Attention and its gradient, which the native part computes without a matrix of all pairs. */
import type { View } from "../view.ts";
import { named, type Call, type Translation } from "./translation.ts";

function numbersOf(call: Call): number[] {
  const [queryHeads, time, width] = named(call, "q").view.shape as [number, number, number];
  const groups = named(call, "k").view.shape[0]!;
  const { causal, scale } = call.attributes as { causal: boolean; scale: number };
  return [groups, queryHeads / groups, time, width, Number(causal), scale];
}

const viewsOf = (call: Call, names: readonly string[]): View[] => names.map((name) => named(call, name).view);

const attention: Translation = (call, plan) => {
  const shapes = call.outputs.map(({ shape }) => shape);
  return plan.other("attention", numbersOf(call), { from: viewsOf(call, ["q", "k", "v"]), shapes });
};

const attentionGrad: Translation = (call, plan) => {
  const shapes = call.outputs.map(({ shape }) => shape);
  const from = viewsOf(call, ["q", "k", "v", "o", "lse", "do"]);
  return plan.other("attentionBackward", numbersOf(call), { from, shapes });
};

export const attentionTranslations = {
  Attention: attention,
  AttentionGrad: attentionGrad,
} as const satisfies Readonly<Record<string, Translation>>;
