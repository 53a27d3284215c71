/**
 * What a Cooldown changes on purpose: its overrides laid over the recipe of the checkpoint that it branches off, and which
 * parts of a branch's identity differ by them.
 */
import { exchangeIdentity } from "@plateau/proto";
import type { Cooldown } from "./cooldown.ts";
import { exchangeConfig } from "./exchange-config.ts";
import { data as dataSchema, type DataSpec } from "./parts/data.ts";
import { channelSettings, codecSettings, exchange, type ExchangeSpec } from "./parts/exchange.ts";
import { sameData } from "./schema/same.ts";
import type { TrainingRunSpec } from "./training-run.ts";

type Recipe = Pick<TrainingRunSpec, "data" | "exchange">;
type Overrides = Cooldown["spec"]["overrides"];

/** Data as given, whole: a part of one source says nothing about another. */
export function branchData(overrides: Overrides, recipe: Recipe): DataSpec {
  return overrides?.data ?? recipe.data;
}

/** Fields that are not named keep the recipe's values; a codec or channel that is named brings settings of its own. */
export function branchExchange(overrides: Overrides, recipe: Recipe): ExchangeSpec {
  // A recipe may have been recorded before there was an exchange, or some field of it.
  const base = exchange.parse(recipe.exchange);
  const changes = overrides?.exchange ?? {};
  const gone = new Set<string>([
    ...(changes.codec === undefined ? [] : Object.keys(codecSettings)),
    ...(changes.channel === undefined ? [] : Object.keys(channelSettings)),
  ]);
  const kept = Object.entries(base).filter(([name]) => !gone.has(name));
  return exchange.parse({ ...Object.fromEntries(kept), ...changes });
}

export type OverriddenPart = "data" | "codec";

/**
 * Parts in which the branch differs from its recipe. An override that says what the recipe says anyway is none, and neither is
 * a time limit: the worker compares what decides the numbers.
 */
export function overriddenParts(overrides: Overrides, recipe: Recipe): OverriddenPart[] {
  if (!overrides) return [];
  const dataDiffers =
    overrides.data !== undefined &&
    !sameData(dataSchema.parse(overrides.data), dataSchema.parse(recipe.data));
  const [mine, theirs] = [branchExchange(overrides, recipe), exchange.parse(recipe.exchange)].map((spec) =>
    exchangeIdentity(exchangeConfig(spec)),
  );
  return [
    ...(dataDiffers ? (["data"] as const) : []),
    ...(sameData(mine, theirs) ? [] : (["codec"] as const)),
  ];
}
