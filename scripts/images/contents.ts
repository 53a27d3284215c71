/**
 * What the images hold: the one list that the Dockerfiles in images/ and the script beside this file follow
 * (test/chart/images.test.ts compares).
 */

/** A user without a name or rights. */
export const userId = 65532;

/** Folder of the program inside the image. */
export const home = "/app";

export interface Contents {
  /** Workspaces whose sources are copied, the program's own last; its production packages come along. */
  workspaces: readonly string[];
  entrypoint: readonly string[];
  command: readonly string[];
  ports: readonly number[];
  environment: Readonly<Record<string, string>>;
  /** Folder of native code that is compiled for the image (worker/src/engine/addons). */
  compiled?: string;
}

export const images = {
  controller: {
    workspaces: ["proto", "scaling", "controller"],
    entrypoint: ["node", "controller/src/main.ts"],
    command: [],
    ports: [7443, 8080, 8081],
    environment: { NODE_ENV: "production" },
  },
  worker: {
    workspaces: ["proto", "scaling", "worker"],
    entrypoint: ["node", "worker/src/main.ts"],
    command: ["train"],
    ports: [7070],
    environment: { NODE_ENV: "production", ORT_DISABLE_TELEMETRY: "1" },
    compiled: "worker/native/prebuilt",
  },
} as const satisfies Record<string, Contents>;

export type ImageName = keyof typeof images;

/** Files of packages that no program reads. */
export const unread: readonly string[] = [".map", ".md"];

/**
 * Folders of packages that hold programs of all systems, each in a folder platform/arch at the given depth: one is kept.
 * Depths count from the folder.
 */
export const allSystems = [{ folder: "node_modules/onnxruntime-node/bin", depth: 3 }] as const;
