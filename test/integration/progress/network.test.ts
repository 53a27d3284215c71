import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Server, type TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openHistory, ProgressRecorder, type SqliteHistory } from "@plateau/controller/progress/index.ts";
import { ProgressServer } from "@plateau/controller/kubernetes/progress-server.ts";
import { silentLog } from "@plateau/controller/loop/log.ts";
import type { ProgressEvent } from "@plateau/proto";
import { runCertificate, tlsOptions } from "@plateau/proto/certificate.ts";
import { encodeFrame } from "@plateau/proto/progress/frames.ts";
import { ProgressChannel } from "@plateau/worker/telemetry/progress-channel.ts";
import { ProgressLink } from "@plateau/worker/telemetry/progress-link.ts";

const runUid = "0b6f8a52-4a4b-4c3e-9d37-1d6f5d1c0a01";
const otherRun = "0b6f8a52-4a4b-4c3e-9d37-1d6f5d1c0a02";
const keyOf = (uid: string): string => createHmac("sha256", "installation").update(uid).digest("hex");

const step = (number: number): ProgressEvent => ({
  type: "step",
  step: number,
  tokens: number * 10,
  flops: number * 1e6,
  loss: 2,
  learningRate: 1e-3,
  gradientNorm: 1,
  stepMs: 5,
  phaseMs: { compute: 5, encode: 0, wire: 0, wait: 0, decode: 0, update: 0 },
  rawBytes: 4,
  payloadBytes: 4,
  sentBytes: 0,
  receivedBytes: 0,
});
const committed = (number: number): ProgressEvent => ({
  type: "checkpoint",
  stallMs: 1,
  checkpoint: {
    manifestUri: `file:///c/${number}/manifest.json`,
    sha256: "ab".repeat(32),
    step: number,
    tokens: number * 10,
    flops: String(number * 1e6),
    bytes: 9,
    fork: true,
    holds: ["Weights"],
    parents: [],
  },
});
const state = (name: "training" | "finished"): ProgressEvent => ({
  type: "lifecycle",
  state: name,
  reason: "Said",
  message: name,
});

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

/** A controller with an empty disk. */
async function controller(
  port = 0,
): Promise<{ server: ProgressServer; history: SqliteHistory; recorder: ProgressRecorder }> {
  const history = openHistory(":memory:");
  const recorder = new ProgressRecorder(history);
  const server = await ProgressServer.listen({
    host: "127.0.0.1",
    port,
    recorder,
    membershipKey: keyOf,
    log: silentLog,
    handshakeMs: 500,
  });
  open.push(history, server);
  return { server, history, recorder };
}

async function rank(port: number, over: { key?: string; uid?: string; silenceMs?: number } = {}) {
  const uid = over.uid ?? runUid;
  const certificate = await runCertificate(
    { key: Buffer.from(over.key ?? keyOf(uid), "hex"), runUid: uid },
    "progress",
  );
  const said: string[] = [];
  const link = new ProgressLink({
    address: `127.0.0.1:${port}`,
    runUid: uid,
    rank: 0,
    process: "pod-1",
    certificate,
    log: (message) => said.push(message),
    pauseMs: 10,
    silenceMs: over.silenceMs ?? 15_000,
  });
  open.push(link);
  return { link, said, channel: new ProgressChannel({ runUid: uid, rank: 0 }, link), certificate };
}

