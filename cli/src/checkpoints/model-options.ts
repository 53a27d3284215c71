/** `--engine` and `--weights`: on what a checkpoint's model is computed here, and which of its weights. */
import { Option, type Command } from "commander";
import { engineNames, type EngineName } from "@plateau/controller/api/parts/execution.ts";
import { engineOption } from "../engines/name-engine.ts";

/** As evaluations are marked: raw are those that training goes on from. */
export type WeightsName = "final" | "swa" | "ema";

export interface ModelOptions {
  engine?: EngineName;
  weights: WeightsName;
}

export function addModelOptions(command: Command): Command {
  return command
    .option(
      "--engine <name>",
      `compute on this engine: ${engineNames.join(", ")} (default: what suits this machine)`,
      engineOption,
    )
    .addOption(
      new Option(
        "--weights <kind>",
        "the final weights, or an average of the run's that the checkpoint holds",
      )
        .choices(["final", "swa", "ema"])
        .default("final"),
    );
}
