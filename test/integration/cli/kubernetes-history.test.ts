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
  const authority = new EventAuthority(Buffer.alloc(32, 7));
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
});
