/** What servers and networks do to a store: nothing is lost, nothing is sent twice that need not be, and what cannot be done is said. */
import { ListMultipartUploadsCommand, ListPartsCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { openStore } from "@plateau/worker/checkpoint/index.ts";
import type { BlobStore } from "@plateau/worker/checkpoint/store.ts";
import { S3Proxy } from "../../fixtures/s3-proxy.ts";
import { bucket, S3Server } from "../../fixtures/s3-server.ts";
import { toolTimeoutMs } from "../../tools/index.ts";
import { run } from "./programs/run.ts";
import { seededChunks, sha256Of } from "./programs/seeded.ts";

// Processes of a CPU second each, on a busy machine.
jest.setTimeout(120_000);
let server: S3Server;
let proxy: S3Proxy;
let admin: S3Client;
let counter = 0;
let uri: string;
let store: BlobStore;

beforeAll(async () => {
  server = await S3Server.start();
  proxy = await S3Proxy.start(server.port);
  Object.assign(process.env, server.environment(proxy.endpoint));
  admin = new S3Client({ endpoint: server.endpoint, forcePathStyle: true });
}, toolTimeoutMs);
afterEach(() => proxy.reset());
afterAll(async () => {
  admin.destroy();
  await proxy.stop();
  await server.stop();
});

async function freshStore(): Promise<string> {
  uri = `s3://${bucket}/faults/${counter++}`;
  store = await openStore(uri);
  return uri;
}

/** Seven parts of 16 MiB and a short one. */
const mebibytes = 120;
const parts = 8;
const put = (name: string, seed: number) =>
  run("put-large.ts", [uri, name, String(seed), String(mebibytes)], server.environment(proxy.endpoint));

async function contentsOf(name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.read(name)) chunks.push(chunk as Uint8Array);
  return sha256Of(chunks);
}

async function unfinished(): Promise<{ Key: string; UploadId: string }[]> {
  const prefix = `${uri.split("/").slice(3).join("/")}/`;
  const { Uploads = [] } = await admin.send(
    new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }),
  );
  return Uploads as { Key: string; UploadId: string }[];
}

async function storedParts(): Promise<number[]> {
  const [upload] = await unfinished();
  const { Parts = [] } = await admin.send(new ListPartsCommand({ Bucket: bucket, ...upload! }));
  return Parts.map(({ PartNumber }) => PartNumber ?? 0);
}

/** Starts putting and kills the writer as soon as the server has taken so many parts. Returns the parts it has. */
async function killedAfter(taken: number, name: string, seed: number): Promise<number[]> {
  const writer = put(name, seed);
  proxy.onAnswered = () => {
    if (proxy.count("UploadPart") >= taken) writer.process.kill("SIGKILL");
  };
  expect(await writer.ended).toMatchObject({ signal: "SIGKILL" });
  await proxy.idle();
  proxy.reset();
  return storedParts();
}

describe("kill -9 of a writer in the midst of an upload", () => {
  it("leaves no blob; the next writer of the same bytes sends only the parts that are missing", async () => {
    await freshStore();
    const before = await killedAfter(5, "model", 7);
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(parts);
    expect(await store.list("")).toEqual([]);
    proxy.reset();
    const { output, code } = await put("model", 7).ended;
    expect(code).toBe(0);
    const sent = proxy.seen.filter(({ operation }) => operation === "UploadPart");
    const missing = Array.from({ length: parts }, (_, i) => i + 1).filter((part) => !before.includes(part));
    expect(sent.map(({ part }) => part).sort((a, b) => a! - b!)).toEqual(missing);
    expect(proxy.count("CreateMultipartUpload")).toBe(0);
    const expected = sha256Of(seededChunks(7, mebibytes));
    expect([output.trim(), await contentsOf("model")]).toEqual([expected, expected]);
    expect(await unfinished()).toEqual([]);
  });

  it("does not mislead a writer of other bytes; removing the checkpoint also removes the parts left behind", async () => {
    await freshStore();
    await killedAfter(3, "step-1/model", 8);
    const { code } = await put("step-1/model", 9).ended;
    expect(code).toBe(0);
    expect(proxy.count("UploadPart")).toBe(parts);
    expect(await contentsOf("step-1/model")).toBe(sha256Of(seededChunks(9, mebibytes)));
    expect(await unfinished()).toHaveLength(1);
    await store.remove("step-1/");
    expect([await unfinished(), await store.list("")]).toEqual([[], []]);
  });
});

describe("two writers of one blob at once", () => {
  it("with the same bytes both succeed, and the blob is whole", async () => {
    await freshStore();
    const expected = sha256Of(seededChunks(1, mebibytes));
    const ends = await Promise.all([put("x", 1).ended, put("x", 1).ended, put("x", 1).ended]);
    expect(ends.map(({ code, output, errors }) => [code, output.trim(), errors])).toEqual(
      ends.map(() => [0, expected, ""]),
    );
    expect(await contentsOf("x")).toBe(expected);
    expect(await unfinished()).toEqual([]);
  });

  it("with different bytes leave one of the two whole", async () => {
    await freshStore();
    await Promise.all([put("x", 1).ended, put("x", 2).ended]);
    expect([sha256Of(seededChunks(1, mebibytes)), sha256Of(seededChunks(2, mebibytes))]).toContain(
      await contentsOf("x"),
    );
  });
});

