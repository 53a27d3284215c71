/**
 * The controller's process on a real API server whose Job controller and garbage collector run: killed at any moment, cut off, its
 * children deleted by hand. There are no nodes, so no pod ever starts.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { ApiServer, eventually } from "../../fixtures/api-server.ts";
import {
  freeLease,
  installKinds,
  startController,
  trainingRun,
  type Controller,
} from "../../fixtures/controller.ts";
import { noTools, toolTimeoutMs } from "../../tools/index.ts";

const patienceMs = 60_000;

(noTools === undefined ? describe : describe.skip)("the controller's process", () => {
  let server: ApiServer;
  const running: Controller[] = [];
  const start = async (...flags: string[]): Promise<Controller> => {
    const controller = await startController(server, flags);
    running.push(controller);
    return controller;
  };
  beforeAll(async () => {
    server = await ApiServer.start();
    await installKinds(server);
    await server.startControllers(["job", "garbagecollector"]);
    await freeLease(server);
  }, toolTimeoutMs);
  afterEach(async () => {
    for (const controller of running.splice(0)) await controller.end("SIGKILL");
    await server.kubectl(["delete", "trainingruns", "--all", "--wait=true"]);
    await freeLease(server);
  }, patienceMs);
  afterAll(() => server?.stop());

  const list = async (kind: string): Promise<KubeObject[]> =>
    (
      JSON.parse(await server.kubectl(["get", kind, "-l", labels.runUid, "-o", "json"])) as {
        items: KubeObject[];
      }
    ).items;
  const create = (names: readonly string[]): Promise<void> =>
    server.applyYaml(names.map((name) => JSON.stringify(trainingRun(name))).join("\n---\n"));
  const runsOf = (objects: readonly KubeObject[]): string[] =>
    objects.map(({ metadata }) => metadata.labels?.[labels.run] ?? "").sort();
  const allHaveJobs = (names: readonly string[]): Promise<void> =>
    eventually(async () => expect(runsOf(await list("jobs"))).toEqual([...names].sort()), patienceMs);

  it("leaves one Job, config, Service and key for each run, however often it is killed", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `run-${index}`);
    await create(names);
    // A start takes about 800 ms; from then on it writes some 250 objects in a second or two.
    for (const ms of [850, 700, 950, 800, 1_100, 900, 1_000]) {
      const controller = await start("--leader-elect=false");
      await new Promise((resolve) => setTimeout(resolve, ms));
      await controller.end("SIGKILL");
    }
    await start("--leader-elect=false");
    await allHaveJobs(names);
    for (const kind of ["configmaps", "services", "secrets"]) {
      expect(runsOf(await list(kind))).toEqual([...names].sort());
    }
    const gone = names.slice(0, 20);
    await server.kubectl(["delete", "trainingruns", ...gone]);
    await allHaveJobs(names.slice(20));
  }, 240_000);

  it("makes anew what is deleted by hand, once", async () => {
    const controller = await start("--leader-elect=false");
    await create(["by-hand"]);
    await allHaveJobs(["by-hand"]);
    const uid = async (kind: string): Promise<string> =>
      (await list(kind)).map(({ metadata }) => metadata.uid).join();
    for (const kind of ["services", "configmaps", "jobs"]) {
      const before = await uid(kind);
      await server.kubectl(["delete", kind, "-l", labels.runUid]);
      await eventually(async () => {
        expect(await list(kind)).toHaveLength(1);
        expect(await uid(kind)).not.toBe(before);
      }, patienceMs);
    }
    expect(controller.log.filter(({ level }) => level >= 50)).toEqual([]);
  }, 120_000);

  it("goes on when the API server has been away for a while", async () => {
    const controller = await start();
    await controller.leading;
    await create(["before"]);
    await allHaveJobs(["before"]);
    await server.restartApiServer();
    await create(["after"]);
    await allHaveJobs(["after", "before"]);
    expect(controller.child.exitCode).toBeNull();
  }, 120_000);

  it("ends with a word when it cannot renew its lead, and leaves in good order when it is told to", async () => {
    const controller = await start();
    await controller.leading;
    server.pause();
    try {
      expect(await controller.ended).toBe(1);
    } finally {
      server.resume();
    }
    expect(controller.log.at(-1)).toMatchObject({ level: 60, code: "E_LEADERSHIP_LOST" });
    const next = await start();
    await next.leading;
    expect(await next.end()).toBe(0);
    const lease = JSON.parse(
      await server.kubectl(["get", "lease", "plateau-controller", "-o", "json"]),
    ) as KubeObject;
    expect(lease.spec).toMatchObject({ holderIdentity: "", leaseTransitions: 2 });
  }, 120_000);

  it(
    "says what is wrong with its flags, and ends",
    async () => {
      const controller = await start("--qps=fast");
      await controller.ended;
      expect(controller.log.at(-1)).toMatchObject({
        code: "E_OPTION",
        msg: '--qps is "fast"; give a whole number from 1 to 65535.',
      });
    },
    patienceMs,
  );
});
