/** What is wrong with an address, a key, a clock, a server: each is said with bucket, key and remedy, and decides the exit code. */
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { exitCodes, workerEnv, type TerminationMessage } from "@plateau/proto";
import { S3Proxy } from "../../fixtures/s3-proxy.ts";
import { bucket, S3Server } from "../../fixtures/s3-server.ts";
import { noPrivateMounts } from "../private-mount.ts";
import { toolTimeoutMs } from "../../tools/index.ts";
import { run } from "./programs/run.ts";

// Processes of a CPU second each, on a busy machine.
jest.setTimeout(120_000);
let server: S3Server;
let proxy: S3Proxy;
let folder: string;
beforeAll(async () => {
  server = await S3Server.start();
  proxy = await S3Proxy.start(server.port);
  folder = await mkdtemp(join(tmpdir(), "plateau-s3-errors-"));
}, toolTimeoutMs);
afterEach(() => proxy.reset());
afterAll(async () => {
  await proxy.stop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

type Told = Record<"list" | "write" | "read" | "stream" | "remove", { code: string; message: string }>;

async function attempt(uri: string, change: Record<string, string> = {}): Promise<Told> {
  const environment = { ...server.environment(), AWS_EC2_METADATA_DISABLED: "true", ...change };
  const { output, errors } = await run("try-store.ts", [uri], environment).ended;
  expect(errors).toBe("");
  return JSON.parse(output) as Told;
}

const worker = join("..", "..", "..", "..", "worker", "src", "main.ts");

/** The worker's program that removes a checkpoint. */
async function removal(uri: string, change: Record<string, string>) {
  const words = join(folder, "last-words.json");
  await rm(words, { force: true });
  const { code } = await run(worker, ["remove-checkpoint"], {
    ...server.environment(),
    ...change,
    [workerEnv.checkpointUri]: `${uri}/step-000000007/manifest.json`,
    [workerEnv.terminationLog]: words,
  }).ended;
  return { code, words: JSON.parse(await readFile(words, "utf8")) as TerminationMessage };
}

const all = (code: string) => ({
  list: { code },
  write: { code },
  read: { code },
  stream: { code },
  remove: { code },
});

it("the SDK is loaded at the first request to an S3 store, and never for a directory", async () => {
  const { output } = await run("loaded.ts", [join(folder, "plain"), `s3://${bucket}/x`], server.environment())
    .ended;
  expect(JSON.parse(output)).toEqual({ directory: false, opened: false, used: true });
});

describe("what trying again cannot mend", () => {
  it("a bucket that does not exist is named, with what to do", async () => {
    const told = await attempt("s3://nowhere/runs/a");
    expect(told).toMatchObject(all("E_STORE_BUCKET"));
    expect(told.write.message).toBe(
      "Cannot write s3://nowhere/runs/a/step-1/model: the bucket does not exist (NoSuchBucket, HTTP 404). Create the bucket or correct the URI.",
    );
    expect(told.list.message).toMatch(/^Cannot list s3:\/\/nowhere\/runs\/a\/step-: /);
    expect(await removal("s3://nowhere/runs/a", {})).toMatchObject({
      code: exitCodes.badConfig,
      words: { code: "E_STORE_BUCKET" },
    });
  });

  it.each([
    ["a wrong secret", { AWS_SECRET_ACCESS_KEY: "wrong" }, /the secret key is wrong \(SignatureDoesNotMatch/],
    ["an unknown key", { AWS_ACCESS_KEY_ID: "nobody" }, /the server does not know this access key \(/],
    ["no key at all", { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" }, /there are no credentials.*role/],
  ])("%s is denied, without trying again", async (_, change, message) => {
    const told = await attempt(`s3://${bucket}/runs/a`, { ...change, AWS_ENDPOINT_URL_S3: proxy.endpoint });
    expect(told).toMatchObject(all("E_STORE_DENIED"));
    expect(told.write.message).toMatch(message);
    expect(told.write.message).toMatch(/^Cannot write s3:\/\/plateau\/runs\/a\/step-1\/model: /);
    // One request each at most.
    expect(proxy.seen.length).toBeLessThanOrEqual(5);
    const end = await removal(`s3://${bucket}/runs/a`, { ...change, AWS_EC2_METADATA_DISABLED: "true" });
    expect(end).toMatchObject({ code: exitCodes.badConfig, words: { code: "E_STORE_DENIED" } });
  });
});

describe("what may mend", () => {
  it("a server that does not answer is tried as often as AWS_MAX_ATTEMPTS says", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as { port: number };
    await once(closed.close(), "close");
    const change = { AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`, AWS_MAX_ATTEMPTS: "3" };
    const told = await attempt(`s3://${bucket}/runs/a`, change);
    expect(told).toMatchObject(all("E_STORE_UNAVAILABLE"));
    expect(told.write.message).toMatch(
      /^Cannot write s3:\/\/plateau\/runs\/a\/step-1\/model \(3 attempts in \d s\): the server cannot be reached \(connect ECONNREFUSED .*\)\. Check AWS_ENDPOINT_URL_S3/,
    );
    expect(await removal(`s3://${bucket}/runs/a`, change)).toMatchObject({
      code: exitCodes.storeUnavailable,
      words: { code: "E_STORE_UNAVAILABLE" },
    });
  });

  it("a server that is too busy is tried again until it is not", async () => {
    proxy.harm = () => (proxy.seen.length % 3 === 0 ? undefined : { status: 503, code: "SlowDown" });
    const told = await attempt(`s3://${bucket}/runs/busy`, { AWS_ENDPOINT_URL_S3: proxy.endpoint });
    expect(told).toMatchObject(all(""));
    expect(proxy.seen.length).toBeGreaterThanOrEqual(15);
  });

  it("a clock that is two hours fast is corrected by what the server answers", async () => {
    const fast = { NODE_OPTIONS: `--import ${join(import.meta.dirname, "programs", "fast-clock.ts")}` };
    const told = await attempt(`s3://${bucket}/runs/fast`, { ...fast, AWS_ENDPOINT_URL_S3: proxy.endpoint });
    expect(told).toMatchObject(all(""));
    // One request was refused, and none after it.
    expect(proxy.seen.filter(({ operation }) => operation === "ListObjectsV2")).toHaveLength(3);
  });

  it("a clock that no answer corrects is said", async () => {
    proxy.harm = () => ({ status: 403, code: "RequestTimeTooSkewed" });
    const change = { AWS_ENDPOINT_URL_S3: proxy.endpoint, AWS_MAX_ATTEMPTS: "2" };
    const told = await attempt(`s3://${bucket}/runs/a`, change);
    expect(told).toMatchObject(all("E_STORE_CLOCK"));
    expect(told.list.message).toMatch(/Set this machine's clock/);
    const end = await removal(`s3://${bucket}/runs/a`, change);
    expect(end.code).toBe(exitCodes.storeUnavailable);
  });
});

const maybe = noPrivateMounts ? it.skip : it;
const why = noPrivateMounts ? ` (skipped: ${noPrivateMounts})` : "";

describe("a server whose disk is full", () => {
  maybe(`says so, keeps what it has, and takes more when there is room again${why}`, async () => {
    const full = await S3Server.start({ diskMebibytes: 48 });
    try {
      await mkdir(folder, { recursive: true });
      const put = (name: string, mebibytes: number) =>
        run("put-large.ts", [`s3://${bucket}/runs`, name, "1", String(mebibytes)], full.environment()).ended;
      expect(await put("small", 8)).toMatchObject({ code: 0 });
      const { code, errors } = await put("large", 80);
      expect(code).not.toBe(0);
      expect(errors).toMatch(/E_STORE_FULL/);
      expect(errors).toMatch(/Cannot write s3:\/\/plateau\/runs\/large.*Free some space/);
      const told = await attempt(`s3://${bucket}/runs`, full.environment());
      expect(told).toMatchObject({ list: { code: "" }, read: { code: "" } });
    } finally {
      await full.stop();
    }
  });
});
