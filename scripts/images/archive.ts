/** Layers on disk, and images of them as archives that `docker load` and `ctr images import` take. */
import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { home, userId, type Contents } from "./contents.ts";
import type { Layer } from "./layers.ts";
import { writeTar, type TarEntry } from "./tar.ts";

export interface StoredLayer {
  path: string;
  /** sha256 of the tar, hex. */
  digest: string;
  bytes: number;
}

/** Writes a layer into `folder` unless one of its key lies there, and removes those that it replaces. */
export async function storeLayer(layer: Layer, folder: string): Promise<StoredLayer> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${layer.name}${layer.key === undefined ? "" : `-${layer.key}`}.tar`);
  const record = `${path}.sha256`;
  if (layer.key === undefined || !existsSync(record)) {
    const digest = await writeArchive(path, layer.entries());
    await writeFile(record, digest);
    for (const file of await readdir(folder)) {
      const same = file.startsWith(`${layer.name}-`) || file.startsWith(`${layer.name}.`);
      if (same && !join(folder, file).startsWith(path)) await rm(join(folder, file));
    }
  }
  return { path, digest: await readFile(record, "utf8"), bytes: (await stat(path)).size };
}

export interface Image {
  /** repository:tag */
  reference: string;
  contents: Contents;
  layers: StoredLayer[];
}

/** Writes the image to `path`, unless it holds just this one. Returns whether it was written, and the image's id. */
export async function storeImage(image: Image, path: string): Promise<{ id: string; written: boolean }> {
  const config = Buffer.from(configOf(image));
  const id = createHash("sha256").update(config).digest("hex");
  const record = `${path}.id`;
  const before = existsSync(path) && existsSync(record) ? await readFile(record, "utf8") : "";
  const wanted = `${image.reference} ${id}`;
  if (before === wanted) return { id, written: false };
  const unique = [...new Map(image.layers.map((layer) => [layer.digest, layer])).values()];
  const manifest = [
    {
      Config: `${id}.json`,
      RepoTags: [image.reference],
      Layers: image.layers.map(({ digest }) => `${digest}/layer.tar`),
    },
  ];
  const file = (name: string, bytes: Buffer): TarEntry => ({
    name,
    mode: 0o644,
    content: { kind: "bytes", bytes },
  });
  await writeArchive(path, [
    file("manifest.json", Buffer.from(JSON.stringify(manifest))),
    file(`${id}.json`, config),
    ...unique.map((layer): TarEntry => {
      const content = { kind: "file", path: layer.path, size: layer.bytes } as const;
      return { name: `${layer.digest}/layer.tar`, mode: 0o644, content };
    }),
  ]);
  await writeFile(record, wanted);
  return { id, written: true };
}

const systemPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

function configOf({ contents, layers }: Image): string {
  return JSON.stringify({
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    created: "1970-01-01T00:00:00Z",
    config: {
      User: `${userId}:${userId}`,
      WorkingDir: home,
      Env: [systemPath, ...Object.entries(contents.environment).map(([name, value]) => `${name}=${value}`)],
      Entrypoint: contents.entrypoint,
      ...(contents.command.length > 0 ? { Cmd: contents.command } : {}),
      ExposedPorts: Object.fromEntries(contents.ports.map((port) => [`${port}/tcp`, {}])),
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => `sha256:${digest}`) },
    history: layers.map(() => ({ created: "1970-01-01T00:00:00Z", created_by: "npm run images" })),
  });
}

/** Writes a whole archive or none; returns the sha256 of its bytes, hex. */
async function writeArchive(path: string, entries: Iterable<TarEntry>): Promise<string> {
  const hash = createHash("sha256");
  const staged = `${path}.${process.pid}`;
  const through = new PassThrough({ highWaterMark: 4 << 20 });
  through.on("data", (chunk: Buffer) => hash.update(chunk));
  const written = pipeline(through, createWriteStream(staged, { highWaterMark: 4 << 20 }));
  await writeTar(through, entries).then(
    () => through.end(),
    (error: Error) => through.destroy(error),
  );
  await written;
  await rename(staged, path);
  return hash.digest("hex");
}
