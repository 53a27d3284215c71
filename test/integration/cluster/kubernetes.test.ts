/** The port on a real API server with its garbage collector: the same suite as the embedded cluster's. */
import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { clusterConformance } from "../../../controller/src/cluster/cluster.conformance.ts";
import type { KubernetesCluster } from "../../../controller/src/cluster/kubernetes/index.ts";
import { openKubernetes } from "../../../controller/src/cluster/kubernetes/index.ts";
import { systemClock } from "../../../controller/src/loop/clock.ts";
import { Informer } from "../../../controller/src/loop/informer.ts";
import { ApiServer, eventually } from "../../fixtures/api-server.ts";
import { noTools, toolTimeoutMs } from "../../tools/index.ts";

/** The collector asks the API server for kinds it does not know every half minute, and answers within seconds otherwise. */
const timeoutMs = 60_000;
jest.setTimeout(2 * timeoutMs);

const widget = { apiVersion: "test.dev/v1", kind: "Widget" };
const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const widgets = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.test.dev" },
  spec: {
    group: "test.dev",
    scope: "Namespaced",
    names: { plural: "widgets", singular: "widget", kind: "Widget" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: "object", properties: { spec: anything, status: anything } } },
      },
    ],
  },
};

const onServer = noTools === undefined ? describe : describe.skip;

onServer(`on a real API server${noTools === undefined ? "" : `: ${noTools}`}`, () => {
  let server: ApiServer;
  const handles: KubernetesCluster[] = [];
  const open = (): KubernetesCluster => {
    const cluster = openKubernetes({ kubeconfig: server.kubeconfig, qps: 1_000, burst: 1_000 });
    handles.push(cluster);
    return cluster;
  };

  beforeAll(async () => {
    server = await ApiServer.start();
    const file = `${server.kubeconfig}.crd.json`;
    writeFileSync(file, JSON.stringify(widgets));
    await server.kubectl(["apply", "-f", file]);
    await server.established("crd/widgets.test.dev");
    await eventually(() => server.kubectl(["get", "widgets"]), 30_000);
    await server.startControllers(["garbage-collector-controller"]);
  }, toolTimeoutMs);
  afterAll(async () => {
    for (const handle of handles) await handle.close();
    await server?.stop();
  });

  clusterConformance({
    name: "Kubernetes",
    timeoutMs,
    subject: async () => {
      const namespace = `t-${randomUUID()}`;
      const cluster = open();
      await server.kubectl(["create", "namespace", namespace]);
      return {
        cluster,
        open: () => Promise.resolve(open()),
        namespace,
        widget,
        dispose: () => cluster.close(),
      };
    },
  });

  it("lists more objects than a page holds, each once", async () => {
    const cluster = open();
    const namespace = "default";
    const names = Array.from({ length: 1_103 }, (_, at) => `page-${String(at).padStart(4, "0")}`);
    for (let at = 0; at < names.length; at += 100) {
      await Promise.all(
        names
          .slice(at, at + 100)
          .map((name) =>
            cluster.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data: {} }),
          ),
      );
    }
    const { items } = await cluster.list("v1", "ConfigMap", { namespace });
    const found = items.map(({ metadata }) => metadata.name).filter((name) => name.startsWith("page-"));
    expect(found.sort()).toEqual(names);
    expect(items[0]).toMatchObject({ apiVersion: "v1", kind: "ConfigMap" });
  });

  it("writes nothing that has waited for its turn until the lead was lost", async () => {
    const namespace = "default";
    let leads = true;
    const cluster = openKubernetes({
      kubeconfig: server.kubeconfig,
      qps: 2,
      burst: 1,
      mayWrite: () => leads,
    });
    handles.push(cluster);
    const late = ["late-0", "late-1", "late-2"].map((name) =>
      cluster.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data: {} }),
    );
    await late[0];
    leads = false;
    for (const each of late.slice(1)) await expect(each).rejects.toMatchObject({ code: "E_CLOSED" });
    const { items } = await cluster.list("v1", "ConfigMap", { namespace });
    const found = items.map(({ metadata }) => metadata.name).filter((name) => name.startsWith("late-"));
    expect(found).toEqual(["late-0"]);
  });

  it("refuses to watch once it is closed", async () => {
    const cluster = open();
    await cluster.close();
    const { signal } = new AbortController();
    const watch = cluster.watch("v1", "ConfigMap", { resourceVersion: "1", signal });
    await expect(watch.next()).rejects.toMatchObject({ code: "E_CLOSED" });
  });

  it("says which kind is not served and what to install", async () => {
    await expect(open().list("plateau.dev/v1alpha1", "TrainingRun")).rejects.toMatchObject({
      code: "E_NO_KIND",
      message: expect.stringMatching(/TrainingRun of plateau\.dev\/v1alpha1.*Install the chart/),
    });
  });

  // A server that has just started no longer has every change in memory, so a watch may be told to list again.
  it("keeps an informer true over a restart of the API server", async () => {
    const cluster = open();
    const namespace = "default";
    const ref = (name: string) => ({ ...widget, namespace, name });
    const write = (name: string): Promise<unknown> =>
      cluster.create({ ...widget, metadata: { name, namespace }, spec: {} });
    const stop = new AbortController();
    const informer = new Informer({ cluster, ...widget, clock: systemClock });
    const changed = new EventEmitter();
    informer.onChange(() => changed.emit("change"));
    const running = informer.run(stop.signal);
    await informer.synced;
    await write("stays");
    await write("goes");
    await server.restartApiServer();
    await eventually(() => cluster.delete(ref("goes")), timeoutMs);
    await write("comes");
    const names = (): string[] => informer.cache.select(namespace).map(({ metadata }) => metadata.name);
    try {
      while (names().sort().join() !== "comes,stays") {
        await once(changed, "change", { signal: AbortSignal.timeout(timeoutMs) });
      }
    } finally {
      stop.abort();
      await running;
    }
  });
});
