/** Tokenised data in a store: written by `plateau tokenize`, fetched once per host, the same to training as those of a directory. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { openStore } from "@plateau/worker/checkpoint/index.ts";
import { S3Proxy } from "../../fixtures/s3-proxy.ts";
import { bucket, S3Server } from "../../fixtures/s3-server.ts";
import { toolTimeoutMs } from "../../tools/index.ts";
import { run } from "./programs/run.ts";

// Processes of a CPU second each, on a busy machine.
jest.setTimeout(120_000);
let server: S3Server;
let proxy: S3Proxy;
let folder: string;
const remote = `s3://${bucket}/data/text`;
beforeAll(async () => {
  server = await S3Server.start();
  proxy = await S3Proxy.start(server.port);
  Object.assign(process.env, server.environment());
  folder = await mkdtemp(join(tmpdir(), "plateau-s3-data-"));
  await mkdir(join(folder, "text"));
  for (let i = 0; i < 40; i++)
    await writeFile(join(folder, "text", `${i}.txt`), `Document ${i}. `.repeat(200 + i));
  for (const out of [join(folder, "local"), remote]) {
    const { code, errors } = await tokenize(out);
    if (code !== 0) throw new Error(errors);
  }
}, toolTimeoutMs);
afterEach(() => proxy.reset());
afterAll(async () => {
  await proxy.stop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const plateau = join("..", "..", "..", "..", "cli", "src", "main.ts");
const tokenize = (out: string, ...more: string[]) =>
  run(plateau, ["tokenize", "-i", join(folder, "text"), "--out", out, ...more], server.environment()).ended;

/** A host of its own: another temporary folder. */
async function host(name: string): Promise<Record<string, string>> {
  const temporary = join(folder, name);
  await mkdir(temporary, { recursive: true });
  return { ...server.environment(proxy.endpoint), TMPDIR: temporary };
}

async function read(uri: string, environment: Record<string, string>): Promise<Record<string, unknown>> {
  const { output, errors } = await run("read-data.ts", [uri], environment).ended;
  expect(errors).toBe("");
  return JSON.parse(output) as Record<string, unknown>;
}

async function cached(environment: Record<string, string>): Promise<string[]> {
  const [name = ""] = (await readdir(environment["TMPDIR"]!)).filter((each) =>
    each.startsWith("plateau-data-"),
  );
  return readdir(join(environment["TMPDIR"]!, name));
}

describe("data tokenised to a store", () => {
  it("are the files of a directory, with the manifest last", async () => {
    const names = (await (await openStore(remote)).list("")).map(({ name }) => name);
    expect(names).toEqual((await readdir(join(folder, "local"))).sort());
  });

  it("give training the same identity and batches", async () => {
    const environment = await host("one");
    const there = await read(remote, environment);
    expect(there["identity"]).toMatch(/^[0-9a-f]{64}$/);
    expect(there).toEqual(await read(join(folder, "local"), environment));
  });

  it("are fetched once by processes of one host that begin at once, and not again by later ones", async () => {
    const environment = await host("many");
    const all = await Promise.all([1, 2, 3].map(() => read(remote, environment)));
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).toEqual(all[0]);
    const fetches = (): string[] =>
      proxy.seen
        .filter(({ operation, key }) => operation === "GetObject" && key.endsWith(".bin"))
        .map(({ key }) => key);
    expect(fetches().sort()).toEqual(["data/text/train-00000.bin", "data/text/validation-00000.bin"]);
    await read(remote, environment);
    expect(fetches()).toHaveLength(2);
    expect((await cached(environment)).every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  });

  it("are not overwritten unless asked", async () => {
    const { code, errors } = await tokenize(remote);
    expect(code).not.toBe(0);
    expect(errors).toMatch(/s3:\/\/plateau\/data\/text holds a data set; nothing was written/);
    expect(await tokenize(remote, "--overwrite")).toMatchObject({ code: 0 });
    const environment = await host("one");
    expect(await read(remote, environment)).toEqual(await read(join(folder, "local"), environment));
  });

  it("are refused when their bytes have changed, and nothing of them stays in the cache", async () => {
    const damaged = `s3://${bucket}/data/damaged`;
    expect(await tokenize(damaged)).toMatchObject({ code: 0 });
    const store = await openStore(damaged);
    const bytes = Buffer.from(await store.readAll("train-00000.bin"));
    bytes[100]! ^= 1;
    await store.put("train-00000.bin", [bytes]);
    const environment = await host("damaged");
    expect(await read(damaged, environment)).toMatchObject({
      code: "E_DATA_DAMAGED",
      message: expect.stringMatching(/s3:\/\/plateau\/data\/damaged\/train-00000\.bin has changed/),
    });
    expect(await cached(environment)).toEqual([]);
  });

  it("that are not there are told from a bucket that is not there", async () => {
    const environment = await host("one");
    expect(await read(`s3://${bucket}/data/none`, environment)).toMatchObject({
      code: "E_DATA_MISSING",
      message: expect.stringMatching(/plateau tokenize --out s3:\/\/plateau\/data\/none/),
    });
    expect(await read("s3://nowhere/data", environment)).toMatchObject({ code: "E_STORE_BUCKET" });
  });
});
