/**
 * Binding: the native part of @tensorflow/tfjs-node, compiled from the package's sources, started by ours, and TensorFlow's headers.
 * TensorFlow itself it finds by name among what the process has loaded, so one file serves its CPU and its GPU library.
 */
import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EngineError } from "../errors.ts";
import { recipes } from "../install/catalogue.ts";
import { filesFolder, findInstalled } from "../install/installed.ts";
import { ensureNative } from "../addons/build.ts";

const recipe = recipes["tfjs-node"];

export interface CompiledPackage {
  /** Folder of the package as npm packs it. */
  package: string;
  /** Path of its binding. */
  binding: string;
}

/**
 * The package in the cache, its binding compiled if this machine has not done so yet.
 *
 * @param library path of TensorFlow's library, with its headers beside it
 * @throws EngineError E_ENGINE_MISSING if the package is not installed, E_LIBRARY without headers, E_NATIVE if the binding is not compiled and cannot be
 */
export async function ensureBinding(cache: string, library: string): Promise<CompiledPackage> {
  const installed = await findInstalled(recipe, cache);
  if (!installed) {
    throw new EngineError(
      "E_ENGINE_MISSING",
      `The engine ${recipe.engine} needs ${recipe.name}, which is not installed below ${cache}: plateau engines install ${recipe.name}`,
    );
  }
  const folder = join(installed.folder, filesFolder, "package");
  const beside = dirname(library);
  await access(join(beside, "include/tensorflow/c/eager/c_api.h")).catch((error: unknown) => {
    throw new EngineError(
      "E_LIBRARY",
      `The engine ${recipe.engine} is compiled against TensorFlow's headers, and there are none beside ${library}. Remove that folder, and install it again: plateau engines list shows how.`,
      { cause: error },
    );
  });
  const addon = {
    name: "tfjs-node-binding",
    folder: "tfjs-node",
    owner: "the tfjs-node engine",
    others: {
      version: recipe.version,
      headers: [join(folder, "binding"), join(beside, "include")],
      link: ["-L", beside, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
    },
  };
  return { package: folder, binding: await ensureNative(addon, cache) };
}
