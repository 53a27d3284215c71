/** Health, readiness and metrics over plain HTTP, for the kubelet and for Prometheus. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { closeServer, metricsListener, type Exposition } from "@plateau/proto/metrics/serve.ts";

export interface Health {
  /** undefined = well; otherwise why not. */
  alive: () => string | undefined;
  ready: () => string | undefined;
}

export interface Endpoints {
  ports: { health: number; metrics: number };
  close(): Promise<void>;
}

/** @throws Error if a port is taken */
export async function serveEndpoints(
  ports: { health: number; metrics: number },
  { health, metrics }: { health: Health; metrics: Exposition },
): Promise<Endpoints> {
  const healthServer = createServer((request, response) => {
    const asked = { "/healthz": health.alive, "/readyz": health.ready }[request.url ?? ""];
    const problem = asked ? asked() : "there are /healthz and /readyz";
    response.statusCode = problem === undefined ? 200 : asked ? 503 : 404;
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end(`${problem ?? "ok"}\n`);
  });
  const metricsServer = createServer(metricsListener(metrics));
  const servers = [healthServer, metricsServer];
  try {
    const [healthPort, metricsPort] = await Promise.all([
      listening(healthServer, ports.health),
      listening(metricsServer, ports.metrics),
    ]);
    return { ports: { health: healthPort, metrics: metricsPort }, close: () => closeAll(servers) };
  } catch (error) {
    await closeAll(servers);
    throw error;
  }
}

async function listening(server: Server, port: number): Promise<number> {
  server.listen(port);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map(closeServer));
}
