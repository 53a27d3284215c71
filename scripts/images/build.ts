/** Images of controller and worker, made without a container engine, for the machine's own kind of processor. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, withLock } from "../../test/tools/index.ts";
import { addons } from "../../worker/src/engine/addons/addons.ts";
import { ensureNative } from "../../worker/src/engine/addons/build.ts";
import { storeImage, storeLayer } from "./archive.ts";
import { images, type Contents, type ImageName } from "./contents.ts";
import { compiledLayer, packagesLayer, sourcesLayer, systemLayer, type Layer } from "./layers.ts";

export interface BuiltImage {
  name: ImageName;
  /** As a pod names it, e.g. plateau/worker:0.1.0, the chart's own default. */
  reference: string;
  /** Archive that `docker load -i` and `ctr images import` take. */
  archive: string;
  /** sha256 of the image's config, hex: the same for the same contents. */
  id: string;
  bytes: number;
  /** Whether the archive was written now, or was there. */
  written: boolean;
}

/** Builds one image into `folder`. Layers that have not changed are not made again. One process at a time. Linux only. */
export function buildImage(name: ImageName, root: string, folder: string): Promise<BuiltImage> {
  return withLock(join(folder, "build.lock"), () => build(name, root, folder));
}

async function build(name: ImageName, root: string, folder: string): Promise<BuiltImage> {
  const layers = [];
  const compiled = await compiledCode(images[name]);
  for (const layer of [systemLayer(root), packagesLayer(root, name), ...compiled, sourcesLayer(root, name)]) {
    layers.push(await storeLayer(layer, join(folder, "layers")));
  }
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const reference = `plateau/${name}:${version}`;
  const archive = join(folder, `${name}.tar`);
  const { id, written } = await storeImage({ reference, contents: images[name], layers }, archive);
  return { name, reference, archive, id, written, bytes: layers.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** A machine without a compiler makes an image without what needs one. */
async function compiledCode({ compiled }: Contents): Promise<Layer[]> {
  if (compiled === undefined) return [];
  try {
    const files = Object.values(addons).map((addon) => ensureNative(addon, cacheFolder));
    return [compiledLayer(await Promise.all(files), compiled)];
  } catch (error) {
    console.error(
      `The image is made without native code of ours: without the engines pjrt and tensorflow, and with a slower exchange. ${(error as Error).message}`,
    );
    return [];
  }
}