describe("a body that breaks off", () => {
  it("is continued where it broke, in every range, and costs its rest only", async () => {
    await freshStore();
    await store.put("model", seededChunks(3, 48));
    proxy.reset();
    const cuts = 3 * 2 ** 20 + 5;
    const broken = new Set<number>();
    // Each range of 8 MiB once.
    proxy.harm = ({ operation, range }) => {
      const at = Math.floor((range?.[0] ?? 0) / (8 * 2 ** 20));
      if (operation !== "GetObject" || broken.has(at)) return undefined;
      broken.add(at);
      return { cutBodyAfter: cuts };
    };
    expect(await contentsOf("model")).toBe(sha256Of(seededChunks(3, 48)));
    expect(broken.size).toBe(6);
    const again = proxy.seen.filter(({ range }) => range && range[0] % (8 * 2 ** 20) !== 0);
    expect(again).toHaveLength(6);
    for (const { range } of again) expect(range![0] % (8 * 2 ** 20)).toBeLessThanOrEqual(cuts);
  });

  it("in a small blob is read again", async () => {
    await freshStore();
    await store.put("manifest", [Buffer.from("the manifest")]);
    let broken = 0;
    proxy.harm = ({ operation }) =>
      operation === "GetObject" && broken++ === 0 ? { cutBodyAfter: 4 } : undefined;
    expect(Buffer.from(await store.readAll("manifest")).toString()).toBe("the manifest");
    expect(broken).toBe(2);
  });

  it("is not continued by the bytes of another blob that took its place", async () => {
    await freshStore();
    await store.put("model", seededChunks(3, 20));
    const reading = await store.read("model");
    await store.put("model", seededChunks(4, 20));
    proxy.reset();
    const all = async (): Promise<void> => {
      for await (const chunk of reading) expect(chunk).toBeDefined();
    };
    // What was fetched ahead is of the first; nothing of the second may follow it.
    const outcome = await all().then(
      () => "whole",
      (error: unknown) => error,
    );
    if (outcome !== "whole")
      expect(outcome).toMatchObject({
        code: "E_STORE_UNAVAILABLE",
        message: expect.stringMatching(/was replaced while it was being read/),
      });
  });
});

describe("an answer that gets lost", () => {
  const loseOnce = (operation: string): (() => number) => {
    let lost = 0;
    proxy.harm = (seen) => (seen.operation === operation && lost++ === 0 ? { loseAnswer: true } : undefined);
    return () => lost;
  };

  it("to a first write is told from a write by another", async () => {
    await freshStore();
    const tries = loseOnce("PutObject");
    expect(await store.putNew("manifest", [Buffer.from("mine")])).toBe(true);
    expect(tries()).toBe(2);
    expect(await store.putNew("manifest", [Buffer.from("mine too")])).toBe(false);
  });

  it.each(["UploadPart", "CompleteMultipartUpload"])(
    "to %s costs no more than that request",
    async (which) => {
      await freshStore();
      const tries = loseOnce(which);
      const { sha256 } = await store.put("model", seededChunks(5, 40));
      expect(tries()).toBe(which === "UploadPart" ? 4 : 2);
      expect(sha256).toBe(sha256Of(seededChunks(5, 40)));
      expect(await contentsOf("model")).toBe(sha256);
      expect(await unfinished()).toEqual([]);
    },
  );
});

describe("a server that is killed and started again in the midst of an upload", () => {
  it("is waited for, and the upload goes on", async () => {
    await freshStore();
    let restarted: Promise<void> | undefined;
    proxy.onAnswered = ({ part }) => {
      if (part === undefined || proxy.count("UploadPart") < 4 || restarted) return;
      const attempts = proxy.count("UploadPart");
      restarted = server.kill().then(async () => {
        // Down until its absence has been felt.
        await new Promise<void>((resolve) => {
          proxy.harm = () => {
            if (proxy.count("UploadPart") >= attempts + 6) resolve();
            return undefined;
          };
        });
        await server.serve();
      });
    };
    const { sha256 } = await store.put("model", seededChunks(6, mebibytes));
    await restarted;
    expect(restarted).toBeDefined();
    expect(proxy.count("UploadPart")).toBeGreaterThan(parts);
    expect(proxy.count("CreateMultipartUpload")).toBe(1);
    expect(await contentsOf("model")).toBe(sha256);
  });
});

describe("a server that offers less", () => {
  it("no checksums of parts: uploads go on without, and an unfinished one is known by its tags", async () => {
    await freshStore();
    const lacking = ({ headers }: { headers: Record<string, unknown> }): boolean =>
      "x-amz-checksum-algorithm" in headers;
    proxy.harm = (seen) => (lacking(seen) ? { status: 501, code: "NotImplemented" } : undefined);
    const { sha256 } = await store.put("model", seededChunks(1, 40));
    expect(proxy.seen.filter(lacking)).toHaveLength(1);
    expect(await contentsOf("model")).toBe(sha256);
  });

  it("no conditional writes: it is looked first", async () => {
    await freshStore();
    proxy.harm = ({ headers }) =>
      "if-none-match" in headers ? { status: 501, code: "NotImplemented" } : undefined;
    expect(await store.putNew("manifest", [Buffer.from("first")])).toBe(true);
    expect(await store.putNew("manifest", [Buffer.from("second")])).toBe(false);
    expect(await store.putNew("large", seededChunks(1, 20))).toBe(true);
    expect(await store.putNew("large", seededChunks(2, 20))).toBe(false);
    expect(Buffer.from(await store.readAll("manifest")).toString()).toBe("first");
    expect(await contentsOf("large")).toBe(sha256Of(seededChunks(1, 20)));
    expect(await unfinished()).toEqual([]);
  });

  it("no list of unfinished uploads: nothing is resumed, and nothing fails", async () => {
    await freshStore();
    proxy.harm = ({ operation }) =>
      operation === "ListMultipartUploads" ? { status: 403, code: "AccessDenied" } : undefined;
    const { sha256 } = await store.put("step-1/model", seededChunks(1, 40));
    expect(await contentsOf("step-1/model")).toBe(sha256);
    await store.remove("step-1/");
    expect(await store.list("")).toEqual([]);
  });
});
