/**
 * A real API server with our kinds whose Job controller and garbage collector run, for tests of the controller's process: what was started
 * is killed after each test, and its runs are gone. There are no nodes, so no pod ever starts.
 */
import { afterAll, afterEach, beforeAll, expect } from "@jest/globals";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { secretKeys } from "@plateau/controller/reconcile/children/gang.ts";
import { ownName } from "@plateau/controller/reconcile/children/names.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import type { RunIdentity } from "@plateau/proto/events/index.ts";
import { ApiServer, eventually } from "../../fixtures/api-server.ts";
import {
  freeLease,
  installKinds,
  startController,
  trainingRun,
  type Controller,
  type ControllerOverrides,
} from "../../fixtures/controller.ts";
import { toolTimeoutMs } from "../../tools/index.ts";

export const patienceMs = 60_000;

export interface Teller {
  run: RunIdentity;
  credentials: string;
}

export class Installation {
  #server: ApiServer | undefined;
  readonly #running: Controller[] = [];

  get server(): ApiServer {
    return this.#server!;
  }

  async open(): Promise<void> {
    this.#server = await ApiServer.start();
    await installKinds(this.server);
    await this.server.startControllers(["job", "garbagecollector"]);
    await freeLease(this.server);
  }

  async clear(): Promise<void> {
    for (const controller of this.#running.splice(0)) await controller.end("SIGKILL");
    await this.server.kubectl(["delete", "trainingruns", "--all", "--wait=true"]);
    await freeLease(this.server);
  }

  async close(): Promise<void> {
    await this.#server?.stop();
  }

  async start(flags: readonly string[] = [], overrides?: ControllerOverrides): Promise<Controller> {
    const controller = await startController(this.server, flags, overrides);
    this.#running.push(controller);
    return controller;
  }

  create(names: readonly string[]): Promise<void> {
    return this.server.applyYaml(names.map((name) => JSON.stringify(trainingRun(name))).join("\n---\n"));
  }

  /** What belongs to runs. */
  async list(kind: string): Promise<KubeObject[]> {
    const text = await this.server.kubectl(["get", kind, "-l", labels.runUid, "-o", "json"]);
    return (JSON.parse(text) as { items: KubeObject[] }).items;
  }

  /** A value of a Secret in the default namespace. */
  async secret(name: string, key: string): Promise<string> {
    const secret = JSON.parse(await this.server.kubectl(["get", "secret", name, "-o", "json"])) as {
      data: Record<string, string>;
    };
    return Buffer.from(secret.data[key]!, "base64").toString();
  }

  /** Who workers of a run are to the event stream. */
  async teller(name: string): Promise<Teller> {
    const run = JSON.parse(
      await this.server.kubectl(["get", "trainingrun", name, "-o", "json"]),
    ) as KubeObject;
    const credentials = await this.secret(ownName(run.metadata, "key"), secretKeys.eventsCredentials);
    const { namespace, uid } = run.metadata;
    return { run: { kind: "TrainingRun", run: name, namespace, runUid: uid }, credentials };
  }

  /** One Job for each, and no other. */
  haveJobs(names: readonly string[]): Promise<void> {
    return eventually(
      async () => expect(runsOf(await this.list("jobs"))).toEqual([...names].sort()),
      patienceMs,
    );
  }
}

export function runsOf(objects: readonly KubeObject[]): string[] {
  return objects.map(({ metadata }) => metadata.labels?.[labels.run] ?? "").sort();
}

/** One for the tests of a file. */
export function useInstallation(): Installation {
  const installation = new Installation();
  beforeAll(() => installation.open(), toolTimeoutMs);
  afterEach(() => installation.clear(), patienceMs);
  afterAll(() => installation.close());
  return installation;
}
