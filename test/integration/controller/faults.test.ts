/**
 * The controller's process on a real API server whose Job controller and garbage collector run: killed at any moment, cut off, its
 * children deleted by hand. There are no nodes, so no pod ever starts.
 */
import { describe, expect, it } from "@jest/globals";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { eventually } from "../../fixtures/api-server.ts";
import { noTools } from "../../tools/index.ts";
import { patienceMs, runsOf, useInstallation } from "./installation.ts";

(noTools === undefined ? describe : describe.skip)("the controller's process", () => {
  const installation = useInstallation();

  it("leaves one Job, config, Service and key for each run, however often it is killed", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `run-${index}`);
    await installation.create(names);
    // A start takes about 800 ms; from then on it writes some 250 objects in a second or two.
    for (const ms of [850, 700, 950, 800, 1_100, 900, 1_000]) {
      const controller = await installation.start(["--leader-elect=false"]);
      await new Promise((resolve) => setTimeout(resolve, ms));
      await controller.end("SIGKILL");
    }
    await installation.start(["--leader-elect=false"]);
    await installation.haveJobs(names);
    for (const kind of ["configmaps", "services", "secrets"]) {
      expect(runsOf(await installation.list(kind))).toEqual([...names].sort());
    }
    const gone = names.slice(0, 20);
    await installation.server.kubectl(["delete", "trainingruns", ...gone]);
    await installation.haveJobs(names.slice(20));
  }, 240_000);

  it("makes anew what is deleted by hand, once", async () => {
    const controller = await installation.start(["--leader-elect=false"]);
    await installation.create(["by-hand"]);
    await installation.haveJobs(["by-hand"]);
    const uid = async (kind: string): Promise<string> =>
      (await installation.list(kind)).map(({ metadata }) => metadata.uid).join();
    for (const kind of ["services", "configmaps", "jobs"]) {
      const before = await uid(kind);
      await installation.server.kubectl(["delete", kind, "-l", labels.runUid]);
      await eventually(async () => {
        expect(await installation.list(kind)).toHaveLength(1);
        expect(await uid(kind)).not.toBe(before);
      }, patienceMs);
    }
    expect(controller.log.filter(({ level }) => level >= 50)).toEqual([]);
  }, 120_000);

  it("goes on when the API server has been away for a while", async () => {
    const controller = await installation.start();
    await controller.leading;
    await installation.create(["before"]);
    await installation.haveJobs(["before"]);
    await installation.server.restartApiServer();
    await installation.create(["after"]);
    await installation.haveJobs(["after", "before"]);
    expect(controller.child.exitCode).toBeNull();
  }, 120_000);

  it("ends with a word when it cannot renew its lead, and leaves in good order when it is told to", async () => {
    const controller = await installation.start();
    await controller.leading;
    installation.server.pause();
    try {
      expect(await controller.ended).toBe(1);
    } finally {
      installation.server.resume();
    }
    expect(controller.log.at(-1)).toMatchObject({ level: 60, code: "E_LEADERSHIP_LOST" });
    const next = await installation.start();
    await next.leading;
    expect(await next.end()).toBe(0);
    const lease = JSON.parse(
      await installation.server.kubectl(["get", "lease", "plateau-controller", "-o", "json"]),
    ) as KubeObject;
    expect(lease.spec).toMatchObject({ holderIdentity: "", leaseTransitions: 2 });
  }, 120_000);

  it(
    "says what is wrong with its flags, and ends",
    async () => {
      const controller = await installation.start(["--qps=fast"]);
      await controller.ended;
      expect(controller.log.at(-1)).toMatchObject({
        code: "E_OPTION",
        msg: '--qps is "fast"; give a whole number from 1 to 65535.',
      });
    },
    patienceMs,
  );
});
