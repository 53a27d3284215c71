/** Build: the native client of PJRT plugins, compiled. */
import { buildNative, ensureNative, type NativeAddon } from "../../native/build.ts";

const client: NativeAddon = { name: "pjrt-client", folder: "pjrt", engine: "pjrt" };

/** @returns the addon's path; it is there. @throws EngineError E_NATIVE */
export function ensureAddon(cache: string): Promise<string> {
  return ensureNative(client, cache);
}

/** @param tried commands of the C++ compilers to try. @throws EngineError E_NATIVE */
export function buildAddon(folder: string, tried?: readonly string[]): Promise<string> {
  return buildNative(client, folder, tried);
}
