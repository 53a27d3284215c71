/** Two ranks' sealed streams on real sockets, with somebody between them who may hear and change what the dialler reads. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { createPortableSeal } from "../../loops/portable-seal.ts";
import { TensorLane } from "./lane.ts";
import { viewBytes, type Piece } from "./piece.ts";
import { TensorPort } from "./port.ts";
import { streamName } from "./sealing.ts";

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const numbers = Float32Array.from({ length: 1000 }, (_, i) => 0.1 + i);
const piece = (step: number): Piece => ({
  version: 1,
  step,
  round: 0,
  phase: "gather",
  shard: 0,
  length: 1000,
  offset: 0,
  count: 1000,
});

/** A port, and a lane of it. */
async function openEnd() {
  const turnedAway = Promise.withResolvers<string>();
  const port = new TensorPort({
    address: "127.0.0.1:0",
    timeoutMs: 5000,
    sealed: true,
    refused: (reason) => turnedAway.resolve(reason),
  });
  await port.open();
  closing.push(() => port.close());
  const [ready, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<string>()];
  const arrived: { piece: Piece; values: number[] }[] = [];
  let came = Promise.withResolvers<void>();
  let target = new Float32Array();
  const lane = new TensorLane(
    { port, createSeal: createPortableSeal },
    {
      place({ count }) {
        target = new Float32Array(count);
        return { kind: "into", target: viewBytes(target, 0, count) };
      },
      arrived(piece) {
        arrived.push({ piece, values: [...target] });
        came.resolve();
        came = Promise.withResolvers();
      },
    },
    { ready: () => ready.resolve(), ended: (reason) => ended.resolve(reason) },
  );
  closing.push(() => lane.close());
  const until = async (count: number): Promise<void> => {
    while (arrived.length < count) await came.promise;
  };
  return {
    lane,
    ready: ready.promise,
    ended: ended.promise,
    arrived,
    until,
    turnedAway: turnedAway.promise,
  };
}

/** Passes a dialler on to a port. @param change of what the dialler reads; undefined = cut here */
async function openBetween(port: number, change: (bytes: Buffer) => Buffer | undefined) {
  const heard: { dialled: Buffer[]; read: Buffer[] } = { dialled: [], read: [] };
  const sockets: Socket[] = [];
  const server = createServer((dialler) => {
    const onward = connect(port, "127.0.0.1");
    sockets.push(dialler, onward);
    for (const socket of [dialler, onward]) socket.on("error", () => {});
    dialler.on("data", (bytes) => {
      heard.dialled.push(bytes as Buffer);
      onward.write(bytes);
    });
    onward.on("data", (bytes) => {
      heard.read.push(bytes as Buffer);
      const changed = change(bytes as Buffer);
      if (changed) dialler.write(changed);
      else dialler.end();
    });
    onward.on("close", () => dialler.destroy());
    dialler.on("close", () => onward.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, heard };
}

/** Two ends; the first reads from the second through somebody. */
async function connectEnds(change: (bytes: Buffer) => Buffer | undefined = (bytes) => bytes) {
  const [reader, writer] = await Promise.all([openEnd(), openEnd()]);
  const between = await openBetween(writer.lane.offer.port, change);
  reader.lane.dial("127.0.0.1:0", { ...writer.lane.offer, port: between.port });
  writer.lane.dial("127.0.0.1:0", reader.lane.offer);
  await Promise.all([reader.ready, writer.ready]);
  const send = (step: number): Promise<number> => writer.lane.send(piece(step), viewBytes(numbers, 0, 1000));
  return { reader, writer, heard: between.heard, send };
}

describe("sealed streams between two ranks", () => {
  it("bring what was sent, and tell whoever listens neither the token nor the numbers", async () => {
    const { reader, writer, heard, send } = await connectEnds();
    await send(1);
    await send(2);
    await reader.until(2);
    expect(reader.arrived).toEqual([1, 2].map((step) => ({ piece: piece(step), values: [...numbers] })));
    const [dialled, read] = [Buffer.concat(heard.dialled), Buffer.concat(heard.read)];
    expect(dialled).toEqual(streamName(writer.lane.offer.token));
    expect(read.length).toBe(2 * (64 + 4000));
    expect(read.includes(Buffer.from(viewBytes(numbers, 0, 2)))).toBe(false);
  });

  it.each<[string, (bytes: Buffer, seen: number) => Buffer | undefined, RegExp]>([
    [
      "a byte is changed",
      (bytes, seen) => {
        const changed = Buffer.from(bytes);
        const at = 4064 + 100 - seen;
        if (at >= 0 && at < changed.length) changed[at]! ^= 1;
        return changed;
      },
      /not sealed by the peer, or not in this place/,
    ],
    [
      "the stream is cut short",
      (bytes, seen) => (seen + bytes.length > 5000 ? undefined : bytes),
      /its tensor stream ended/,
    ],
  ])("end, and bring nothing of that piece, when %s", async (_what, change, reason) => {
    let seen = 0;
    const { reader, send } = await connectEnds((bytes) => {
      const changed = change(bytes, seen);
      seen += bytes.length;
      return changed;
    });
    await send(1);
    await reader.until(1);
    await send(2);
    expect(await reader.ended).toMatch(reason);
    expect(reader.arrived.map(({ piece }) => piece.step)).toEqual([1]);
  });

  it("turn away who says again what a dialler has said", async () => {
    const { writer, heard, send, reader } = await connectEnds();
    const again = connect(writer.lane.offer.port, "127.0.0.1");
    closing.push(() => again.destroy());
    again.write(Buffer.concat(heard.dialled));
    expect(await writer.turnedAway).toContain("that no peer was told of");
    await send(1);
    await reader.until(1);
  });
});
