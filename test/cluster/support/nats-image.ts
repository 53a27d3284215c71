/** The image of the chart's nats-server, made of the program that tests build: the cluster reaches no registry. */
import { basename, join } from "node:path";
import { storeImage, storeLayer } from "../../../scripts/images/archive.ts";
import { home } from "../../../scripts/images/contents.ts";
import { complete, entryOf, folderEntry } from "../../../scripts/images/tree.ts";
import { chartValues } from "../../../scripts/chart/values.ts";
import { defaultsOf } from "../../../scripts/chart/generate.ts";
import { cacheFolder, ensureTool, withLock } from "../../tools/index.ts";

/** @returns the archive */
export async function natsArchive(): Promise<string> {
  const program = await ensureTool("natsServer");
  const folder = join(cacheFolder, "images");
  const archive = join(folder, `${basename(program)}.tar`);
  const path = "usr/local/bin/nats-server";
  const entries = () => complete([entryOf(program, path), folderEntry(home.slice(1)), folderEntry("data")]);
  const { image } = (defaultsOf(chartValues) as Values).events.server;
  await withLock(join(folder, "nats.lock"), async () => {
    const layer = await storeLayer({ name: "nats", key: basename(program), entries }, join(folder, "layers"));
    const contents = {
      workspaces: [],
      entrypoint: [`/${path}`],
      command: [],
      ports: [],
      environment: {},
    };
    await storeImage({ reference: `${image.repository}:${image.tag}`, contents, layers: [layer] }, archive);
  });
  return archive;
}

interface Values {
  events: { server: { image: { repository: string; tag: string } } };
}
