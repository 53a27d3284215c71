/** Build: the native client of PJRT plugins, compiled. */
import { addons } from "../../addons/addons.ts";
import { buildNative, ensureNative } from "../../addons/build.ts";

/** @returns the addon's path; it is there. @throws EngineError E_NATIVE */
export function ensureAddon(cache: string): Promise<string> {
  return ensureNative(addons.pjrt, cache);
}

/** @param tried commands of the C++ compilers to try. @throws EngineError E_NATIVE */
export function buildAddon(folder: string, tried?: readonly string[]): Promise<string> {
  return buildNative(addons.pjrt, folder, tried);
}
