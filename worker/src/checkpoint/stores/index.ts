/** Stores by URI scheme. */
import { StoreError } from "../errors.ts";
import type { BlobStore } from "../store.ts";
import { openDirectoryStore } from "./directory/directory.ts";
import { openS3Store } from "./s3/s3.ts";

type OpenStore = (uri: string) => Promise<BlobStore>;

/** Each name is a folder beside this file. */
export const stores: Readonly<Record<"directory" | "s3", OpenStore>> = {
  directory: openDirectoryStore,
  s3: openS3Store,
};

const schemes: Readonly<Record<string, keyof typeof stores>> = { file: "directory", s3: "s3" };

/**
 * Open the store of a URI: `file:` URI, absolute path, or `s3://bucket/prefix`. Creates nothing until the first `put`.
 *
 * @throws StoreError E_STORE_SCHEME, E_STORE_CONFIG
 */
export async function openStore(uri: string): Promise<BlobStore> {
  const scheme = uri.startsWith("/")
    ? "file"
    : (/^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase() ?? "");
  const name = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (!name) {
    throw new StoreError(
      "E_STORE_SCHEME",
      `"${uri}" is not the address of a store; use an absolute path or a URI with one of the schemes ${Object.keys(schemes).join(", ")}.`,
    );
  }
  return stores[name](uri);
}
