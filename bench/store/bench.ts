/**
 * Store benchmark: a 256 MB blob to S3 (versitygw on loopback, on the same disk) by the store, by one PutObject of the SDK, and to a
 * directory; written and read back, medians of alternating rounds. The server shares the machine's cores with the writer: what counts
 * is how the first compares with the second.
 *
 *   npm run bench -- store
 *
 * Ends with `RESULT`: MB/s and CPU of each, and the store's rate over the SDK's in writing.
 */
import { PutObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { openStore } from "@plateau/worker/checkpoint/index.ts";
import type { BlobStore } from "@plateau/worker/checkpoint/store.ts";
import { bucket, S3Server } from "../../test/fixtures/s3-server.ts";

const bytes = 256e6;
const chunkBytes = 4 * 2 ** 20;
const rounds = 5;
const bench = join(import.meta.dirname, "..");

/** As a checkpoint's vectors lie: on shared memory, handed out in chunks. */
const vector = new Uint8Array(new SharedArrayBuffer(bytes));
for (let i = 0; i < bytes; i += 4) vector[i] = (i * 2654435761) >>> 24;

function* chunks(): Generator<Uint8Array> {
  for (let at = 0; at < bytes; at += chunkBytes) yield vector.subarray(at, at + chunkBytes);
}

interface Way {
  write: () => Promise<unknown>;
  read: () => Promise<unknown>;
}

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of source) hash.update(chunk as Uint8Array);
  hash.digest();
}

const byStore = (store: BlobStore): Way => ({
  write: () => store.put("blob", chunks()),
  read: async () => drain(await store.read("blob")),
});

/** One request with the whole body, its sha256 for the manifest as the store computes it; no parts, no resumption. */
function bySdk(client: S3Client): Way {
  const place = { Bucket: bucket, Key: "plain/blob" };
  return {
    write: async () => {
      const hash = createHash("sha256");
      for (const chunk of chunks()) hash.update(chunk);
      hash.digest();
      await client.send(new PutObjectCommand({ ...place, Body: vector, ContentLength: bytes }));
    },
    read: async () => drain((await client.send(new GetObjectCommand(place))).Body as AsyncIterable<unknown>),
  };
}

interface Timed {
  ms: number;
  /** Of this process: the server's is not in it. */
  cpuMs: number;
}

async function timed(action: () => Promise<unknown>): Promise<Timed> {
  const start = performance.now();
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const msOf = (times: readonly Timed[]): number => median(times.map(({ ms }) => ms));
const cpuOf = (times: readonly Timed[]): number => Math.round(median(times.map(({ cpuMs }) => cpuMs)));
const rate = (times: readonly Timed[]): number => Number((bytes / 1e3 / msOf(times)).toFixed(1));

mkdirSync(join(bench, "cache"), { recursive: true });
const root = await mkdtemp(join(bench, "cache", "store-"));
const server = await S3Server.start({ folder: root });
Object.assign(process.env, server.environment());
const client = new S3Client({ endpoint: server.endpoint, forcePathStyle: true });
try {
  const ways: Record<string, Way> = {
    s3: byStore(await openStore(`s3://${bucket}/store`)),
    sdk: bySdk(client),
    directory: byStore(await openStore(join(root, "directory"))),
  };
  const times = Object.fromEntries(
    Object.keys(ways).map((name) => [name, { write: [] as Timed[], read: [] as Timed[] }]),
  );
  for (let round = 0; round <= rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const [write, read] = [await timed(way.write), await timed(way.read)];
      // The first warms up: connections, pages, compiled code.
      if (round > 0) {
        times[name]?.write.push(write);
        times[name]?.read.push(read);
      }
    }
  }
  const result = Object.fromEntries(
    Object.entries(times).map(([name, { write, read }]) => [
      name,
      {
        writeMbPerSecond: rate(write),
        readMbPerSecond: rate(read),
        writeCpuMs: cpuOf(write),
        readCpuMs: cpuOf(read),
      },
    ]),
  );
  const ratio = Number((msOf(times["sdk"]!.write) / msOf(times["s3"]!.write)).toFixed(2));
  for (const [name, { writeMbPerSecond, readMbPerSecond, writeCpuMs, readCpuMs }] of Object.entries(result))
    console.log(
      `${name}: written at ${writeMbPerSecond} MB/s (${writeCpuMs} ms of CPU here), read at ${readMbPerSecond} MB/s (${readCpuMs} ms)`,
    );
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
  const store = { megabytes: bytes / 1e6, ...result, s3OverSdk: ratio, peakRssMb };
  mkdirSync(join(bench, "results"), { recursive: true });
  writeFileSync(
    join(bench, "results", "store.json"),
    JSON.stringify({ date: new Date().toISOString(), machine, store }, null, 2) + "\n",
  );
  console.log(`RESULT ${JSON.stringify({ store })}`);
} finally {
  client.destroy();
  await server.stop();
  await rm(root, { recursive: true, force: true });
}
