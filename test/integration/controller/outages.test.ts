/** The controller's process on a real API server that is slow, cut off again and again, forgetful or full, and on a machine whose clock is set. */
import { join } from "node:path";
import { setInterval as every } from "node:timers/promises";
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
  type ControllerOverrides,
} from "../../fixtures/controller.ts";
import { CuttingProxy } from "../../fixtures/cutting-proxy.ts";
import { slowWebhook } from "../../fixtures/slow-webhook.ts";
import { noTools, toolTimeoutMs } from "../../tools/index.ts";

const patienceMs = 60_000;
const jumpingClock = join(import.meta.dirname, "..", "..", "fixtures", "jumping-clock.mjs");

(noTools === undefined ? describe : describe.skip)(
  "the controller's process, when its world is not well",
  () => {
    let server: ApiServer;
    const running: Controller[] = [];
    const start = async (flags: string[] = [], overrides?: ControllerOverrides): Promise<Controller> => {
      const controller = await startController(server, flags, overrides);
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

    const create = (names: readonly string[]): Promise<void> =>
      server.applyYaml(names.map((name) => JSON.stringify(trainingRun(name))).join("\n---\n"));
    const jobs = async (): Promise<KubeObject[]> =>
      (JSON.parse(await server.kubectl(["get", "jobs", "-o", "json"])) as { items: KubeObject[] }).items;
    /** One for each, and no other. */
    const haveJobs = (names: readonly string[]): Promise<void> =>
      eventually(async () => {
        const runs = (await jobs()).map(({ metadata }) => metadata.labels?.[labels.run] ?? "");
        expect(runs.sort()).toEqual([...names].sort());
      }, patienceMs);
    const holder = async (): Promise<string> => {
      const lease = await server.kubectl(["get", "lease", "plateau-controller", "-o", "json"]);
      return ((JSON.parse(lease) as KubeObject).spec as { holderIdentity: string }).holderIdentity;
    };
    const names = (stem: string, count: number): string[] =>
      Array.from({ length: count }, (_, index) => `${stem}-${index}`);

    it("sees everything although its connections are cut every second", async () => {
      const proxy = await CuttingProxy.start(server.port);
      const stop = new AbortController();
      const cutting = (async () => {
        for await (const _ of every(1_000, undefined, { signal: stop.signal })) proxy.cut();
      })().catch(() => {});
      try {
        const controller = await start(["--leader-elect=false"], {
          kubeconfig: await server.kubeconfigFor(proxy.port),
        });
        await create(names("cut", 10));
        await haveJobs(names("cut", 10));
        await server.kubectl(["delete", "trainingruns", ...names("cut", 5)]);
        await create(["late"]);
        await haveJobs(["late", ...names("cut", 10).slice(5)]);
        expect(proxy.cuts).toBeGreaterThan(5);
        expect(controller.child.exitCode).toBeNull();
        expect(controller.log.filter(({ level }) => level >= 50)).toEqual([]);
      } finally {
        stop.abort();
        await cutting;
        await proxy.stop();
      }
    }, 120_000);

    it("has one leader still, the same, when the Lease is wiped away under two", async () => {
      const leader = await start();
      await leader.leading;
      const before = await holder();
      const second = await start();
      await second.ready();
      for (let time = 0; time < 3; time += 1) {
        await server.kubectl(["delete", "lease", "plateau-controller"]);
        await eventually(holder, patienceMs);
      }
      const after = await holder();
      const survivors = [leader, second].filter(({ child }) => child.exitCode === null);
      if (after === before) {
        expect(survivors).toHaveLength(2);
      } else {
        // The other made it first: then the leader has ended before the other leads.
        expect(await leader.ended).toBe(1);
        await second.leading;
      }
      await create(["wiped"]);
      await haveJobs(["wiped"]);
    }, 120_000);

    it("makes each object once when every write takes a second and a half", async () => {
      const webhook = await slowWebhook(server, {
        resources: ["trainingruns", "trainingruns/status", "jobs", "services", "secrets", "configmaps"],
        delayMs: 1_500,
      });
      try {
        const controller = await start();
        await controller.leading;
        await create(names("slow", 4));
        await haveJobs(names("slow", 4));
        expect(webhook.asked).toBeGreaterThan(4 * 5);
        expect(controller.child.exitCode).toBeNull();
      } finally {
        await webhook.stop();
      }
      expect((await jobs()).map(({ metadata }) => metadata.labels?.[labels.attempt])).toEqual([
        "1",
        "1",
        "1",
        "1",
      ]);
    }, 120_000);

    it("keeps its lead, and its runs their gangs, when the time of day is set back", async () => {
      const controller = await start([], { preload: jumpingClock });
      await controller.leading;
      await create(["tomorrow"]);
      await haveJobs(["tomorrow"]);
      const [before] = await jobs();
      controller.child.kill("SIGUSR2");
      await create(["today"]);
      await haveJobs(["today", "tomorrow"]);
      expect((await jobs()).map(({ metadata }) => metadata.uid)).toContain(before?.metadata.uid);
      // Longer than a Lease lasts that is not renewed.
      const renewed = async (): Promise<string> =>
        server.kubectl(["get", "lease", "plateau-controller", "-o", "jsonpath={.metadata.resourceVersion}"]);
      const version = await renewed();
      await eventually(
        async () => expect(Number(await renewed())).toBeGreaterThan(Number(version) + 1),
        patienceMs,
      );
      expect(controller.child.exitCode).toBeNull();
      expect(controller.log.filter(({ level }) => level >= 50)).toEqual([]);
    }, 120_000);

    it("is not troubled by objects as large as an API server takes", async () => {
      const maps = names("large", 12).map((name) => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: {
          name,
          namespace: "default",
          labels: { [labels.runUid]: "none", [labels.managedBy]: "plateau" },
        },
        data: { "run.json": "x".repeat(1_000_000) },
      }));
      for (const map of maps) await server.applyYaml(JSON.stringify(map));
      const controller = await start(["--leader-elect=false"]);
      await create(["beside"]);
      await haveJobs(["beside"]);
      expect(controller.log.filter(({ level }) => level >= 50)).toEqual([]);
      // Somebody else's, whatever they say: they stay.
      const left = await server.kubectl(["get", "configmaps", "-o", "name"]);
      expect(left.split("\n").filter((name) => name.startsWith("configmap/large-"))).toHaveLength(12);
      await server.kubectl(["delete", "configmaps", ...names("large", 12)]);
    }, 120_000);
  },
);
