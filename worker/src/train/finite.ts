/** When loss or gradient of a step is not finite: all ranks find out which shard it came from, and say the same. */
import { globalNorm } from "../optimizers/index.ts";
import { TrainError } from "./errors.ts";
import type { GatheringExchange } from "./remote-exchange.ts";
import type { Contribution } from "./shard-gradients.ts";

/**
 * What to throw on every rank. All of them see the same mean, so all get here in the same step.
 *
 * @returns E_NOT_FINITE naming step, shard and rank
 */
export async function notFinite(
  step: number,
  exchange: GatheringExchange,
  contributions: readonly Contribution[],
): Promise<TrainError> {
  const { shards, ranks } = exchange.membership;
  const mine = shards.filter((_, i) => !isFinite(contributions[i]!));
  const told = await exchange.gather(`not finite ${step}`, Buffer.from(JSON.stringify(mine)));
  const culprits = told.flatMap((bytes, place) =>
    (JSON.parse(Buffer.from(bytes).toString()) as number[]).map(
      (shard) => `shard ${shard} on rank ${ranks[place]}`,
    ),
  );
  const where = culprits.length > 0 ? culprits.join(", ") : "the sum over the shards";
  return new TrainError(
    "E_NOT_FINITE",
    `Loss or gradient of step ${step} is not finite, from ${where}. Nothing was applied. Lower optimizer.learningRate, lengthen schedule.warmupSteps, or look at the data of that step.`,
  );
}

function isFinite({ loss, gradient }: Contribution): boolean {
  return Number.isFinite(loss + globalNorm(gradient));
}
