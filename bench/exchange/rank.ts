/**
 * One rank of Plateau in the exchange benchmark: `rank.ts RANK RANKS HOSTS PORT SHAPES CODEC [tls]`, with the hosts of all ranks separated
 * by commas. Each line of its input is one step: encode, reduce over the mesh, decode; it answers with the milliseconds. Gradients
 * are random and stay the same: what is measured is the exchange.
 */
import { createInterface } from "node:readline";
import { codecConfig } from "@plateau/proto";
import { uniform } from "@plateau/scaling";
import { createChannel } from "@plateau/worker/exchange/channels/index.ts";
import { createCodec, tensorLayouts } from "@plateau/worker/exchange/codecs/index.ts";
import { CompressedExchange } from "@plateau/worker/exchange/compressed.ts";
import { runCertificate } from "@plateau/proto/certificate.ts";
import { loadLoops } from "@plateau/worker/exchange/loops/native.ts";
import { cacheFolder } from "@plateau/worker/engine/install/installed.ts";
import { Mesh } from "@plateau/worker/exchange/mesh/mesh.ts";
import { sharedVector } from "@plateau/worker/exchange/shared-vector.ts";
import { createExchangeState } from "@plateau/worker/exchange/state.ts";
import { shapes, type ShapeName } from "./shapes.ts";

const [rankText, ranksText, hostsText, portText, shapeName, codecName, tls] = process.argv.slice(
  2,
) as string[];
const [rank, ranks, port] = [rankText, ranksText, portText].map(Number) as [number, number, number];
const hosts = hostsText!.split(",");
const tensors = tensorLayouts(shapes[shapeName as ShapeName]());
const size = tensors.reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
const shards = ranks;

const key = Buffer.alloc(32, 1);
const { loops, slowBecause } = await loadLoops(cacheFolder(process.env));
if (slowBecause !== undefined) console.error(slowBecause);
const mesh = await Mesh.open({
  loops,
  identity: { runUid: "bench", rank },
  key,
  certificate: tls ? await runCertificate({ key, runUid: "bench" }) : undefined,
  // A slow link may be full for long.
  timeoutMs: 60_000,
  addressOf: (peer) => `${hosts[peer]}:${port + peer}`,
  expected: Array.from({ length: ranks }, (_, each) => each),
  min: ranks,
  rejoinTimeoutMs: 60_000,
  shards,
  length: size,
  channel: createChannel({ name: "noiseless" }, { seed: 0, shards }),
  log: () => {},
});
const group = await mesh.join();
const codec = createCodec(codecConfig.parse({ name: codecName }), { tensors, size, shards, seed: 0 });
const state = createExchangeState(codec, group.membership.shards);
const exchange = new CompressedExchange({ codec, exchange: group, state, loops });
const gradient = sharedVector(size);
for (let i = 0; i < size; i++) gradient[i] = uniform(rank + 1, i) - 0.5;
const mean = sharedVector(size);

const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
say({ ready: true });
let step = 0;
for await (const _line of createInterface({ input: process.stdin })) {
  await group.barrier(`step ${step}`);
  const cpu = process.cpuUsage();
  const from = performance.now();
  const numbers = await exchange.reduce(step, [{ loss: 1, gradient }], mean);
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(cpu);
  step += 1;
  const { payloadBytes, sentBytes, encodeMs, wireMs, waitMs, decodeMs } = numbers;
  say({ ms, cpuMs: (user + system) / 1000, payloadBytes, sentBytes, encodeMs, wireMs, waitMs, decodeMs });
}
process.exit(0);
