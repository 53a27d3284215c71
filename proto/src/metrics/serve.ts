/** `/metrics` over HTTP: text that is written while it is made, packed if the reader can unpack it. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** The exposition in pieces, in Prometheus' text format. */
export type Exposition = () => AsyncIterable<string>;

export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/** Answers `/metrics`, and other paths by `others` (JSON); the rest with 404. */
export function metricsListener(
  exposition: Exposition,
  others: Readonly<Record<string, () => unknown>> = {},
): RequestListener {
  return (request, response) => {
    const path = (request.url ?? "").split("?")[0]!;
    const other = others[path];
    if (other) {
      response.setHeader("content-type", "application/json");
      return void response.end(JSON.stringify(other()));
    }
    if (path !== "/metrics") {
      response.statusCode = 404;
      return void response.end(`There is ${["/metrics", ...Object.keys(others)].join(" and ")}.\n`);
    }
    void answer(exposition, request, response);
  };
}

async function answer(
  exposition: Exposition,
  request: IncomingMessage,
  response: Parameters<RequestListener>[1],
): Promise<void> {
  const pieces = exposition()[Symbol.asyncIterator]();
  try {
    // What fails before anything was said can still be said.
    const first = await pieces.next();
    const packed = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    response.setHeader("content-type", expositionType);
    if (packed) response.setHeader("content-encoding", "gzip");
    const text = Readable.from(all(first, pieces), { objectMode: false });
    await (packed ? pipeline(text, createGzip({ level: 1 }), response) : pipeline(text, response));
  } catch (error) {
    // A reader that went away needs no answer; a half answer is broken off, so that nobody takes it for whole.
    if (response.headersSent || response.destroyed) return void response.destroy();
    response.statusCode = 500;
    response.removeHeader("content-encoding");
    response.end(`${String(error)}\n`);
  }
}

async function* all(first: IteratorResult<string>, rest: AsyncIterator<string>): AsyncGenerator<string> {
  for (let piece = first; !piece.done; piece = await rest.next()) if (piece.value !== "") yield piece.value;
}

export interface ServedMetrics {
  /** `host:port`, with the port that was free. */
  address: string;
  close(): Promise<void>;
}

/** @throws Error if the port is taken */
export async function serveMetrics(
  { host, port }: { host: string; port: number },
  listener: RequestListener,
): Promise<ServedMetrics> {
  const server = createServer(listener);
  server.listen(port, host);
  await once(server, "listening");
  const bound = (server.address() as AddressInfo).port;
  const named = host.includes(":") ? `[${host}]` : host;
  return { address: `${named}:${bound}`, close: () => closeServer(server) };
}

/** Readers that are in the middle of it are cut off. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server.close(), "close");
  server.closeAllConnections();
  await closed;
}
