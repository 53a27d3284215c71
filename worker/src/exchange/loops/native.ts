/** Loops in native code (worker/native/exchange), where it is compiled or can be; else those in JavaScript, and why. */
import { addons } from "../../engine/addons/addons.ts";
import { ensureNative } from "../../engine/addons/build.ts";
import { loadNative } from "../../engine/addons/load.ts";
import type { Piece } from "../sum.ts";
import { portableLoops, type Loops } from "./loops.ts";

declare const sealBrand: unique symbol;
type SealHandle = { readonly [sealBrand]: true };

/** What the addon exports. Wrong arguments throw an Error with code E_ARGUMENT. */
interface Addon {
  createSeal(key: Uint8Array): SealHandle;
  seal(seal: SealHandle, counter: number, plain: Uint8Array, sealed: Uint8Array, tag: Uint8Array): void;
  open(seal: SealHandle, counter: number, data: Uint8Array, tag: Uint8Array): boolean;
  average(vectors: Float32Array[], at: number[], mean: Float32Array, from: number, to: number): void;
  energy(vector: Float32Array, from: number, to: number): number;
}

/** Of this machine, and why they are not the fast ones if they are not. */
export async function loadLoops(cache: string): Promise<{ loops: Loops; slowBecause?: string }> {
  try {
    return { loops: await loadNativeLoops(cache) };
  } catch (error) {
    return { loops: portableLoops, slowBecause: error instanceof Error ? error.message : String(error) };
  }
}

/** @throws EngineError E_NATIVE if they can neither be found nor compiled, or not loaded */
export async function loadNativeLoops(cache: string): Promise<Loops> {
  const addon = loadNative(await ensureNative(addons.exchange, cache), "The exchange's native part") as Addon;
  return {
    average: (pieces: readonly Piece[], mean, { from, to }) =>
      addon.average(
        pieces.map(({ values }) => values),
        pieces.map(({ at }) => at),
        mean,
        from,
        to,
      ),
    energy: (vector, from = 0, to = vector.length) => addon.energy(vector, from, to),
    createSeal(key) {
      const handle = addon.createSeal(key);
      return {
        seal: (counter, plain, sealed, tag) => addon.seal(handle, counter, plain, sealed, tag),
        open: (counter, data, tag) => addon.open(handle, counter, data, tag),
      };
    },
  };
}
