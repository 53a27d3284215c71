/** Carries connections over the border of a network namespace: a file system socket is seen on both sides. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type NetConnectOpts, type Server } from "node:net";

/** Takes connections at `from` and carries each to `to`. Resolved with the server once it listens. */
export async function relay(
  from: { path: string } | { port: number; host: string },
  to: NetConnectOpts,
): Promise<Server> {
  const server = createServer((socket) => {
    const other = connect(to);
    socket.pipe(other).pipe(socket);
    // An end that breaks takes the other with it; its own error is the peer's to see.
    socket.on("error", () => other.destroy()).on("close", () => other.destroy());
    other.on("error", () => socket.destroy()).on("close", () => socket.destroy());
  });
  server.listen(from);
  await once(server, "listening");
  return server;
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;
