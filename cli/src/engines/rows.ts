/** What `plateau engines list` shows: those that come with Plateau and those that can be installed. */
import {
  deviceMissing,
  findBeside,
  findInstalled,
  platformMissing,
  recipes,
  type Machine,
  type Recipe,
} from "@plateau/worker/engine/install/index.ts";

export interface EngineRow {
  name: string;
  /** Value of `spec.engine.name` that it serves. */
  engine: string;
  what: string;
  version?: string;
  /** Folder; absent if it is not installed, "built in" if it comes with Plateau. */
  installed?: string;
  usable: boolean;
  /** Why it is not usable, as a sentence. */
  reason?: string;
}

const builtIn: readonly EngineRow[] = [
  {
    name: "onnxruntime",
    engine: "OnnxRuntime",
    what: "onnxruntime, on CPUs",
    installed: "built in",
    usable: true,
  },
  {
    name: "native",
    engine: "Native",
    what: "Plateau's own kernels, on CPUs; compiled at first use",
    installed: "built in",
    usable: true,
  },
  {
    name: "reference",
    engine: "Reference",
    what: "TensorFlow.js in plain JavaScript, to check others",
    installed: "built in",
    usable: true,
  },
];

export async function engineRows(cache: string, machine: Machine): Promise<EngineRow[]> {
  const installable = Object.values(recipes).map((recipe) => rowOf(recipe, cache, machine));
  return [...builtIn, ...(await Promise.all(installable))];
}

async function rowOf(recipe: Recipe, cache: string, machine: Machine): Promise<EngineRow> {
  const { name, what, version, engine } = recipe;
  const installed = await findInstalled(recipe, cache);
  const reason = await unusable(recipe, { cache, machine, isInstalled: installed !== undefined });
  return {
    name,
    engine,
    what,
    version,
    ...(installed ? { installed: installed.folder } : {}),
    usable: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
  };
}

interface Place {
  cache: string;
  machine: Machine;
  isInstalled: boolean;
}

/** What cannot be mended by a command comes first. */
async function unusable(recipe: Recipe, { cache, machine, isInstalled }: Place): Promise<string | undefined> {
  const missing = platformMissing(recipe, machine) ?? deviceMissing(recipe, machine);
  if (missing !== undefined) return `${missing}.`;
  if (!isInstalled) return `It is not installed: plateau engines install ${recipe.name}`;
  const beside = await findBeside(recipe, cache, machine);
  if (beside === undefined || beside.installed !== undefined) return undefined;
  return `It needs a library that is not installed: plateau engines install ${beside.best}`;
}
