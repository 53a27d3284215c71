/** What a run has told, as `kubectl plateau` shows it: a real API server, a real nats-server, the Secret that a controller leaves. */
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { everyEvent } from "@plateau/controller/events/testing/run-events.ts";
import { readerSecret } from "@plateau/controller/reconcile/children/gang.ts";
import { EventPublisher } from "@plateau/worker/telemetry/events/event-publisher.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { noTools, toolTimeoutMs } from "../../tools/index.ts";
import { KubernetesPlace, runYaml, training } from "./kubernetes-place.ts";
import { Workplace } from "./plateau.ts";

jest.setTimeout(120_000);

(noTools === undefined ? describe : describe.skip)("the past of a run on a cluster", () => {
  const keyBytes = Buffer.alloc(32, 7);
  const authority = new EventAuthority(keyBytes);
  let kubernetes: KubernetesPlace;
  let server: NatsServer;
  let place: Workplace;
  let publisher: EventPublisher;

  beforeAll(async () => {
    kubernetes = await KubernetesPlace.start();
    server = await NatsServer.start({ config: authority.serverConfig() });
    await kubernetes.installKinds();
    place = new Workplace();
    place.env = { KUBECONFIG: kubernetes.server.kubeconfig, HOME: place.directory };
    const [object] = await kubernetes.apply(runYaml("told"));
    const { uid } = object!.metadata;
    await kubernetes.setStatus(object!, { readyWorkers: 2, workers: "2/2" }, training);
    const { url } = server;
    // The stream is made by whoever consumes: the controller.
    const bus = new NatsBus({
      url,
      name: "controller",
      credentials: authority.controller(),
      limits: { maxAgeMs: 3_600_000, maxBytes: 1 << 24, replicas: 1 },
    });
    const run = { namespace: "default", kind: "TrainingRun", run: "told", runUid: uid } as const;
    publisher = new EventPublisher({
      url,
      credentialsFile: server.credentialsFile(authority.worker(run, Date.now())),
      run,
      rank: 0,
      process: "p",
      log: () => {},
    });
    publisher.send(
      everyEvent(run).map(({ rank, sequence, event }) => ({ runUid: uid, rank, sequence, event })),
    );
    const stop = new AbortController();
    const consuming = bus.consume({ name: "c", signal: stop.signal, take: () => {} });
    expect(await publisher.finish(30_000)).toBe(true);
    stop.abort();
    await consuming;
    await bus.close();
  }, toolTimeoutMs);
  afterAll(async () => {
    await publisher?.close();
    place?.remove();
    await server?.stop();
    await kubernetes?.stop();
  });

  it("is in the event stream; where there is none, that is said with what to do", async () => {
    const { code, stderr } = await place.plugin("get", "losses", "told");
    expect(code).not.toBe(0);
    expect(stderr).toContain("plateau-events-reader is not there");
  });

  it("is found by the Secret of the namespace, without a word about where it is", async () => {
    const access = {
      url: server.url,
      workerTerm: () => ({ expiresAtMs: 0, renewAtMs: 0 }),
      worker: () => "",
      reader: (name: string, nowMs: number) => authority.reader(name, nowMs),
    };
    const secret = readerSecret("default", access, Date.now());
    await kubernetes.cluster.apply(secret, { fieldManager: "test" });
    const csv = await place.plugin("get", "losses", "told", "-o", "csv");
    expect(csv).toMatchObject({ code: 0, stderr: "" });
    const [head, ...rows] = csv.stdout.trim().split("\n");
    expect(head).toMatch(/^step,tokens,/);
    expect(rows.map((row) => row.split(",")[0])).toEqual(["1", "2", "3"]);
    const evaluations = await place.plugin("get", "evaluations", "told", "-o", "json");
    expect(JSON.parse(evaluations.stdout)).toHaveLength(1);
    const report = await place.plugin("report", "run/told", "--json");
    expect(report).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(report.stdout)).toMatchObject({ runs: [{ name: "told", step: 3 }] });
  });

  it("is read with credentials that an administrator makes, until these are taken back", async () => {
    const key = {
      metadata: { namespace: "default", name: "plateau-key" },
      data: { key: keyBytes.toString("base64") },
    };
    await kubernetes.cluster.apply({ apiVersion: "v1", kind: "Secret", ...key }, { fieldManager: "test" });
    const credentials = (...args: string[]): ReturnType<Workplace["plugin"]> =>
      place.plugin("credentials", ...args, "--system", "default");
    const make = ["create", "ada", "--days", "1", "--to", "ada.creds"];
    const made = await credentials(...make, "-o", "json");
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const { expiresAt, user } = JSON.parse(made.stdout) as { expiresAt: string; user: string };
    expect(user).toMatch(/^U[A-Z2-7]{55}$/);
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 86_400_000)).toBeLessThan(120_000);
    expect(await credentials(...make)).toMatchObject({ code: 1, stderr: expect.stringMatching("E_EXISTS") });
    const read = (): ReturnType<Workplace["plugin"]> =>
      place.plugin(
        "get",
        "losses",
        "told",
        "-o",
        "csv",
        "--events",
        server.url,
        "--events-credentials",
        "ada.creds",
      );
    expect((await read()).stdout.trim().split("\n")).toHaveLength(4);
    expect(await credentials("revoke", "ada.creds")).toMatchObject({
      code: 0,
      stdout: "reader default ada: taken back\n",
    });
    expect(await read()).toMatchObject({ code: 1, stderr: expect.stringMatching("E_EVENTS_FORBIDDEN") });
    expect(await credentials("create", "x/y", "--days", "1")).toMatchObject({ code: 2 });
    expect(await place.plugin("credentials", "create", "bob", "--days", "1")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/plateau-system\/plateau-key is not there/),
    });
  });
});
