/**
 * A Service's port on loopback, through the API server: each connection is a WebSocket of its own to the first ready pod, as kubectl
 * port-forward does it.
 */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { PortForward, type KubeConfig } from "@kubernetes/client-node";
import { ClusterError } from "../errors.ts";

export interface ServicePort {
  namespace: string;
  service: string;
  /** Of the Service's pods. */
  port: number;
}

export interface Forwarded {
  /** On 127.0.0.1. */
  port: number;
  close(): Promise<void>;
}

interface Link {
  close(): void;
  on(event: "close", listener: () => void): void;
}

/** @throws ClusterError E_FORBIDDEN, E_UNAVAILABLE if no pod can be reached */
export async function forwardService(config: KubeConfig, target: ServicePort): Promise<Forwarded> {
  const forward = new PortForward(config);
  const sockets = new Set<Socket>();
  // Once before anybody waits for it, so that a refusal is told in words.
  (await linkTo(forward, target, new PassThrough())).close();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    linkTo(forward, target, socket).then(
      (link) => {
        link.on("close", () => socket.destroy());
        if (socket.destroyed) link.close();
        else socket.on("close", () => link.close());
      },
      () => socket.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function linkTo(
  forward: PortForward,
  { namespace, service, port }: ServicePort,
  stream: Socket | PassThrough,
): Promise<Link> {
  try {
    const made = await forward.portForwardService(namespace, service, [port], stream, null, stream);
    const link = typeof made === "function" ? made() : made;
    if (link) return link as unknown as Link;
    throw new Error("the connection was closed at once");
  } catch (cause) {
    const { message, code } = cause as Error & { code?: unknown };
    const isForbidden = code === 403 || /\b40[13]\b/.test(message);
    throw new ClusterError(
      isForbidden ? "E_FORBIDDEN" : "E_UNAVAILABLE",
      `forward port ${port} of Service ${namespace}/${service}: ${isForbidden ? "the API server refuses it; reading the Service, listing its pods and creating pods/portforward must be allowed there" : message.split("\n")[0]}.`,
      { cause },
    );
  }
}
