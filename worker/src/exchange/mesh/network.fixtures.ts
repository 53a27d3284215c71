/** Ranks of one run that meet over a network: real sockets on loopback, with the run's certificate. */
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { runCertificate } from "@plateau/proto/certificate.ts";
import { normal } from "@plateau/scaling";
import { createChannel } from "../channels/index.ts";
import { LocalExchange } from "../local.ts";
import { plainCall } from "./mesh.fixtures.ts";
import { Mesh, type MeshOptions } from "./mesh.ts";

export const key = Buffer.alloc(32, 7);
export const runUid = "run-1";
const [shards, length] = [3, 100_001];
export const certificate = await runCertificate({ key, runUid });
export const strange = await runCertificate({ key: Buffer.alloc(32, 8), runUid });
export const closing: (() => Promise<void> | void)[] = [];

/** For `afterEach`: ends what was opened. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

/** Free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export function openRank(
  rank: number,
  ports: readonly number[],
  options: Partial<MeshOptions> = {},
): Promise<Mesh> {
  return Mesh.open({
    identity: { runUid, rank },
    key,
    certificate,
    timeoutMs: 2000,
    addressOf: (peer) => `127.0.0.1:${ports[peer]}`,
    expected: ports.map((_, each) => each),
    min: ports.length,
    rejoinTimeoutMs: 60_000,
    shards,
    length,
    channel: createChannel({ name: "noiseless" }, { seed: 0, shards }),
    log: () => {},
    ...options,
  }).then((mesh) => {
    closing.push(() => mesh.close());
    return mesh;
  });
}

const payloads = Array.from({ length: shards }, (_, shard) =>
  Float32Array.from({ length }, (__, i) => normal(shard, i)),
);

/** Forms a group and reduces once. @returns the means of all ranks, as bytes */
export async function reduceOnce(meshes: readonly Mesh[], step = 0): Promise<Buffer[]> {
  const groups = await Promise.all(meshes.map((mesh) => mesh.join()));
  return Promise.all(
    groups.map(async (exchange) => {
      const mean = new Float32Array(length);
      const { shards: hosted } = exchange.membership;
      const mine = hosted.map((shard) => payloads[shard]!);
      await exchange.reducePayloads(plainCall(step, { losses: hosted.map(() => 1), payloads: mine, mean }));
      return Buffer.from(mean.buffer);
    }),
  );
}

const truth = new Float32Array(length);
await new LocalExchange({
  shards,
  channel: createChannel({ name: "noiseless" }, { seed: 0, shards }),
}).reducePayloads(plainCall(0, { losses: [1, 1, 1], payloads, mean: truth }));
/** What `reduceOnce` gives, by one process. */
export const expected = Buffer.from(truth.buffer);
