/** Images made of the programs that tests build: the cluster reaches no registry. */
import { basename, join } from "node:path";
import { storeImage, storeLayer } from "../../../scripts/images/archive.ts";
import { home } from "../../../scripts/images/contents.ts";
import { complete, entryOf, folderEntry } from "../../../scripts/images/tree.ts";
import { chartValues } from "../../../scripts/chart/values.ts";
import { defaultsOf } from "../../../scripts/chart/generate.ts";
import { cacheFolder, ensureTool, withLock, type ToolName } from "../../tools/index.ts";

interface ProgramImage {
  tool: ToolName;
  /** As the manifests call it, with its tag. */
  reference: string;
  /** Where the program lies, without a slash before it. */
  path: string;
  /** Empty folders. */
  folders?: readonly string[];
}

/** The chart's nats-server. @returns the archive */
export function natsArchive(): Promise<string> {
  const { image } = (defaultsOf(chartValues) as Values).events.server;
  return programArchive({
    tool: "natsServer",
    reference: `${image.repository}:${image.tag}`,
    path: "usr/local/bin/nats-server",
    folders: ["data"],
  });
}

export const kueueImage = { repository: "example.org/kueue/kueue", tag: "test" };

/** @returns the archive */
export function kueueArchive(): Promise<string> {
  return programArchive({
    tool: "kueue",
    reference: `${kueueImage.repository}:${kueueImage.tag}`,
    path: "manager",
    folders: ["tmp"],
  });
}

export const prometheusImage = { repository: "example.org/prometheus/prometheus", tag: "test" };

/** @returns the archive */
export function prometheusArchive(): Promise<string> {
  return programArchive({
    tool: "prometheus",
    reference: `${prometheusImage.repository}:${prometheusImage.tag}`,
    path: "usr/local/bin/prometheus",
    folders: ["prometheus"],
  });
}

export const s3Image = { repository: "example.org/versitygw", tag: "test" };

/** @returns the archive */
export function s3Archive(): Promise<string> {
  return programArchive({
    tool: "versitygw",
    reference: `${s3Image.repository}:${s3Image.tag}`,
    path: "usr/local/bin/versitygw",
    folders: ["data"],
  });
}

async function programArchive({ tool, reference, path, folders = [] }: ProgramImage): Promise<string> {
  const program = await ensureTool(tool);
  const folder = join(cacheFolder, "images");
  const archive = join(folder, `${basename(program)}.tar`);
  const entries = () =>
    complete([entryOf(program, path), ...[home.slice(1), ...folders].map((name) => folderEntry(name))]);
  await withLock(join(folder, `${tool}.lock`), async () => {
    const layer = await storeLayer({ name: tool, key: basename(program), entries }, join(folder, "layers"));
    const contents = { workspaces: [], entrypoint: [`/${path}`], command: [], ports: [], environment: {} };
    await storeImage({ reference, contents, layers: [layer] }, archive);
  });
  return archive;
}

interface Values {
  events: { server: { image: { repository: string; tag: string } } };
}
