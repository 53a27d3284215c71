/** Ranks that meet over a network: real sockets on loopback, encrypted with the run's certificate. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { connect as connectPlain, createServer, type Server } from "node:net";
import { cacheFolder } from "../../engine/install/installed.ts";
import { loadLoops } from "../loops/native.ts";
import {
  closeAll,
  closing,
  expected,
  freePorts,
  openRank,
  reduceOnce,
  runUid,
  strange,
} from "./network.fixtures.ts";

afterEach(closeAll);

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

describe("ranks over TLS", () => {
  it("have the mean of one process, to the bit, also after a rank was replaced", async () => {
    const ports = await freePorts(3);
    // One of them in native code, where there is any.
    const { loops } = await loadLoops(cacheFolder(process.env));
    const meshes = await Promise.all(
      ports.map((_, rank) => openRank(rank, ports, rank === 1 ? { loops } : {})),
    );
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
