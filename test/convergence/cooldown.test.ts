/**
 * A plateau with cooldowns against the best cosine of the same length, on real text (Hägele et al. 2024, at a size for a laptop).
 *
 * Measured, held-out nats per byte at 1 000 steps, one seed (a second one within 0.03 where it was run):
 *
 *   cosine to 10 %          2e-3 1.881   4e-3 1.880   8e-3 1.969
 *   plateau where it forks  2e-3 1.939   4e-3 1.942
 *   SWA of the last 150     2e-3 1.901   4e-3 1.893
 *   + 20 % linear           2e-3 1.855   4e-3 1.838
 *
 * So the branch at half the best cosine's rate wins by 0.025, at the same rate by 0.042. 1-sqrt against linear: no difference
 * beyond 0.005 at this length, so nothing is asserted about it.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { ScheduleConfig } from "@plateau/proto";
import type { Engine } from "@plateau/worker/engine/engine.ts";
import { openEngine } from "@plateau/worker/engine/index.ts";
import { textRecipe, tokeniseBrown, type TokenisedText } from "./text.ts";
import { openTrainer, type Trainer } from "./trainer.ts";

const warmupSteps = 50;
/** Half the best cosine's peak, as the paper recommends. */
const plateauRate = 2e-3;
/** Best of 2e-3, 4e-3 and 8e-3. */
const cosineRate = 4e-3;
/** Validation windows that are scored: 32 768 bytes. */
const scored = 512;

interface Horizon {
  totalSteps: number;
  /** Loss on the plateau where the cooldown begins. */
  raw: number;
  /** The same point with the weights of the last completed SWA window. */
  swa: number;
  cooled: number;
}

async function measure(trunk: Trainer, totalSteps: number): Promise<Horizon> {
  const cooldownSteps = totalSteps / 5;
  await trunk.trainTo(totalSteps - cooldownSteps);
  const averaged = trunk.state.averages.weights("swa");
  const branch = trunk.branch({
    kind: "cooldown",
    warmupSteps,
    totalSteps,
    cooldownSteps,
    shape: "linear",
    finalFactor: 0,
  });
  return {
    totalSteps,
    raw: await trunk.validationLoss(undefined, scored),
    swa: await trunk.validationLoss(averaged, scored),
    cooled: await (await branch.trainTo(totalSteps)).validationLoss(undefined, scored),
  };
}

describe("on the Brown corpus, byte by byte", () => {
  // The plateau and the cosine run side by side, one thread each.
  const engines: Engine[] = [];
  let text: TokenisedText;
  let horizons: Horizon[];
  let cosine: number;

  async function plateau(): Promise<Horizon[]> {
    const recipe = textRecipe(text.uri, plateauRate, { kind: "constant", warmupSteps });
    // The fourth window ends at step 800, where the longer branch begins.
    const averaging = { swa: { intervalSteps: 5, windowSteps: 150, keepWindows: 1 } };
    const trunk = await openTrainer(engines[0]!, { ...recipe, averaging });
    return [await measure(trunk, 500), await measure(trunk, 1000)];
  }

  async function bestCosine(): Promise<number> {
    const schedule: ScheduleConfig = { kind: "cosine", warmupSteps, totalSteps: 1000, finalFactor: 0.1 };
    const run = await openTrainer(engines[1]!, textRecipe(text.uri, cosineRate, schedule));
    return (await run.trainTo(1000)).validationLoss(undefined, scored);
  }

  beforeAll(async () => {
    text = await tokeniseBrown();
    for (let i = 0; i < 2; i++) engines.push(await openEngine("onnxruntime", { threads: 1 }));
    [horizons, cosine] = await Promise.all([plateau(), bestCosine()]);
  }, 8 * 60_000);

  afterAll(async () => {
    for (const engine of engines) await engine.close();
    await text.remove();
  });

  it("drops by more than 0.05 nats in the cooldown's fifth of the steps", () => {
    // Measured: 0.084 at both lengths.
    for (const { raw, cooled } of horizons) expect(raw - cooled).toBeGreaterThan(0.05);
  });

  it("ends below the best cosine of the same length", () => {
    // Measured: 0.025 below; 0.005 leaves room for another machine's rounding.
    expect(horizons[1]!.cooled).toBeLessThan(cosine - 0.005);
  });

  it("gains from averaging the plateau's weights, but less than from a cooldown", () => {
    const { raw, swa, cooled } = horizons[1]!;
    // Measured: 0.038 of the cooldown's 0.084.
    expect(raw - swa).toBeGreaterThan(0.015);
    expect(swa - cooled).toBeGreaterThan(0.015);
  });
});
