/** The image of the container that holds a pod's namespaces, as an archive. */
import { basename, join } from "node:path";
import { storeImage, storeLayer } from "../../../scripts/images/archive.ts";
import { complete, entryOf, folderEntry } from "../../../scripts/images/tree.ts";
import { home } from "../../../scripts/images/contents.ts";
import { cacheFolder, ensureTool, withLock } from "../../tools/index.ts";
import { pauseImage } from "./layout.ts";

/** Made once from the built program, in the cache. */
export async function pauseArchive(): Promise<string> {
  const program = await ensureTool("pause");
  const folder = join(cacheFolder, "images");
  const archive = join(folder, `${basename(program)}.tar`);
  const entries = () => complete([entryOf(program, "pause"), folderEntry(home.slice(1))]);
  await withLock(join(folder, "pause.lock"), async () => {
    const layer = await storeLayer(
      { name: "pause", key: basename(program), entries },
      join(folder, "layers"),
    );
    const contents = { workspaces: [], entrypoint: ["/pause"], command: [], ports: [], environment: {} };
    await storeImage({ reference: pauseImage, contents, layers: [layer] }, archive);
  });
  return archive;
}
