/** Stores by URI scheme. */
import { StoreError } from "../errors.ts";
import type { BlobStore } from "../store.ts";
import { openDirectoryStore } from "./directory/directory.ts";

type OpenStore = (uri: string) => Promise<BlobStore>;

/** Each name is a folder beside this file. */
export const stores: Readonly<Record<"directory", OpenStore>> = { directory: openDirectoryStore };

const schemes: Readonly<Record<string, keyof typeof stores>> = { file: "directory" };

/**
 * Open the store of a URI: `file:` URI or absolute path. Creates nothing until the first `put`.
 *
 * @throws StoreError E_STORE_SCHEME
 */
export async function openStore(uri: string): Promise<BlobStore> {
  const scheme = uri.startsWith("/")
    ? "file"
    : (/^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase() ?? "");
  const name = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (!name) {
    throw new StoreError(
      "E_STORE_SCHEME",
      `checkpoints.storeUri is "${uri}"; use an absolute path or a URI with one of the schemes ${Object.keys(schemes).join(", ")}.`,
    );
  }
  return stores[name](uri);
}
