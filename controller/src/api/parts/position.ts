/** A point on a run's time axis, in tokens or in steps. */
import type { z } from "zod";
import { decimal, integer, list, object } from "../schema/fields.ts";
import { distinctNumbers, exactlyOne, withRules } from "../schema/rules.ts";
import { decimalValue } from "../schema/decimal.ts";

interface PositionShape extends Record<string, z.ZodType> {
  tokens: z.ZodOptional<z.ZodString>;
  steps: z.ZodOptional<z.ZodNumber>;
}
interface PositionsShape extends Record<string, z.ZodType> {
  tokens: z.ZodOptional<z.ZodArray<z.ZodString>>;
  steps: z.ZodOptional<z.ZodArray<z.ZodNumber>>;
}

const tokens = (description: string): z.ZodString =>
  decimal(description, { min: 1, max: 1e18, example: "1.6e9" });

export const position = (description: string): z.ZodObject<PositionShape, z.core.$strict> =>
  withRules(
    object(description, {
      tokens: tokens("Training tokens; rounded to whole steps.").optional(),
      steps: integer("Optimizer updates.").optional(),
    }),
    [exactlyOne<{ tokens?: string; steps?: number }>(["tokens", "steps"])],
  );

export const positions = (description: string): z.ZodObject<PositionsShape, z.core.$strict> =>
  withRules(
    object(description, {
      tokens: withRules(
        list("Training tokens; rounded to whole steps.", tokens("Tokens."), {
          min: 1,
          max: 64,
          list: { type: "set" },
        }),
        [distinctNumbers],
      ).optional(),
      steps: list("Optimizer updates.", integer("Steps."), {
        min: 1,
        max: 64,
        list: { type: "set" },
      }).optional(),
    }),
    [exactlyOne<{ tokens?: string[]; steps?: number[] }>(["tokens", "steps"])],
  );

export interface Position {
  tokens?: string | undefined;
  steps?: number | undefined;
}
export interface Positions {
  tokens?: string[] | undefined;
  steps?: number[] | undefined;
}

/** Whole steps of a position, at least 1. */
export function positionSteps(at: Position, tokensPerStep: number): number {
  return Math.max(1, at.steps ?? Math.round(decimalValue(at.tokens ?? "1") / tokensPerStep));
}

/** Whole steps of several positions, ascending, each once. */
export function positionsSteps(at: Positions | undefined, tokensPerStep: number): number[] {
  if (!at) return [];
  const steps = at.steps ?? (at.tokens ?? []).map((tokens) => positionSteps({ tokens }, tokensPerStep));
  return [...new Set(steps)].sort((a, b) => a - b);
}
