/** A home in a temporary folder, a node or a whole controller on it, Jobs of the fixture worker, and waiting by watching. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterOn, openDatabase, type LocalCluster } from "@plateau/controller/cluster/local/index.ts";
import type { Database } from "@plateau/controller/cluster/local/database.ts";
import type { PodListener } from "@plateau/controller/cluster/local/node/kubelet.ts";
import type {
  EnvEntry,
  Job,
  JobSpec,
  Pod,
  PodSpec,
  Terminated,
} from "@plateau/controller/cluster/local/node/kube.ts";
import { ProcessNode, type ProcessNodeOptions } from "@plateau/controller/cluster/local/node/node.ts";
import { nodeVariable } from "@plateau/controller/cluster/local/node/pod/environment.ts";
import { processesWithEnv } from "@plateau/controller/cluster/local/node/process/identity.ts";
import type { DesiredObject, KubeObject } from "@plateau/controller";
import { silentLog } from "@plateau/controller/loop/log.ts";

export const workerFile = join(import.meta.dirname, "fixtures", "worker.ts");
const controllerFile = join(import.meta.dirname, "fixtures", "controller.ts");
const namespace = "default";

export class TestHome {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "plateau-node-")));
  readonly db: Database = openDatabase(join(this.path, "cluster.db"));
  readonly cluster: LocalCluster = clusterOn(this.db);
  readonly messages: unknown[] = [];
  #onMessage: () => void = () => {};
  #node: { stop: AbortController; ended: Promise<void>; node: ProcessNode } | undefined;

  async startNode(options: Partial<ProcessNodeOptions> = {}): Promise<ProcessNode> {
    const listener: PodListener = {
      onMessage: (_pod, message) => {
        this.messages.push(message);
        this.#onMessage();
      },
      onStarted: () => {},
      onEnded: () => {},
    };
    const node = new ProcessNode({
      cluster: this.cluster,
      db: this.db,
      podsFolder: join(this.path, "pods"),
      nodeId: this.path,
      listener,
      log: silentLog,
      backoff: { firstMs: 20, longestMs: 100 },
      ...options,
    });
    await node.fence();
    const stop = new AbortController();
    this.#node = { stop, node, ended: node.run(stop.signal) };
    return node;
  }

  async stopNode(): Promise<void> {
    this.#node?.stop.abort();
    await this.#node?.ended;
    this.#node = undefined;
  }

  /** Whatever still runs of this home; empty after every test. */
  processes(): number[] {
    return processesWithEnv(`${nodeVariable}=${this.path}`).map(({ pid }) => pid);
  }

  async dispose(): Promise<void> {
    await this.stopNode();
    await this.cluster.close();
    for (const pid of this.processes()) process.kill(pid, "SIGKILL");
    rmSync(this.path, { recursive: true, force: true });
  }

  createJob(
    name: string,
    args: string[],
    parts: { spec?: Partial<JobSpec>; pod?: PodSpec; env?: EnvEntry[] } = {},
  ): Promise<KubeObject> {
    return this.cluster.create(job(name, args, parts));
  }

  job(name: string): Promise<Job> {
    return this.cluster.get({ apiVersion: "batch/v1", kind: "Job", namespace, name }) as Promise<Job>;
  }

  async pods(): Promise<Pod[]> {
    return (await this.cluster.list("v1", "Pod")).items as Pod[];
  }

  /** Resolves once the processes have said so much in all. */
  async heard(count: number): Promise<void> {
    while (this.messages.length < count) {
      await new Promise<void>((resolve) => {
        this.#onMessage = resolve;
      });
    }
  }

  /** Waits until `condition` holds, looking again after every change of Pods and Jobs. */
  async until<T>(condition: () => Promise<T | undefined | false>, timeoutMs = 20_000): Promise<T> {
    const timeout = AbortSignal.timeout(timeoutMs);
    for (;;) {
      const { resourceVersion } = await this.cluster.list("v1", "Pod");
      const found = await condition();
      if (found) return found;
      if (timeout.aborted) throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`);
      await this.#change(resourceVersion, timeout);
    }
  }

  async finished(name: string): Promise<{ type: string; reason: string | undefined }> {
    return this.until(async () => {
      const { status } = await this.job(name);
      const end = status?.conditions?.find(
        ({ type, status: is }) => is === "True" && /^(Complete|Failed)$/.test(type),
      );
      return end && { type: end.type, reason: end.reason };
    });
  }

  async #change(resourceVersion: string, timeout: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, timeout]);
    const first = (kind: string, apiVersion: string): Promise<unknown> =>
      this.cluster.watch(apiVersion, kind, { resourceVersion, signal })[Symbol.asyncIterator]().next();
    await Promise.race([first("Pod", "v1"), first("Job", "batch/v1")]);
    stop.abort();
  }
}

export function job(
  name: string,
  args: string[],
  { spec, pod, env = [] }: { spec?: Partial<JobSpec>; pod?: PodSpec; env?: EnvEntry[] } = {},
): DesiredObject {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace },
    spec: {
      completionMode: "Indexed",
      completions: 1,
      parallelism: 1,
      backoffLimitPerIndex: 0,
      ...spec,
      template: {
        metadata: { labels: { "plateau.dev/run": name, "plateau.dev/run-uid": `uid-${name}` } },
        spec: {
          restartPolicy: "Never",
          terminationGracePeriodSeconds: 5,
          containers: [
            {
              name: "worker",
              command: [process.execPath, workerFile],
              args,
              env: [{ name: "PLATEAU_TERMINATION_LOG", value: "/dev/termination-log" }, ...env],
            },
          ],
          ...pod,
        },
      },
    },
  };
}

export interface ControllerProcess {
  child: ChildProcess;
  lines: Record<string, unknown>[];
  /** Resolves with the exit code, or the name of the signal. */
  ended: Promise<number | string>;
}

export function startController(home: string): ControllerProcess {
  const child = spawn(process.execPath, [controllerFile, home], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: Record<string, unknown>[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) lines.push(JSON.parse(line) as Record<string, unknown>);
  });
  const ended = new Promise<number | string>((resolve) =>
    child.on("close", (code, signal) => resolve(code ?? signal ?? "unknown")),
  );
  return { child, lines, ended };
}

export function terminated(pod: KubeObject | undefined): Terminated | undefined {
  return (pod as Pod | undefined)?.status?.containerStatuses?.[0]?.state.terminated;
}

export function numberIn(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}
