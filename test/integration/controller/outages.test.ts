/** The controller's process on a real API server that is slow, cut off again and again, forgetful or full, and on a machine whose clock is set. */
import { join } from "node:path";
import { setInterval as every } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { eventually } from "../../fixtures/api-server.ts";
import { CuttingProxy } from "../../fixtures/cutting-proxy.ts";
import { slowWebhook } from "../../fixtures/slow-webhook.ts";
import { noTools } from "../../tools/index.ts";
import { patienceMs, useInstallation } from "./installation.ts";

const jumpingClock = join(import.meta.dirname, "..", "..", "fixtures", "jumping-clock.mjs");

(noTools === undefined ? describe : describe.skip)(
  "the controller's process, when its world is not well",
  () => {
    const installation = useInstallation();

    const holder = async (): Promise<string> => {
      const lease = await installation.server.kubectl(["get", "lease", "plateau-controller", "-o", "json"]);
      return ((JSON.parse(lease) as KubeObject).spec as { holderIdentity: string }).holderIdentity;
    };
    const names = (stem: string, count: number): string[] =>
      Array.from({ length: count }, (_, index) => `${stem}-${index}`);

    it("sees everything although its connections are cut every second", async () => {
      const proxy = await CuttingProxy.start(installation.server.port);
      const stop = new AbortController();
      const cutting = (async () => {
        for await (const _ of every(1_000, undefined, { signal: stop.signal })) proxy.cut();
      })().catch(() => {});
      try {
        const controller = await installation.start(["--leader-elect=false"], {
          kubeconfig: await installation.server.kubeconfigFor(proxy.port),
        });
        await installation.create(names("cut", 10));
        await installation.haveJobs(names("cut", 10));
        await installation.server.kubectl(["delete", "trainingruns", ...names("cut", 5)]);
        await installation.create(["late"]);
        await installation.haveJobs(["late", ...names("cut", 10).slice(5)]);
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
      const leader = await installation.start();
      await leader.leading;
      const before = await holder();
      const second = await installation.start();
      await second.ready();
      for (let time = 0; time < 3; time += 1) {
        await installation.server.kubectl(["delete", "lease", "plateau-controller"]);
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
      await installation.create(["wiped"]);
      await installation.haveJobs(["wiped"]);
    }, 120_000);

    it("makes each object once when every write takes a second and a half", async () => {
      const webhook = await slowWebhook(installation.server, {
        resources: ["trainingruns", "trainingruns/status", "jobs", "services", "secrets", "configmaps"],
        delayMs: 1_500,
      });
      try {
        const controller = await installation.start();
        await controller.leading;
        await installation.create(names("slow", 4));
        await installation.haveJobs(names("slow", 4));
        expect(webhook.asked).toBeGreaterThan(4 * 5);
        expect(controller.child.exitCode).toBeNull();
      } finally {
        await webhook.stop();
      }
      expect(
        (await installation.list("jobs")).map(({ metadata }) => metadata.labels?.[labels.attempt]),
      ).toEqual(["1", "1", "1", "1"]);
    }, 120_000);

    it("keeps its lead, and its runs their gangs, when the time of day is set back", async () => {
      const controller = await installation.start([], { preload: jumpingClock });
      await controller.leading;
      await installation.create(["tomorrow"]);
      await installation.haveJobs(["tomorrow"]);
      const [before] = await installation.list("jobs");
      controller.child.kill("SIGUSR2");
      await installation.create(["today"]);
      await installation.haveJobs(["today", "tomorrow"]);
      expect((await installation.list("jobs")).map(({ metadata }) => metadata.uid)).toContain(
        before?.metadata.uid,
      );
      // Longer than a Lease lasts that is not renewed.
      const renewed = async (): Promise<string> =>
        installation.server.kubectl([
          "get",
          "lease",
          "plateau-controller",
          "-o",
          "jsonpath={.metadata.resourceVersion}",
        ]);
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
      for (const map of maps) await installation.server.applyYaml(JSON.stringify(map));
      const controller = await installation.start(["--leader-elect=false"]);
      await installation.create(["beside"]);
      await installation.haveJobs(["beside"]);
      expect(controller.log.filter(({ level }) => level >= 50)).toEqual([]);
      // Somebody else's, whatever they say: they stay.
      const left = await installation.server.kubectl(["get", "configmaps", "-o", "name"]);
      expect(left.split("\n").filter((name) => name.startsWith("configmap/large-"))).toHaveLength(12);
      await installation.server.kubectl(["delete", "configmaps", ...names("large", 12)]);
    }, 120_000);
  },
);
