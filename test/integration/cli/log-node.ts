/**
 * A node as far as logs go: a Node object whose kubelet is a small HTTPS server here. The API server asks it for the logs of the
 * pods that are bound to the node, by the kubelet's own protocol: chunks as they come, a time before each line, from a second on.
 * It can cut a connection in the middle of a line.
 */
import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { runCertificate } from "@plateau/proto/certificate.ts";
import { refOf, type KubernetesPlace } from "./kubernetes-place.ts";

const nodeName = "log-node";

interface Log {
  lines: { second: number; text: string }[];
  readers: Set<ServerResponse>;
  isOver: boolean;
}

export class LogNode {
  readonly #place: KubernetesPlace;
  readonly #server: Server;
  readonly #logs = new Map<string, Log>();
  /** Requests for logs so far. */
  numRequests = 0;
  #nanosecond = 0;

  private constructor(place: KubernetesPlace, server: Server) {
    this.#place = place;
    this.#server = server;
    server.on("request", (request, response) => this.#serve(request.url ?? "", response));
  }

  static async start(place: KubernetesPlace): Promise<LogNode> {
    const { certificatePem, privateKeyPem } = await runCertificate({
      key: Buffer.alloc(32, 7),
      runUid: "node",
    });
    const server = createServer({ cert: certificatePem, key: privateKeyPem });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const node = new LogNode(place, server);
    const { port } = server.address() as AddressInfo;
    const file = { apiVersion: "v1", kind: "Node", metadata: { name: nodeName, namespace: "" } };
    const made = await place.cluster.create(file);
    await place.cluster.updateStatus(refOf(made), {
      addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
    });
    return node;
  }

  /** A pod of a run's worker, bound to this node and not yet started. */
  async addPod(
    run: KubeObject,
    { rank, attempt = 1 }: { rank: number; attempt?: number },
  ): Promise<KubeObject> {
    const { name: of, namespace, uid } = run.metadata;
    const name = `${of}-${attempt}-${rank}`;
    this.#logs.set(name, { lines: [], readers: new Set(), isOver: false });
    return this.#place.cluster.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name,
        namespace,
        labels: {
          [labels.name]: "plateau-worker",
          [labels.run]: of,
          [labels.runUid]: uid,
          [labels.attempt]: String(attempt),
          [labels.completionIndex]: String(rank),
        },
      },
      spec: { nodeName, restartPolicy: "Never", containers: [{ name: "worker", image: "worker" }] },
    });
  }

  setRunning(pod: KubeObject): Promise<KubeObject> {
    return this.#setState(pod, "Running", { running: { startedAt: new Date().toISOString() } });
  }

  setWaiting(pod: KubeObject, reason: string): Promise<KubeObject> {
    return this.#setState(pod, "Pending", { waiting: { reason } });
  }

  /** Its log is whole, then its status says so. */
  async end(pod: KubeObject, exitCode: number): Promise<void> {
    const log = this.#logOf(pod);
    log.isOver = true;
    for (const reader of log.readers) reader.end();
    await this.#setState(pod, exitCode === 0 ? "Succeeded" : "Failed", {
      terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error" },
    });
  }

  /** All at one second, so that only their place tells them apart for a server that counts in seconds. */
  write(pod: KubeObject, ...texts: string[]): void {
    const log = this.#logOf(pod);
    const second = Math.floor(Date.now() / 1000);
    for (const text of texts) {
      this.#nanosecond += 1;
      const time = new Date(second * 1000).toISOString().replace(".000Z", "");
      const line = `${time}.${String(this.#nanosecond).padStart(9, "0")}Z ${text}\n`;
      log.lines.push({ second, text: line });
      for (const reader of log.readers) reader.write(line);
    }
  }

  /** What is written next comes half before the connection breaks. */
  async cutWhileWriting(pod: KubeObject, text: string): Promise<void> {
    const log = this.#logOf(pod);
    const readers = [...log.readers];
    log.readers.clear();
    this.write(pod, text);
    const { text: line } = log.lines.at(-1)!;
    for (const reader of readers) {
      await new Promise((resolve) => reader.write(line.slice(0, Math.ceil(line.length / 2) + 10), resolve));
      reader.destroy();
    }
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  #logOf({ metadata: { name } }: KubeObject): Log {
    return this.#logs.get(name)!;
  }

  /** `/containerLogs/NAMESPACE/POD/CONTAINER` */
  #serve(path: string, response: ServerResponse): void {
    const url = new URL(path, "https://node");
    const [, , , pod = ""] = url.pathname.split("/");
    const log = this.#logs.get(pod);
    if (!log) return void response.writeHead(404).end(`no such pod ${pod}`);
    this.numRequests += 1;
    const since = Date.parse(url.searchParams.get("sinceTime") ?? "1970-01-01T00:00:00Z") / 1000;
    response.writeHead(200, { "content-type": "text/plain" });
    for (const { second, text } of log.lines) if (second >= since) response.write(text);
    if (url.searchParams.get("follow") !== "true" || log.isOver) return void response.end();
    log.readers.add(response);
    response.on("close", () => log.readers.delete(response));
  }

  #setState(pod: KubeObject, phase: string, state: object): Promise<KubeObject> {
    return this.#place.cluster.updateStatus(refOf(pod), {
      phase,
      startTime: new Date().toISOString(),
      containerStatuses: [
        {
          name: "worker",
          image: "worker",
          imageID: "worker",
          ready: phase === "Running",
          restartCount: 0,
          state,
          lastState: {},
        },
      ],
    });
  }
}
