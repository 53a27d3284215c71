/** Data set: the manifest at a URI and where its files lie on this machine; those of a store are fetched into the cache first. */
import { join } from "node:path";
import { StoreError } from "../../checkpoint/errors.ts";
import type { BlobStore } from "../../checkpoint/store.ts";
import { openStore } from "../../checkpoint/stores/index.ts";
import { cacheFolder } from "./remote/cache.ts";
import { fetchFiles } from "./remote/fetch.ts";
import { isRemote } from "./remote/uri.ts";
import { directoryOf, manifestName, missingManifest, parseManifest, readManifest } from "./manifest.ts";
import type { ReadManifest, TokensManifest } from "./manifest.ts";

export interface DataSet {
  manifest: TokensManifest;
  /** Of the manifest's bytes: the data's identity, wherever they lie. */
  sha256: string;
  /** For messages. */
  place: string;
  /** Where a file of the manifest lies. */
  pathOf: (name: string) => string;
}

/** What the data at a URI are, without their files. @throws DataError as `openDataSet`; StoreError */
export async function readDataManifest(uri: string): Promise<ReadManifest> {
  return isRemote(uri) ? readRemote(await openStore(uri)) : readManifest(directoryOf(uri));
}

/** @throws DataError: see `readManifest` and `fetchFiles`; StoreError if the store cannot be read */
export async function openDataSet(uri: string): Promise<DataSet> {
  if (isRemote(uri)) return fetchDataSet(uri);
  const directory = directoryOf(uri);
  return {
    ...(await readManifest(directory)),
    place: directory,
    pathOf: (name) => join(directory, name),
  };
}

async function fetchDataSet(uri: string): Promise<DataSet> {
  const store = await openStore(uri);
  const { manifest, sha256 } = await readRemote(store);
  const files = Object.values(manifest.splits).flatMap(({ files: ofSplit }) => ofSplit);
  const paths = await fetchFiles(store, files, await cacheFolder());
  const byName = new Map(files.map(({ name }, i) => [name, paths[i] ?? ""]));
  return { manifest, sha256, place: store.uri, pathOf: (name) => byName.get(name) ?? "" };
}

async function readRemote(store: BlobStore): Promise<ReadManifest> {
  let bytes: Uint8Array;
  try {
    bytes = await store.readAll(manifestName);
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== "E_BLOB_MISSING") throw cause;
    throw missingManifest(store.uri, cause);
  }
  return parseManifest(bytes, `${store.uri}/${manifestName}`);
}
