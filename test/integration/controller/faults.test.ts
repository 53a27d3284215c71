/**
 * The controller's process on a real API server whose Job controller and garbage collector run: killed at any moment, cut off, its
 * children deleted and edited by hand. There are no nodes, so no pod ever starts.
 */
import { describe, expect, it } from "@jest/globals";
import { jetstream } from "@nats-io/jetstream";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { eventually } from "../../fixtures/api-server.ts";
import { encodeEvent, eventSubject, workerInbox } from "@plateau/proto/events/index.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { freePorts } from "../../fixtures/ports.ts";
import { noTools } from "../../tools/index.ts";
import { patienceMs, runsOf, useInstallation, type Teller } from "./installation.ts";

/** What a rank tells first, with its run's credentials. */
async function tellStart(nats: NatsServer, { run, credentials }: Teller): Promise<void> {
  const connection = await nats.dial(credentials, workerInbox(run.runUid));
  const event = { type: "lifecycle", state: "starting", reason: "Started", message: "" } as const;
  const told = encodeEvent({ ...run, rank: 0, process: "p", sequence: 1, atMs: Date.now(), event });
  await jetstream(connection, { timeout: 1_000 }).publish(eventSubject(run, "lifecycle"), told);
}

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

  it("turns away workers of runs that are deleted, also while it is not there", async () => {
    const [port] = await freePorts(1);
    const flags = [
      `--events-url=nats://127.0.0.1:${port}`,
      "--events-server-secret=nats",
      "--leader-elect=false",
    ];
    const first = await installation.start(flags);
    await first.leading;
    const accounts = await installation.secret("nats", "accounts.conf");
    const nats = await NatsServer.start({ config: accounts, port: port! });
    try {
      const runs = ["kept", "deleted", "unseen"];
      await installation.create(runs);
      await installation.haveJobs(runs);
      const tellers = new Map<string, Teller>();
      for (const name of runs) tellers.set(name, await installation.teller(name));
      // As its workers: the stream is there once the controller has reached the server.
      for (const teller of tellers.values()) await eventually(() => tellStart(nats, teller), patienceMs);
      const isTurnedAway = (name: string): Promise<void> =>
        eventually(
          () => expect(nats.dial(tellers.get(name)!.credentials)).rejects.toThrow(/authorization/i),
          patienceMs,
        );
      await installation.server.kubectl(["delete", "trainingrun", "deleted"]);
      await isTurnedAway("deleted");
      await first.end("SIGKILL");
      await installation.server.kubectl(["delete", "trainingrun", "unseen"]);
      await tellStart(nats, tellers.get("unseen")!);
      await installation.start(flags);
      await isTurnedAway("unseen");
      await tellStart(nats, tellers.get("kept")!);
    } finally {
      await nats.stop();
    }
  }, 120_000);

  it("puts right what is edited by hand, and leaves what is not its own", async () => {
    const controller = await installation.start(["--leader-elect=false"]);
    await installation.create(["edited"]);
    await installation.haveJobs(["edited"]);
    const one = async (kind: string): Promise<KubeObject> => (await installation.list(kind))[0]!;
    const edit = async (kind: string, change: object): Promise<string> => {
      const { metadata } = await one(kind);
      const patch = ["--type=merge", "-p", JSON.stringify(change)];
      return installation.server.kubectl(["patch", kind, metadata.name, ...patch]);
    };
    const asItWas = async (kind: string, path: "spec" | "data", before: KubeObject): Promise<void> =>
      eventually(async () => expect((await one(kind))[path]).toEqual(before[path]), patienceMs);
    const [service, config, job] = [await one("services"), await one("configmaps"), await one("jobs")];
    await edit("services", { spec: { selector: { app: "mine" } } });
    await asItWas("services", "spec", service);
    await edit("configmaps", { metadata: { annotations: { note: "mine" } }, data: { "run.json": "{}" } });
    await asItWas("configmaps", "data", config);
    expect((await one("configmaps")).metadata.annotations).toMatchObject({ note: "mine" });
    await edit("jobs", { spec: { parallelism: 1, completions: 1 } });
    await asItWas("jobs", "spec", job);
    expect((await one("jobs")).metadata.uid).toBe(job.metadata.uid);
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
