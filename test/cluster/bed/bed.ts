/** The cluster as tests and people use it: kubectl, Helm, images, volumes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildImage } from "../../../scripts/images/build.ts";
import type { ImageName } from "../../../scripts/images/contents.ts";
import { ensureTool } from "../../tools/index.ts";
import { givenKubeconfig, noCluster } from "./availability.ts";
import { BedError, CommandError } from "./errors.ts";
import type { Faults } from "./faults.ts";
import { openHouse, type House } from "./house.ts";
import { files } from "./layout.ts";

const repository = join(import.meta.dirname, "..", "..", "..");

export interface BedOptions {
  /** Default 1. More have networks of their own, and a pod of one reaches those of the others. */
  nodes?: number;
  /** Images of ours that its nodes have from the start; built first if need be. Default both. */
  images?: readonly ImageName[];
}

export interface HelmOptions {
  /** Default plateau-system; made if it is not there. */
  namespace?: string;
  /** As `--values` has them. */
  values?: unknown;
  /** Default the chart of this repository. */
  chart?: string;
  /** More flags, e.g. --wait. */
  flags?: string[];
}

/** One request, as the audit log has it. */
export interface Asked {
  verb: string;
  apiGroup?: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  /** Of the HTTP answer. */
  code: number;
}

interface AuditEvent {
  verb: string;
  objectRef?: Omit<Asked, "verb" | "code">;
  responseStatus?: { code?: number };
}

export interface Volume {
  /** Name of the PersistentVolumeClaim. */
  claim: string;
  /** Where its files lie on this machine; undefined on a cluster that was given. */
  path: string | undefined;
}

export class Bed {
  /** Of an administrator; works from any process of this machine while the bed lives. */
  readonly kubeconfig: string;
  /** Milliseconds until each part was there; empty for a cluster that was given. */
  readonly timesMs: Readonly<Record<string, number>>;
  readonly #kubeall: string;
  readonly #house: House | undefined;
  #tools: Promise<string> | undefined;

  private constructor(kubeall: string, house: House | undefined) {
    this.#kubeall = kubeall;
    this.#house = house;
    this.kubeconfig = house?.kubeconfig ?? givenKubeconfig!;
    this.timesMs = house?.timesMs ?? {};
  }

  /** A cluster whose nodes are Ready and have the images. Throws BedError with the last words of what did not come up. */
  static async start({ nodes = 1, images = ["controller", "worker"] }: BedOptions = {}): Promise<Bed> {
    if (noCluster !== undefined) throw new BedError(noCluster);
    const archives: string[] = [];
    for (const image of images) {
      archives.push((await buildImage(image, repository, join(repository, ".plateau", "images"))).archive);
    }
    const kubeall = await ensureTool("kubeall");
    if (givenKubeconfig === undefined) return new Bed(kubeall, await openHouse(nodes, archives));
    const given = new Bed(kubeall, undefined);
    for (const archive of archives) await given.loadImage(archive);
    return given;
  }

  /** Folder of the logs of the cluster's own programs; undefined on a cluster that was given. */
  get logs(): string | undefined {
    return this.#house && files(this.#house.layout.folder).logs;
  }

