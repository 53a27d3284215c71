/** Installing from an index over HTTP, a real one on this machine: what it fetches, and what it leaves when something goes wrong. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { install, type InstallRequest, type InstallResult } from "./install.ts";
import { findInstalled } from "./installed.ts";
import { machine, smallEngine, wheelOf, type SmallEngine } from "./testing/recipes.ts";
import { WheelServer } from "./testing/wheel-server.ts";

let cache: string;
let server: WheelServer;
let engine: SmallEngine;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "plateau-install-"));
  server = await WheelServer.start();
  engine = smallEngine();
  for (const [file, bytes] of engine.wheels) server.files.set(file, bytes);
});
afterEach(async () => {
  await server.stop();
  await rm(cache, { recursive: true, force: true });
});

function run(changes: Partial<InstallRequest> = {}): Promise<InstallResult> {
  return install({
    recipe: engine.recipe,
    cache,
    machine,
    wheels: [],
    index: () => Promise.resolve(server.index),
    onProgress: () => {},
    waiting: () => {},
    ...changes,
  });
}

const left = (): Promise<string[]> =>
  readdir(join(cache, "engines")).then((names) => names.filter((name) => !name.endsWith(".lock")));
const [wheel, vendor] = [...smallEngine().wheels.keys()] as [string, string];

describe("install", () => {
  it.each(["json", "html"] as const)(
    "takes from an index in %s what the engine needs, once",
    async (form) => {
      server.form = form;
      const progress: number[] = [];
      const result = await run({ onProgress: ({ done, total }) => progress.push(done / total) });
      expect(result.wasThere).toBe(false);
      expect((await readFile(result.library)).equals(engine.library)).toBe(true);
      const files = await readdir(join(result.folder, "files"), { recursive: true });
      expect(files.filter((name) => /\.(so|py|h)|LICENSE|ptxas/.test(name)).toSorted()).toEqual([
        "small_engine-1.0.dist-info/licenses/LICENSE",
        "small_engine/library.so",
        "vendor/runtime/bin/ptxas",
        "vendor/runtime/lib/libruntime.so.12",
      ]);
      expect((await stat(join(result.folder, "files/vendor/runtime/bin/ptxas"))).mode & 0o111).not.toBe(0);
      expect(await left()).toEqual(["small-1.0"]);
      expect(progress).toEqual(progress.toSorted((a, b) => a - b));
      expect(progress.at(-1)).toBe(1);

      server.requests.length = 0;
      expect(await run()).toMatchObject({ wasThere: true, library: result.library });
      expect(server.requests).toEqual([]);
    },
  );

  it("goes on where a broken connection left off", async () => {
    server.mishaps = [{ after: 100_000, end: "silence" }];
    await run({ onProgress: ({ done }) => done < 100_000 && server.cut() });
    const [first, second] = server.filesAsked();
    expect(first!.range).toBeUndefined();
    expect(second!.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it("starts again where the server knows no ranges", async () => {
    server.ranges = false;
    server.mishaps = [{ after: 100_000, end: "break" }];
    const { library } = await run();
    expect((await readFile(library)).equals(engine.library)).toBe(true);
  });

  it("happens once, however many want it at once", async () => {
    const results = await Promise.all([run(), run(), run()]);
    expect(results.filter(({ wasThere }) => !wasThere)).toHaveLength(1);
    expect(server.filesAsked()).toHaveLength(2);
  }, 20_000);

  it("stops waiting for another installation when it is told to", async () => {
    server.mishaps = [{ after: 10, end: "silence" }];
    const stop = new AbortController();
    const first = run({ signal: stop.signal });
    await server.silent.promise;
    const impatient = new AbortController();
    await expect(run({ signal: impatient.signal, waiting: () => impatient.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    stop.abort();
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
  });

  it("is not there, and not half there, after it was stopped; the next one goes on", async () => {
    server.mishaps = [{ after: 1_000, end: "silence" }];
    const stop = new AbortController();
    const stopped = run({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(await findInstalled(engine.recipe, cache)).toBeUndefined();
    expect(await left()).toEqual(["small-1.0.wheels"]);
    await run();
    expect(server.filesAsked()[1]!.range).toMatch(/^bytes=[1-9]/);
    expect(await left()).toEqual(["small-1.0"]);
  });

  it.each(["fetching", "unpacking"])("survives being killed while it is %s", async (stage) => {
    const argument = JSON.stringify({ recipe: engine.recipe, cache, index: server.index });
    const child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "fixtures/installer.ts"), argument],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    for await (const line of createInterface(child.stdout)) if (line.startsWith(stage)) child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    // A kill may come too late; never may it come between.
    expect(["SIGKILL", 0]).toContain(child.signalCode ?? child.exitCode);
    const before = await findInstalled(engine.recipe, cache);
    const result = await run();
    expect(result.wasThere).toBe(before !== undefined);
    expect((await readFile(result.library)).equals(engine.library)).toBe(true);
    expect(await left()).toEqual(["small-1.0"]);
  });

  it("repairs an engine of which a file was damaged or removed", async () => {
    const { library } = await run();
    await truncate(library, 10);
    expect(await findInstalled(engine.recipe, cache)).toBeUndefined();
    expect((await run()).wasThere).toBe(false);
    expect((await readFile(library)).equals(engine.library)).toBe(true);
    await rm(library);
    expect((await run()).wasThere).toBe(false);
  });

  it("takes wheels that are here, whatever they are called, and asks no index", async () => {
    const files = await Promise.all(
      [...engine.wheels.values()].map(async (bytes, index) => {
        const path = join(cache, `renamed-${index}`);
        await writeFile(path, bytes);
        return path;
      }),
    );
    await run({ wheels: files.toReversed(), index: () => Promise.reject(new Error("asked for an index")) });
    expect(server.requests).toEqual([]);
    expect((await readFile(files[0]!)).length).toBeGreaterThan(0);
  });

  it("sends the index's password to the index alone, and tells it to nobody", async () => {
    server.login = "me:s3cret";
    const index = server.index.replace("//", "//me:s3cret@");
    await run({ index: () => Promise.resolve(index) });
    expect(server.filesAsked()).toHaveLength(2);
    expect(server.filesAsked()[0]!.authorization).toMatch(/^Basic /);
    await rm(join(cache, "engines"), { recursive: true });

    const files = await WheelServer.start();
    for (const [file, bytes] of engine.wheels) files.files.set(file, bytes);
    server.filesAt = files.url;
    await run({ index: () => Promise.resolve(index) });
    expect(files.requests.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
    await files.stop();
    await rm(join(cache, "engines"), { recursive: true });

    server.login = "me:other";
    const refused = run({ index: () => Promise.resolve(index) });
    await expect(refused).rejects.toThrow(/answers 401; put user and password/);
    await expect(refused).rejects.not.toThrow(/s3cret/);
  });
});

describe("what cannot be installed", () => {
  const refusals: [
    string,
    () => Promise<Partial<InstallRequest>> | Partial<InstallRequest>,
    string,
    RegExp,
  ][] = [
    [
      "no index is known",
      () => ({ index: () => Promise.resolve(undefined) }),
      "E_INSTALL_INDEX",
      /--index URL, PLATEAU_WHEEL_INDEX or PIP_INDEX_URL.*vendor_runtime/,
    ],
    [
      "the index is no address",
      () => ({ index: () => Promise.resolve("pypi") }),
      "E_INSTALL_INDEX",
      /"pypi" is no address/,
    ],
    [
      "the index does not answer",
      async () => {
        const gone = await WheelServer.start();
        const { index } = gone;
        await gone.stop();
        return { index: () => Promise.resolve(index) };
      },
      "E_INSTALL_INDEX",
      /does not answer: .*ECONNREFUSED.*--index/,
    ],
    [
      "the index does not have the file",
      () => {
        server.files.delete(wheel);
        return {};
      },
      "E_INSTALL_INDEX",
      /does not offer small_engine-1.0.*answers 404/,
    ],
    [
      "the index has another version",
      () => {
        server.files.set(wheel.replace("1.0", "1.1"), Buffer.of(1));
        server.files.delete(wheel);
        return {};
      },
      "E_INSTALL_INDEX",
      /does not have small_engine-1.0/,
    ],
    [
      "the index lists another checksum",
      () => {
        server.sums.set(wheel, "0".repeat(64));
        return {};
      },
      "E_INSTALL_WHEEL",
      /another small_engine-1.0.* sha256 0{64}, not/,
    ],
    [
      "other bytes come",
      () => {
        server.files.get(vendor)![100]! ^= 1;
        return {};
      },
      "E_INSTALL_WHEEL",
      /vendor_runtime.* is not the file that was published/,
    ],
    [
      "the system is another one",
      () => ({ machine: { ...machine, platform: "darwin-arm64" } }),
      "E_INSTALL_PLATFORM",
      /no wheel of it for darwin-arm64, only for linux-x64/,
    ],
    [
      "the C library is too old",
      () => ({ machine: { ...machine, glibc: "2.17" } }),
      "E_INSTALL_PLATFORM",
      /needs glibc 2.27, and here is 2.17/,
    ],
    [
      "the C library is another one",
      () => ({ machine: { ...machine, glibc: undefined } }),
      "E_INSTALL_PLATFORM",
      /C library here is another/,
    ],
    [
      "a given wheel is cut off",
      async () => {
        const path = join(cache, wheel);
        await writeFile(path, engine.wheels.get(wheel)!.subarray(1));
        return { wheels: [path] };
      },
      "E_INSTALL_WHEEL",
      /is damaged or cut off: its sha256 is/,
    ],
    [
      "a given wheel is of something else",
      async () => {
        const path = join(cache, "numpy.whl");
        await writeFile(path, "x");
        return { wheels: [path] };
      },
      "E_INSTALL_WHEEL",
      /numpy.whl is no wheel of small 1.0.*it takes small_engine-1.0/,
    ],
    [
      "the disk is too small",
      () => ({
        recipe: { ...engine.recipe, wheels: [{ ...engine.recipe.wheels[0]!, unpackedBytes: 1e18 }] },
      }),
      "E_INSTALL_DISK",
      /needs \d+ MB on the disk.*PLATEAU_CACHE/,
    ],
  ];

  it.each(refusals)("says so when %s, and leaves nothing", async (_, prepare, code, message) => {
    const changes = await prepare();
    const refused = run(changes);
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(message);
    const names = await left().catch(() => []);
    // Whole wheels may stay for the next try.
    expect(names.filter((name) => !name.endsWith(".wheels"))).toEqual([]);
    const kept = await readdir(join(cache, "engines/small-1.0.wheels")).catch(() => []);
    expect(kept.filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("says so when the wheels do not hold the library", async () => {
    const { wheel: other, bytes } = wheelOf("other-1.0-py3-none-any.whl", [
      { name: "other.so", contents: Buffer.of(1) },
    ]);
    server.files.set(other.file, bytes);
    await expect(run({ recipe: { ...engine.recipe, wheels: [other] } })).rejects.toThrow(
      /do not hold small_engine/,
    );
  });

  it("says so when the file given does not exist", async () => {
    await expect(run({ wheels: [join(cache, "none.whl")] })).rejects.toMatchObject({ code: "ENOENT" });
  });

  // A disk that fills up while files are written: a small file system in memory, which only root on Linux can make.
  const isRoot = process.platform === "linux" && process.getuid?.() === 0;
  (isRoot ? it : it.skip)("says so when the disk fills up, and goes on when there is room", async () => {
    const small = join(cache, "small-disk");
    await mkdir(small);
    expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=500k", "tmpfs", small]).status).toBe(0);
    try {
      // The space is checked first, so the recipe has to lie.
      const lying = engine.recipe.wheels.map((each) => ({ ...each, unpackedBytes: 0 }));
      const recipe = { ...engine.recipe, wheels: lying };
      await expect(run({ cache: small, recipe })).rejects.toMatchObject({ code: "E_INSTALL_DISK" });
      expect(await findInstalled(recipe, small)).toBeUndefined();
      expect(spawnSync("mount", ["-o", "remount,size=5m", small]).status).toBe(0);
      server.requests.length = 0;
      expect((await run({ cache: small, recipe })).wasThere).toBe(false);
    } finally {
      spawnSync("umount", [small]);
    }
  });
});
