/** Who knocks at a rank on a network, and is turned away or is not who one would like. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { tlsOptions, type RunCertificate } from "@plateau/proto/certificate.ts";
import {
  certificate,
  closeAll,
  expected,
  freePorts,
  key,
  openRank,
  reduceOnce,
  strange,
} from "./network.fixtures.ts";
import type { MeshOptions } from "./mesh.ts";

afterEach(closeAll);

/** What a rank says, and a promise of it saying something. */
function createLog() {
  const lines: string[] = [];
  const waiting: { pattern: RegExp; resolve: () => void }[] = [];
  return {
    lines,
    log: (message: string, fields?: Record<string, unknown>): void => {
      const line = `${message} ${JSON.stringify(fields ?? {})}`;
      lines.push(line);
      for (const { pattern, resolve } of waiting) if (pattern.test(line)) resolve();
    },
    said: (pattern: RegExp): Promise<void> =>
      new Promise((resolve) => {
        if (lines.some((line) => pattern.test(line))) resolve();
        else waiting.push({ pattern, resolve });
      }),
  };
}

/** Trusts the run, as a stranger may. */
function seeing({ certificatePem, serverName }: RunCertificate): ConnectionOptions {
  return { ca: certificatePem, servername: serverName };
}

const tls = (port: number, options: ConnectionOptions): Socket =>
  connectTls({ port, host: "127.0.0.1", ALPNProtocols: ["h2"], ...options, ...seeing(certificate) });

/** As grpc-js would without being told. */
const older: ConnectionOptions = { minVersion: "TLSv1.2", maxVersion: "TLSv1.2" };

describe("a rank with encryption", () => {
  it.each<[string, (port: number) => Socket, string]>([
    ["speaks in plain text", (port) => connectPlain(port, "127.0.0.1"), "it does not speak TLS"],
    ["has no certificate", (port) => tls(port, {}), "it shows no certificate"],
    [
      "has another run's certificate",
      (port) => tls(port, tlsOptions(strange)),
      "it does not hold this run's key",
    ],
    [
      "holds the key and speaks TLS 1.2",
      (port) => tls(port, { ...tlsOptions(certificate), ...older }),
      "it does not speak TLS 1.3",
    ],
  ])("hangs up on whoever %s, says so once with its address, and goes on", async (_name, dial, reason) => {
    const ports = await freePorts(2);
    const { log, lines, said } = createLog();
    const meshes = await Promise.all([openRank(0, ports, { log }), openRank(1, ports)]);
    await reduceOnce(meshes);
    const knock = async (): Promise<void> => {
      const socket = dial(ports[0]!);
      socket.on("error", () => {});
      socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      socket.resume();
      await new Promise((resolve) => socket.once("close", resolve));
    };
    for (let i = 0; i < 3; i++) await knock();
    await said(new RegExp(`turned a connection away .*(${reason}).*from (::ffff:)?127\\.0\\.0\\.1`));
    expect(lines.filter((line) => line.startsWith("turned"))).toHaveLength(1);
    for (const mean of await reduceOnce(meshes, 1)) expect(mean.equals(expected)).toBe(true);
  });
});

describe("two ranks of which one is told not to encrypt", () => {
  it.each<[string, Partial<MeshOptions>, Partial<MeshOptions>, RegExp]>([
    [
      "the one that dials",
      {},
      { certificate: undefined },
      /it does not speak TLS; is exchange.encryption Off there.*from 127/,
    ],
    ["the one that is dialled", { certificate: undefined }, {}, /it speaks TLS, and this rank does not/],
  ])(
    "%s: they do not meet, the other says why, and comes together with one like it",
    async (_what, first, second, why) => {
      const ports = await freePorts(2);
      const { log, lines, said } = createLog();
      const rank0 = await openRank(0, ports, { ...first, log });
      const other = await openRank(1, ports, { ...second, log });
      const joined = other.join();
      joined.catch(() => {});
      await said(why);
      expect(lines.some((line) => line.startsWith("linked"))).toBe(false);
      other.abandon(new Error("the test is over"));
      await other.close();
      const rank1 = await openRank(1, ports, first);
      for (const mean of await reduceOnce([rank0, rank1])) expect(mean.equals(expected)).toBe(true);
    },
  );
});

describe("a name that does not resolve", () => {
  const nowhere = "rank-0.no-such-run.invalid";

  it("of a peer leaves a rank without that peer, and nothing else", async () => {
    const [port] = await freePorts(1);
    const addressOf = (rank: number): string => (rank === 0 ? `${nowhere}:7070` : `127.0.0.1:${port}`);
    const options = { addressOf, expected: [0, 1], min: 1, rejoinTimeoutMs: 100 };
    const rank1 = await openRank(1, [port!], options);
    for (const mean of await reduceOnce([rank1])) expect(mean.equals(expected)).toBe(true);
  });

  it("of its own is no hindrance to a rank that listens on all addresses, as in a pod that has just started", async () => {
    const ports = await freePorts(2);
    const addressOf = (rank: number): string => (rank === 0 ? `${nowhere}:7070` : `127.0.0.1:${ports[1]}`);
    const rank0 = await openRank(0, ports, { addressOf, listen: `0.0.0.0:${ports[0]}` });
    const rank1 = await openRank(1, ports);
    for (const mean of await reduceOnce([rank0, rank1])) expect(mean.equals(expected)).toBe(true);
  });

  it("of its own stops a rank that is to listen on it, with the name", async () => {
    await expect(openRank(0, [1, 2], { addressOf: () => `${nowhere}:7070` })).rejects.toMatchObject({
      code: "E_ADDRESS",
      message: expect.stringMatching(
        /cannot listen on rank-0\.no-such-run\.invalid:7070: .*(ENOTFOUND|EAI_AGAIN)/,
      ),
    });
  });
});

it("the run's key is in nothing that is logged or thrown, nor the certificate's", async () => {
  const ports = await freePorts(2);
  const { log, lines, said } = createLog();
  const thrown: unknown[] = [];
  const rank0 = await openRank(0, ports, { log });
  const stranger = await openRank(1, ports, { log, key: Buffer.alloc(32, 8) });
  stranger.join().catch((error: unknown) => thrown.push(error));
  await said(/does not hold this run's key/);
  stranger.abandon(new Error("the test is over"));
  await stranger.close();
  const rank1 = await openRank(1, ports, { log });
  await reduceOnce([rank0, rank1]);
  await openRank(0, ports, { log }).catch((error: unknown) => thrown.push(error));
  rank1.break("the test is over");
  expect(thrown).toHaveLength(2);
  const told = [
    ...lines,
    ...thrown.map((error) => `${(error as Error).stack} ${JSON.stringify(error)}`),
  ].join("\n");
  expect(told).toContain("linked");
  const secrets = [key, Buffer.alloc(32, 8)].flatMap((each) => [
    each.toString("hex"),
    each.toString("base64"),
    [...each].join(),
  ]);
  for (const secret of [...secrets, certificate.privateKeyPem.split("\n")[1]!])
    expect(told).not.toContain(secret);
  expect(told).not.toContain("PRIVATE KEY");
});
