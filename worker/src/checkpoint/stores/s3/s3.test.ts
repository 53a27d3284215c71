/** What can be told without a server; the rest is in test/integration/store. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { openStore } from "../index.ts";
import { parseS3Uri, s3Uri } from "./address.ts";
import { s3StoreError } from "./errors.ts";
import { Lanes } from "./lanes.ts";
import { cutParts, maxParts, sizeOfPart } from "./parts.ts";
import { backOffMs, isTransient, RetriedError, withRetries } from "./retry.ts";

describe("address", () => {
  it.each([
    ["s3://bucket", "bucket", ""],
    ["s3://bucket/", "bucket", ""],
    ["s3://my.bucket-1/a/b", "my.bucket-1", "a/b/"],
    ["S3://bucket/a b/%20/", "bucket", "a b/%20/"],
  ])("%s is bucket %s and prefix %j", (uri, bucket, prefix) => {
    expect(parseS3Uri(uri)).toEqual({ bucket, prefix });
  });

  it.each([
    "s3://",
    "s3:/bucket/x",
    "s3:///x",
    "s3://b",
    "s3://bucket/a//b",
    "s3://bucket/../x",
    "s3://a:b@c/x",
  ])("refuses %j with the form to write", async (uri) => {
    await expect(openStore(uri)).rejects.toMatchObject({
      code: "E_STORE_CONFIG",
      message: expect.stringMatching(/Write s3:\/\/bucket\/prefix/),
    });
  });

  it("comes back from what it was written as", () => {
    const segment = fc.stringMatching(/^[\w =+-][\w .=+-]*$/);
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), (segments) => {
        const address = { bucket: "bucket", prefix: segments.map((each) => `${each}/`).join("") };
        expect(parseS3Uri(s3Uri(address))).toEqual(address);
      }),
      { seed: 1 },
    );
  });
});

describe("parts", () => {
  const cut = async (
    chunks: readonly Uint8Array[],
  ): Promise<{ number: number; bytes: Buffer; last: boolean }[]> => {
    const parts = [];
    for await (const { number, bytes, last } of cutParts(chunks, () => Promise.resolve(new Uint8Array(8))))
      parts.push({ number, bytes: Buffer.from(bytes), last });
    return parts;
  };

  it("are the bytes in order, full but for the last, which is the only one marked", async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(chunks, async (given) => {
        const parts = await cut(given);
        expect(Buffer.concat(parts.map(({ bytes }) => bytes))).toEqual(Buffer.concat(given));
        expect(parts.map(({ number }) => number)).toEqual(parts.map((_, i) => i + 1));
        expect(parts.map(({ last }) => last)).toEqual(parts.map((_, i) => i === parts.length - 1));
        expect(parts.slice(0, -1).every(({ bytes }) => bytes.length === 8)).toBe(true);
      }),
      { seed: 2 },
    );
  });

  it("do not depend on how the chunks were cut", async () => {
    const bytes = Uint8Array.from({ length: 61 }, (_, i) => i);
    const whole = await cut([bytes]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 61 }), async (at) => {
        expect(await cut([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
      }),
      { seed: 3 },
    );
  });

  it("make room for 800 GB and keep within what S3 takes", () => {
    const sizes = Array.from({ length: maxParts }, (_, i) => sizeOfPart(i + 1));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(800e9);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(5 * 2 ** 20);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5 * 2 ** 30);
  });
});

describe("lanes", () => {
  it("run no more at once than there are, on as many buffers and the one being filled", async () => {
    const lanes = new Lanes(3);
    const buffers = new Set<Uint8Array>();
    let running = 0;
    let most = 0;
    for (let i = 0; i < 20; i++) {
      const buffer = await lanes.buffer(4);
      buffers.add(buffer);
      lanes.run(buffer, async () => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      });
    }
    await lanes.finish();
    expect({ most, running }).toEqual({ most: 3, running: 0 });
    expect(buffers.size).toBeLessThanOrEqual(4);
  });

  it("tell of a failure at the next buffer and at the end", async () => {
    const lanes = new Lanes(1);
    lanes.run(await lanes.buffer(1), () => Promise.reject(new Error("lost")));
    await expect(lanes.buffer(1)).rejects.toThrow("lost");
    await lanes.settle();
    await expect(lanes.finish()).rejects.toThrow("lost");
  });
});

describe("retry", () => {
  it("waits longer each time, between half and all of the doubled time, never more than 8 s", () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const full = Math.min(8000, 100 * 2 ** attempt);
        expect(backOffMs(attempt, random)).toBeGreaterThanOrEqual(full / 2);
        expect(backOffMs(attempt, random)).toBeLessThanOrEqual(full);
      }),
      { seed: 4 },
    );
  });

  it("gives what a later attempt gives, and stops at once at what cannot mend", async () => {
    const busy = Object.assign(new Error("busy"), { name: "SlowDown" });
    const before: number[] = [];
    const value = await withRetries({ attempts: 3, limitMs: 10_000 }, (count) => {
      before.push(count);
      return count < 1 ? Promise.reject(busy) : Promise.resolve("done");
    });
    expect([value, before]).toEqual(["done", [0, 1]]);
    let tried = 0;
    const hopeless = withRetries({ attempts: 9, limitMs: 10_000 }, () => {
      tried += 1;
      return Promise.reject(Object.assign(new Error("no"), { name: "AccessDenied" }));
    });
    await expect(hopeless).rejects.toBeInstanceOf(RetriedError);
    expect(tried).toBe(1);
  });

  it("ends when the time is over, however many attempts remain", async () => {
    const start = performance.now();
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    await expect(
      withRetries({ attempts: 1000, limitMs: 500 }, () => Promise.reject(refused)),
    ).rejects.toMatchObject({
      cause: refused,
      tries: expect.stringMatching(/^ \(\d attempts in 0 s\)$/),
    });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("errors", () => {
  const failure = (name: string, httpStatusCode: number): Error =>
    Object.assign(new Error("as the server says"), { name, $metadata: { httpStatusCode } });
  it.each([
    ["NoSuchKey", 404, "E_BLOB_MISSING", false],
    ["NoSuchBucket", 404, "E_STORE_BUCKET", false],
    ["AccessDenied", 403, "E_STORE_DENIED", false],
    ["Anything", 403, "E_STORE_DENIED", false],
    ["SignatureDoesNotMatch", 403, "E_STORE_DENIED", false],
    ["ExpiredToken", 400, "E_STORE_UNAVAILABLE", false],
    ["RequestTimeTooSkewed", 403, "E_STORE_CLOCK", true],
    ["PermanentRedirect", 301, "E_STORE_CONFIG", false],
    ["XMinioStorageFull", 507, "E_STORE_FULL", false],
    ["QuotaExceeded", 403, "E_STORE_FULL", false],
    ["NotImplemented", 501, "E_STORE_UNAVAILABLE", false],
    ["InternalError", 500, "E_STORE_UNAVAILABLE", true],
    ["SlowDown", 503, "E_STORE_UNAVAILABLE", true],
    ["BadDigest", 400, "E_STORE_UNAVAILABLE", true],
  ])("%s (%i) is %s; tried again: %s", (name, status, code, again) => {
    const cause = failure(name, status);
    const error = s3StoreError(
      cause,
      "write",
      "s3://bucket/runs/a/model.safetensors",
      " (3 attempts in 9 s)",
    );
    expect(error).toMatchObject({ name: "StoreError", code, cause });
    expect(error.message).toMatch(
      /^Cannot write s3:\/\/bucket\/runs\/a\/model\.safetensors \(3 attempts in 9 s\): .+ \(\w+, HTTP \d+\)\. [A-Z].*\.$/,
    );
    expect(isTransient(cause as never)).toBe(again);
  });
});
