/** Which path a kind is served at: asked of the API server once per group and version, again when a kind is not among them. */
import type { ObjectRef } from "../cluster.ts";
import { ClusterError, hasCode } from "../errors.ts";
import type { Connection } from "./connection.ts";

interface ApiResource {
  name: string;
  kind: string;
  namespaced: boolean;
}

export class Resources {
  readonly #connection: Connection;
  readonly #byVersion = new Map<string, Promise<ApiResource[]>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Path of one object. */
  async object({ apiVersion, kind, namespace, name }: ObjectRef): Promise<string> {
    return `${await this.collection(apiVersion, kind, namespace)}/${encodeURIComponent(name)}`;
  }

  /** Path of all objects of a kind, in one namespace or in all of them. */
  async collection(apiVersion: string, kind: string, namespace?: string): Promise<string> {
    const { name, namespaced } = await this.#find(apiVersion, kind);
    const within =
      namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
    return `${root(apiVersion)}${within}/${name}`;
  }

  async #find(apiVersion: string, kind: string): Promise<ApiResource> {
    const known = this.#byVersion.get(apiVersion);
    const found = (await known?.catch(() => undefined))?.find((resource) => resource.kind === kind);
    if (found) return found;
    const asked = this.#ask(apiVersion);
    this.#byVersion.set(apiVersion, asked);
    const resource = (await asked).find((entry) => entry.kind === kind);
    if (resource) return resource;
    throw new ClusterError(
      "E_NO_KIND",
      `The API server does not serve ${kind} of ${apiVersion}. Install the chart (its CustomResourceDefinitions), or ask an administrator to.`,
    );
  }

  async #ask(apiVersion: string): Promise<ApiResource[]> {
    try {
      const { resources } = await this.#connection.call<{ resources: ApiResource[] }>({
        method: "GET",
        path: root(apiVersion),
        asked: `discover ${apiVersion}`,
      });
      return resources.filter(({ name }) => !name.includes("/"));
    } catch (error) {
      // The group has no kind at all.
      if (hasCode(error, "E_NOT_FOUND")) return [];
      throw error;
    }
  }
}

function root(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
