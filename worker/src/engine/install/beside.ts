/** What an engine needs that is installed by another recipe: of those that would run on the machine, the first one. */
import { recipes, type Recipe } from "./catalogue.ts";
import { findInstalled, type InstalledEngine } from "./installed.ts";
import { deviceMissing, type Machine } from "./machine.ts";

export interface Beside {
  installed: InstalledEngine | undefined;
  /** Name of the recipe that is the best for the machine. */
  best: string;
}

/** Undefined for an engine that needs nothing else. */
export async function findBeside(
  { beside }: Recipe,
  cache: string,
  machine: Machine,
): Promise<Beside | undefined> {
  if (beside === undefined) return undefined;
  const fitting = beside.flatMap((name) =>
    Object.values<Recipe>(recipes).filter(
      (recipe) => recipe.name === name && deviceMissing(recipe, machine) === undefined,
    ),
  );
  const found = await Promise.all(fitting.map((recipe) => findInstalled(recipe, cache)));
  return { installed: found.find((each) => each !== undefined), best: fitting[0]!.name };
}