describe("progress over a network", () => {
  it("is stored once it is acknowledged, in order", async () => {
    const { server, recorder, history } = await controller();
    const { link, channel } = await rank(server.port);
    for (let number = 1; number <= 50; number += 1) channel.send(step(number));
    channel.send(committed(50));
    channel.send(state("finished"));
    expect(await link.finish(5_000)).toBe(true);
    const progress = recorder.progress(runUid);
    expect(progress).toMatchObject({ finished: true, lastStep: { step: 50 }, checkpoints: [{ step: 50 }] });
    expect(history.delivery(runUid)).toEqual({ received: 52, lost: 0, duplicates: 0 });
  });

  it("is not acknowledged while it cannot be stored, and is told again when it can", async () => {
    const { server, history, recorder } = await controller();
    const write = history.db.write.bind(history.db);
    let isFull = true;
    history.db.write = (work) => {
      if (isFull) throw new Error("database or disk is full");
      return write(work);
    };
    const { link, channel } = await rank(server.port);
    for (let number = 1; number <= 5; number += 1) channel.send(step(number));
    channel.send(committed(5));
    expect(await link.finish(300)).toBe(false);
    isFull = false;
    expect(await link.finish(5_000)).toBe(true);
    expect(recorder.progress(runUid)).toMatchObject({ lastStep: { step: 5 }, checkpoints: [{ step: 5 }] });
    expect(history.steps(runUid)).toHaveLength(5);
  });

  it("is told anew to a controller that knows nothing: what stands, and what nobody took", async () => {
    const first = await controller();
    const { link, channel } = await rank(first.server.port);
    channel.send(state("training"));
    for (let number = 1; number <= 5; number += 1) channel.send(step(number));
    channel.send(committed(5));
    expect(await link.finish(5_000)).toBe(true);
    const { port } = first.server;
    await first.server.close();
    for (let number = 6; number <= 9; number += 1) channel.send(step(number));
    channel.flush();
    const second = await controller(port);
    expect(await link.finish(5_000)).toBe(true);
    const progress = second.recorder.progress(runUid);
    expect(progress.ranks[0]?.state).toBe("training");
    expect(progress.checkpoints.map((each) => each.step)).toEqual([5]);
    expect(second.history.lastStep(runUid)?.step).toBe(9);
  });

  it("counts nothing twice when a connection breaks under a controller that goes on", async () => {
    const { server, recorder, history } = await controller();
    const { link, channel } = await rank(server.port);
    channel.send(committed(5));
    expect(await link.finish(5_000)).toBe(true);
    const { port } = server;
    await server.close();
    const again = await ProgressServer.listen({
      host: "127.0.0.1",
      port,
      recorder,
      membershipKey: keyOf,
      log: silentLog,
    });
    open.push(again);
    channel.send(committed(10));
    expect(await link.finish(5_000)).toBe(true);
    expect(recorder.progress(runUid).checkpoints.map((each) => each.step)).toEqual([5, 10]);
    expect(history.delivery(runUid)).toMatchObject({ lost: 0, duplicates: 1 });
  });

  it("of a process without the run's key is not taken, and the process is told why it waits", async () => {
    const { server, history } = await controller();
    const { link, channel, said } = await rank(server.port, { key: keyOf(otherRun) });
    channel.send(committed(5));
    expect(await link.finish(300)).toBe(false);
    expect(history.checkpoints(runUid)).toEqual([]);
    expect(said).toEqual(["progress cannot be told; it is kept and told later"]);
  });

  it("cannot be told in the name of another run", async () => {
    const { server, history } = await controller();
    const { certificate } = await rank(server.port);
    const socket = await dial(server.port, certificate);
    socket.write(encodeFrame({ teller: { runUid: otherRun, rank: 0, process: "p" } }));
    socket.write(encodeFrame({ report: { sequence: 1, event: committed(5) } }));
    await closed(socket);
    expect([history.checkpoints(runUid), history.checkpoints(otherRun)]).toEqual([[], []]);
  });

  it.each([
    ["with another run's certificate", otherRun],
    ["without any", undefined],
  ])("cannot be told %s by one who does not care whom it talks to", async (_how, uid) => {
    const { server, history } = await controller();
    const theirs =
      uid && (await runCertificate({ key: Buffer.from(keyOf(uid), "hex"), runUid: uid }, "progress"));
    const socket = connect({
      ...(theirs ? { cert: theirs.certificatePem, key: theirs.privateKeyPem } : {}),
      host: "127.0.0.1",
      port: server.port,
      servername: `${runUid}.progress.plateau`,
      rejectUnauthorized: false,
    });
    socket.on("error", () => {});
    socket.write(encodeFrame({ teller: { runUid, rank: 0, process: "p" } }));
    socket.write(encodeFrame({ report: { sequence: 1, event: committed(5) } }));
    await closed(socket);
    expect(history.checkpoints(runUid)).toEqual([]);
    expect(server.connections).toBe(0);
  });

  it.each([
    ["something that is no frame", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
    ["a report before its name", encodeFrame({ report: { sequence: 1, event: step(1) } })],
    ["nothing at all", Buffer.alloc(0)],
  ])("ends a connection that sends %s, and goes on with others", async (_what, bytes) => {
    const { server, recorder } = await controller();
    const { certificate, link, channel } = await rank(server.port);
    const socket = await dial(server.port, certificate);
    if (bytes.length > 0) socket.write(bytes);
    await closed(socket);
    channel.send(committed(5));
    expect(await link.finish(5_000)).toBe(true);
    expect(recorder.progress(runUid).checkpoints).toHaveLength(1);
  });

  it("leaves a controller that accepts but does not answer", async () => {
    const certificate = await runCertificate({ key: Buffer.from(keyOf(runUid), "hex"), runUid }, "progress");
    const deaf: Server = createServer({ ...tlsOptions(certificate) }, (socket) =>
      socket.resume().on("error", () => {}),
    );
    deaf.listen(0, "127.0.0.1");
    await once(deaf, "listening");
    open.push({ close: () => deaf.close() });
    const { port } = deaf.address() as { port: number };
    const { channel } = await rank(port, { silenceMs: 200 });
    let connections = 0;
    const twice = new Promise<void>((resolve) =>
      deaf.on("secureConnection", () => ++connections === 2 && resolve()),
    );
    channel.send(committed(5));
    await twice;
    expect(connections).toBe(2);
  });

  it("waits for a controller no longer than it is told to", async () => {
    const { server } = await controller();
    const { port } = server;
    await server.close();
    const { link, channel } = await rank(port);
    channel.send(committed(5));
    expect(await link.finish(100)).toBe(false);
  });
});

async function dial(
  port: number,
  certificate: Awaited<ReturnType<typeof runCertificate>>,
): Promise<TLSSocket> {
  const socket = connect({
    ...tlsOptions(certificate),
    host: "127.0.0.1",
    port,
    servername: certificate.serverName,
  });
  socket.on("error", () => {});
  await once(socket, "secureConnect");
  return socket;
}

async function closed(socket: TLSSocket): Promise<void> {
  socket.resume();
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
}
