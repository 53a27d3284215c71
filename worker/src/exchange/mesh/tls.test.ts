/** Ranks that meet over a network: real sockets on loopback, encrypted with the run's certificate. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { connect as connectPlain, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { normal } from "@plateau/scaling";
import { createChannel } from "../channels/index.ts";
import { LocalExchange } from "../local.ts";
import { runCertificate, tlsOptions, type RunCertificate } from "@plateau/proto/certificate.ts";
import { plainCall } from "./mesh.fixtures.ts";
import { Mesh, type MeshOptions } from "./mesh.ts";

const key = Buffer.alloc(32, 7);
const runUid = "run-1";
const [shards, length] = [3, 100_001];
const certificate = await runCertificate({ key, runUid });
const strange = await runCertificate({ key: Buffer.alloc(32, 8), runUid });
const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function openRank(rank: number, ports: readonly number[], options: Partial<MeshOptions> = {}): Promise<Mesh> {
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

/** Passes on what comes to one port to another. */
function tunnel(
  from: number,
  to: number,
  { heard = () => {}, closed = () => {} }: { heard?: (bytes: Buffer) => void; closed?: () => void },
): Server {
  const server = createServer((dialled) => {
    const onward = connectPlain(to, "127.0.0.1");
    for (const socket of [dialled, onward]) socket.on("data", heard).on("error", () => {});
    dialled.pipe(onward);
    onward.pipe(dialled);
    onward.on("close", () => {
      dialled.destroy();
      closed();
    });
  });
  return server.listen(from, "127.0.0.1");
}

const payloads = Array.from({ length: shards }, (_, shard) =>
  Float32Array.from({ length }, (__, i) => normal(shard, i)),
);

/** Forms a group and reduces once. @returns the means of all ranks, as bytes */
async function reduceOnce(meshes: readonly Mesh[], step = 0): Promise<Buffer[]> {
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
const expected = Buffer.from(truth.buffer);

describe("ranks over TLS", () => {
  it("have the mean of one process, to the bit, also after a rank was replaced", async () => {
    const ports = await freePorts(3);
    const meshes = await Promise.all(ports.map((_, rank) => openRank(rank, ports)));
    for (const mean of await reduceOnce(meshes)) expect(mean.equals(expected)).toBe(true);
    await meshes[2]!.close();
    const replaced = [meshes[0]!, meshes[1]!, await openRank(2, ports)];
    for (const mean of await reduceOnce(replaced, 1)) expect(mean.equals(expected)).toBe(true);
  });

  it("say nothing that can be read on the way", async () => {
    const ports = await freePorts(3);
    // Rank 1 dials rank 0 through somebody who listens; the label of a barrier goes that way.
    const heard: Buffer[] = [];
    const spy = tunnel(ports[2]!, ports[0]!, { heard: (bytes) => heard.push(Buffer.from(bytes)) });
    closing.push(() => void spy.close());
    const spied = [ports[2]!, ports[1]!];
    const meshes = await Promise.all([
      openRank(0, ports.slice(0, 2)),
      openRank(1, ports.slice(0, 2), { addressOf: (peer) => `127.0.0.1:${spied[peer]}` }),
    ]);
    const groups = await Promise.all(meshes.map((mesh) => mesh.join()));
    await Promise.all(groups.map((exchange) => exchange.barrier("a-secret-label")));
    const bytes = Buffer.concat(heard);
    expect(bytes.length).toBeGreaterThan(1000);
    expect(bytes.includes("a-secret-label")).toBe(false);
    expect(bytes.includes(runUid)).toBe(false);
  });

  const strangers: [string, (port: number) => Socket | TLSSocket][] = [
    ["speaks in plain text", (port) => connectPlain(port, "127.0.0.1")],
    ["has no certificate", (port) => connectTls({ port, host: "127.0.0.1", ...seeing(certificate) })],
    [
      "has the certificate of another run",
      (port) => connectTls({ port, host: "127.0.0.1", ...tlsOptions(strange), ...seeing(certificate) }),
    ],
  ];
  it.each(strangers)("hang up on whoever %s, and go on", async (_name, dial) => {
    const ports = await freePorts(2);
    const meshes = await Promise.all(ports.map((_, rank) => openRank(rank, ports)));
    await reduceOnce(meshes);
    const socket = dial(ports[0]!);
    socket.on("error", () => {});
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    socket.resume();
    await new Promise((resolve) => socket.once("close", resolve));
    for (const mean of await reduceOnce(meshes, 1)) expect(mean.equals(expected)).toBe(true);
  });

  it("are not joined by a rank of another key: to either it is as if the other were not there", async () => {
    const ports = await freePorts(3);
    const log: string[] = [];
    // The stranger dials through a door that counts how often it was hung up on.
    const { promise: refusedThrice, resolve } = Promise.withResolvers<void>();
    let refused = 0;
    const door = tunnel(ports[2]!, ports[0]!, { closed: () => void (++refused === 3 && resolve()) });
    closing.push(() => void door.close());
    const rank0 = await openRank(0, ports.slice(0, 2), { log: (message) => log.push(message) });
    const stranger = await openRank(1, ports.slice(0, 2), {
      addressOf: (peer) => `127.0.0.1:${[ports[2], ports[1]][peer]}`,
      key: Buffer.alloc(32, 8),
      certificate: strange,
      log: (message) => log.push(message),
    });
    const joined = stranger.join();
    joined.catch(() => {});
    await refusedThrice;
    expect(log).not.toContain("linked");
    stranger.abandon(new Error("the test is over"));
    await stranger.close();
    const rank1 = await openRank(1, ports.slice(0, 2));
    for (const mean of await reduceOnce([rank0, rank1])) expect(mean.equals(expected)).toBe(true);
  });

  it("refuse to listen on an address that is not theirs", async () => {
    await expect(openRank(0, [1, 2], { addressOf: () => "192.0.2.1:5000" })).rejects.toMatchObject({
      code: "E_ADDRESS",
      message: expect.stringContaining("192.0.2.1:5000"),
    });
  });
});

/** Trusts the run, as a stranger may. */
function seeing({ certificatePem, serverName }: RunCertificate) {
  return { ca: certificatePem, servername: serverName };
}
