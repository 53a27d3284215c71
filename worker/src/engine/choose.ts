/**
 * Which engine a rank computes on: the one that is named, or what suits the machine; and where its library is. A GPU counts only with
 * a plugin that is installed for it, so that a machine computes on what it did until somebody installs something.
 */
import { workerEnv } from "@plateau/proto";
import { EngineError } from "./errors.ts";
import type { EngineOptions } from "./engine.ts";
import { recipes, type Recipe } from "./install/catalogue.ts";
import { cacheFolder, findInstalled, type InstalledEngine } from "./install/installed.ts";
import { deviceMissing, lookAtMachine, platformMissing, type Machine } from "./install/machine.ts";

export interface EngineWish {
  /** As in the run config. */
  name: string;
  threads: number;
  products?: EngineOptions["products"];
  /** Ranks of one machine take its devices in turn. */
  rank: number;
}

/** Where engines lie. */
export interface EnginePlace {
  cache: string;
  /** Path of a PJRT plugin that goes before installed ones. */
  plugin?: string | undefined;
}

/** As the environment says. */
export function enginePlace(env: Readonly<Record<string, string | undefined>>): EnginePlace {
  return { cache: cacheFolder(env), plugin: env[workerEnv.pjrtPlugin] || undefined };
}

export interface EngineChoice {
  name: string;
  options: EngineOptions;
  /** Why this one: a sentence for the log. */
  reason: string;
}

/**
 * What to open.
 *
 * @throws EngineError E_ENGINE_MISSING if the wish names an engine that is not installed, with the command that installs it
 */
export async function chooseEngine(
  wish: EngineWish,
  place: EnginePlace,
  look: () => Promise<Machine> = lookAtMachine,
): Promise<EngineChoice> {
  const options = { threads: wish.threads, cache: place.cache };
  if (wish.products === "bfloat16" && wish.name !== "pjrt") {
    throw new EngineError(
      "E_ENGINE",
      "Matrix products in bfloat16 need the engine Pjrt; name it, or multiply in float32.",
    );
  }
  if (isLibrary(wish.name)) return chooseLibrary(wish.name, wish, place, look);
  if (wish.name !== "auto") return { name: wish.name, options, reason: "It is named in the spec." };
  const machine = await look();
  if (machine.gpus === 0) {
    return { name: "onnxruntime", options, reason: "No engine is named, and there is no NVIDIA GPU here." };
  }
  const gpu = (await installedFor("pjrt", machine, place.cache)).find(
    ({ recipe }) => recipe.device.kind === "cuda",
  );
  return gpu
    ? withLibrary("pjrt", wish, { cache: place.cache, machine, found: gpu }, "No engine is named, and")
    : {
        name: "onnxruntime",
        options,
        reason: `No engine is named, and there is an NVIDIA GPU here, but no plugin for it: ${remedy("pjrt", machine)}`,
      };
}

const tensorFlows = [recipes["tensorflow-gpu"], recipes.tensorflow] as const;

/** Engines whose library is installed, and what installs it, the best first: newer CUDA before older, GPUs before CPUs. */
const families = {
  pjrt: [recipes["pjrt-cuda13"], recipes["pjrt-cuda12"], recipes["pjrt-cpu"]],
  tensorflow: tensorFlows,
  "tfjs-node": tensorFlows,
} as const satisfies Readonly<Record<string, readonly Recipe[]>>;

type Library = keyof typeof families;

const isLibrary = (name: string): name is Library => Object.hasOwn(families, name);

/** What is installed besides a library of the family. */
const packages: Partial<Record<Library, Recipe>> = { "tfjs-node": recipes["tfjs-node"] };

interface Found {
  recipe: Recipe;
  installed: InstalledEngine;
}

async function chooseLibrary(
  engine: Library,
  wish: EngineWish,
  { cache, plugin }: EnginePlace,
  look: () => Promise<Machine>,
): Promise<EngineChoice> {
  if (engine === "pjrt" && plugin !== undefined) {
    const options = { ...optionsOf(wish, cache), plugin };
    return { name: engine, options, reason: `Its plugin is named: ${plugin}.` };
  }
  const machine = await look();
  const [found] = await installedFor(engine, machine, cache);
  const beside = packages[engine];
  const named = `The engine ${(beside ?? families[engine][0]).engine} is named, but`;
  if (!found) {
    throw new EngineError(
      "E_ENGINE_MISSING",
      `${named} no library of it that would run here is installed below ${cache}: ${remedy(engine, machine)}`,
    );
  }
  if (beside && !(await findInstalled(beside, cache))) {
    throw new EngineError(
      "E_ENGINE_MISSING",
      `${named} ${beside.name} is not installed below ${cache}: plateau engines install ${beside.name}`,
    );
  }
  return withLibrary(engine, wish, { cache, machine, found }, "It is named in the spec;");
}

/** Those installed that would run here, the best first. */
async function installedFor(engine: Library, machine: Machine, cache: string): Promise<Found[]> {
  const usable = runnable(engine, machine);
  const installed = await Promise.all(usable.map((recipe) => findInstalled(recipe, cache)));
  return usable.flatMap((recipe, index) => {
    const there = installed[index];
    return there ? [{ recipe, installed: there }] : [];
  });
}

function runnable(engine: Library, machine: Machine): readonly Recipe[] {
  return families[engine].filter(
    (recipe) => !platformMissing(recipe, machine) && !deviceMissing(recipe, machine),
  );
}

function withLibrary(
  name: Library,
  wish: EngineWish,
  { cache, machine, found }: { cache: string; machine: Machine; found: Found },
  start: string,
): EngineChoice {
  const { installed, recipe } = found;
  const isGpu = recipe.device.kind === "cuda";
  return {
    name,
    options: {
      ...optionsOf(wish, cache),
      plugin: installed.library,
      ...(isGpu ? ownGpu(name, wish.rank % machine.gpus) : {}),
    },
    reason: `${start} ${isGpu ? `there is an NVIDIA GPU, with driver ${machine.driver}, and ` : ""}${recipe.name} ${recipe.version} is installed.`,
  };
}

/** XLA's client takes most of the memory of every GPU that it sees, so it is shown one. */
function ownGpu(name: Library, gpu: number): Partial<EngineOptions> {
  return name === "pjrt" ? { pluginOptions: { visible_devices: [gpu] } } : { device: gpu };
}

function optionsOf({ threads, products }: EngineWish, cache: string): EngineOptions {
  return { threads, cache, ...(products === undefined ? {} : { products }) };
}

/** What to do about a library that is missing. */
function remedy(engine: Library, machine: Machine): string {
  const [best] = runnable(engine, machine);
  if (best) return `plateau engines install ${best.name}`;
  return "none can be installed on this machine; plateau engines list says why.";
}