  /** What a service account has asked the API server for, refusals included; undefined on a cluster that was given. */
  async asked(namespace: string, serviceAccount: string): Promise<Asked[] | undefined> {
    if (!this.#house) return undefined;
    const text = await readFile(files(this.#house.layout.folder).auditLog, "utf8");
    const username = `system:serviceaccount:${namespace}:${serviceAccount}`;
    return text
      .split("\n")
      .filter((line) => line.includes(username))
      .map((line) => JSON.parse(line) as AuditEvent)
      .flatMap(({ verb, objectRef, responseStatus }) =>
        objectRef ? [{ verb, ...objectRef, code: responseStatus?.code ?? 0 }] : [],
      );
  }

  /** Breaks parts of the cluster and mends them. Throws BedError on a cluster that was given. */
  get faults(): Faults {
    if (this.#house === undefined) throw new BedError("The tests do not break a cluster that was given.");
    return this.#house.faults;
  }

  /** What kubectl prints. Rejects with CommandError. `input` is its stdin, for `-f -`. */
  kubectl(args: string[], input?: string): Promise<string> {
    return command(this.#kubeall, ["kubectl", "--kubeconfig", this.kubeconfig, ...args], { input });
  }

  /** kubectl on this process's own output, until it ends. Rejects if it cannot be started. */
  async follow(args: string[]): Promise<void> {
    const all = ["kubectl", "--kubeconfig", this.kubeconfig, ...args];
    await once(spawn(this.#kubeall, all, { stdio: ["ignore", "inherit", "inherit"] }), "exit");
  }

  /** Server-side apply of objects, or of manifests as text. */
  apply(objects: object | string, ...flags: string[]): Promise<string> {
    const list = Array.isArray(objects) ? { apiVersion: "v1", kind: "List", items: objects } : objects;
    const text = typeof objects === "string" ? objects : JSON.stringify(list);
    return this.kubectl(["apply", "--server-side", "-f", "-", ...flags], text);
  }

  /** One object. */
  async get<T>(kind: string, name: string, namespace = "default"): Promise<T> {
    return JSON.parse(await this.kubectl(["get", kind, name, "-n", namespace, "-o", "json"])) as T;
  }

  async helm(args: string[], input?: string): Promise<string> {
    return command(await ensureTool("helm"), [...args, "--kubeconfig", this.kubeconfig], { input });
  }

  /** Installs or upgrades a release. */
  helmInstall(release: string, options: HelmOptions = {}): Promise<string> {
    const {
      namespace = "plateau-system",
      values = {},
      chart = join(repository, "charts", "plateau"),
      flags = [],
    } = options;
    const target = ["--install", release, chart, "--namespace", namespace, "--create-namespace"];
    return this.helm(["upgrade", ...target, "--values", "-", ...flags], JSON.stringify(values));
  }

  /** Gives an image archive (npm run images, docker save) to every node. */
  async loadImage(archive: string): Promise<void> {
    if (this.#house === undefined) return loadIntoGiven(archive);
    const { layout, env } = this.#house;
    for (let index = 1; index <= layout.nodes; index++) {
      const socket = files(layout.folder).containerdSocket(index);
      await command("ctr", ["--address", socket, "--namespace", "k8s.io", "images", "import", archive], {
        env,
      });
    }
  }

  /** A namespace whose pods must keep to a Pod Security level. */
  async createNamespace(
    name: string,
    level: "restricted" | "baseline" | "privileged" = "restricted",
  ): Promise<void> {
    const labels = { "pod-security.kubernetes.io/enforce": level };
    await this.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
    await this.kubectl(["wait", "--for=create", "serviceaccount/default", "-n", name, "--timeout=30s"]);
  }

  /** A volume that all pods of the namespace may write to, whatever their user, and its claim. */
  async createVolume(claim: string, namespace: string): Promise<Volume> {
    const path = this.#house && join(this.#house.layout.folder, "volumes", namespace, claim);
    const size = "10Gi";
    const accessModes = [path === undefined ? "ReadWriteOnce" : "ReadWriteMany"];
    const metadata = { name: claim, namespace };
    const request = { accessModes, resources: { requests: { storage: size } } };
    const kind = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata };
    if (path === undefined) {
      await this.apply({ ...kind, spec: request });
      return { claim, path };
    }
    await mkdir(path, { recursive: true });
    await chmod(path, 0o777);
    const volumeName = `${namespace}-${claim}`;
    const claimRef = { apiVersion: "v1", kind: "PersistentVolumeClaim", name: claim, namespace };
    const volume = {
      capacity: { storage: size },
      accessModes,
      storageClassName: "",
      hostPath: { path },
      claimRef,
    };
    await this.apply([
      { apiVersion: "v1", kind: "PersistentVolume", metadata: { name: volumeName }, spec: volume },
      { ...kind, spec: { ...request, storageClassName: "", volumeName } },
    ]);
    await this.kubectl([
      "wait",
      "--for=jsonpath={.status.phase}=Bound",
      `pvc/${claim}`,
      "-n",
      namespace,
      "--timeout=30s",
    ]);
    return { claim, path };
  }

  /** A folder with `kubectl`, `helm` and the plugin in it, for a person's PATH. */
  toolsFolder(): Promise<string> {
    return (this.#tools ??= this.#makeToolsFolder());
  }

  async #makeToolsFolder(): Promise<string> {
    const folder = join(dirname(this.kubeconfig), "bin");
    await mkdir(folder, { recursive: true });
    await symlink(this.#kubeall, join(folder, "kubectl"));
    await symlink(await ensureTool("helm"), join(folder, "helm"));
    for (const plugin of ["kubectl-plateau", "kubectl_complete-plateau"])
      await symlink(join(repository, "cli", "bin", `${plugin}.mjs`), join(folder, plugin));
    return folder;
  }

  /** Ends the cluster with all its processes, mounts and cgroups. A cluster that was given stays as it is. */
  async stop(): Promise<void> {
    await this.#house?.stop();
  }
}

async function loadIntoGiven(archive: string): Promise<void> {
  const loader = process.env["PLATEAU_TEST_IMAGE_LOADER"];
  // Without one, the cluster is taken to have the images, or to reach them.
  if (loader !== undefined) await command("sh", ["-ec", loader, "sh", archive]);
}

interface CommandOptions {
  input?: string | undefined;
  env?: NodeJS.ProcessEnv;
}

/** Standard output of a command. Rejects with CommandError, which holds what it said. */
async function command(
  program: string,
  args: string[],
  { input, env = process.env }: CommandOptions = {},
): Promise<string> {
  const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const parts = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (parts.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (parts.err += text));
  // A program that ends before it has read its input says why by itself.
  child.stdin.on("error", () => {}).end(input ?? "");
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  if (code === 0) return parts.out;
  const said = `${parts.err}${parts.out}`.trim();
  throw new CommandError(`${program.split("/").at(-1)} ${args.join(" ")} ended with ${code}: ${said}`);
}
