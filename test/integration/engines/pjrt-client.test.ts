/**
 * The native client of PJRT plugins: memory on the device, its lifetime, several devices, errors in the plugin's words.
 */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { cacheFolder } from "@plateau/worker/engine/install/index.ts";
import { PjrtClient, type ClientOptions } from "@plateau/worker/engine/pjrt/client.ts";
import { noPjrtPlugin, pjrtPlugin } from "../../fixtures/pjrt-plugin.ts";

const suite = noPjrtPlugin === undefined ? describe : describe.skip;

const busy = join(import.meta.dirname, "../../fixtures/pjrt-busy.ts");

const size = 4;
/** y = x + x, where y may take over the memory of x. */
function doubled(donate: boolean, length = size): string {
  const type = `tensor<${length}xf32>`;
  return `module @m {
    func.func public @main(%x: ${type}${donate ? " {tf.aliasing_output = 0 : i32}" : ""}) -> (${type}) {
      %y = stablehlo.add %x, %x : ${type}
      return %y : ${type}
    }
  }`;
}

/** Products of a square matrix with itself, one after the other. */
function powers(width: number, count: number): string {
  const matrix = `tensor<${width}x${width}xf32>`;
  const lines = Array.from(
    { length: count },
    (_, i) =>
      `%v${i + 1} = stablehlo.dot_general %v${i}, %v0, contracting_dims = [1] x [0] : (${matrix}, ${matrix}) -> ${matrix}`,
  );
  return `module @m { func.func public @main(%v0: ${matrix}) -> (${matrix}) { ${lines.join("\n")} return %v${count} : ${matrix} } }`;
}

function shared(...values: number[]): Float32Array {
  const vector = new Float32Array(new SharedArrayBuffer(4 * values.length));
  vector.set(values);
  return vector;
}

const numThreads = (): number => readdirSync("/proc/self/task").length;

suite("PjrtClient", () => {
  jest.setTimeout(60_000);
  let plugin: string;
  const open: PjrtClient[] = [];

  async function client(options: Partial<ClientOptions> = {}): Promise<PjrtClient> {
    const opened = await PjrtClient.open({ plugin, threads: 1, cache: cacheFolder(process.env), ...options });
    open.push(opened);
    return opened;
  }

  beforeAll(async () => {
    plugin = await pjrtPlugin();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });

  it("keeps results on the device until they are released, and counts what it holds", async () => {
    const pjrt = await client();
    const program = await pjrt.compile(doubled(false));
    const x = await pjrt.upload({ data: shared(1, 2, 3, 4), shape: [size] });
    const [y] = (await pjrt.run(program, [x], [null])) as [number];
    const [z] = (await pjrt.run(program, [y], [null])) as [number];
    expect(await pjrt.held()).toEqual({ buffers: 3, programs: 1 });
    const found = shared(0, 0, 0, 0);
    await pjrt.download(z, found);
    expect([...found]).toEqual([4, 8, 12, 16]);
    await pjrt.release([x, y, z]);
    await pjrt.releaseProgram(program);
    expect(await pjrt.held()).toEqual({ buffers: 0, programs: 0 });
    await expect(pjrt.download(z, found)).rejects.toMatchObject({
      code: "E_ENGINE",
      message: expect.stringContaining("it has been released"),
    });
  });

  it("gives a donated buffer's memory to the result: it cannot be read any more", async () => {
    const pjrt = await client();
    const program = await pjrt.compile(doubled(true));
    const x = await pjrt.upload({ data: shared(1, 2, 3, 4), shape: [size] });
    const [y] = (await pjrt.run(program, [x], [null])) as [number];
    const found = shared(0, 0, 0, 0);
    await pjrt.download(y, found);
    expect([...found]).toEqual([2, 4, 6, 8]);
    await expect(pjrt.run(program, [x], [found])).rejects.toThrow(/deleted or donated/);
    await pjrt.release([x, y]);
  });

  it("never writes to the caller's memory, although a program may take over that of its argument", async () => {
    const pjrt = await client();
    const length = 2 ** 16;
    const program = await pjrt.compile(doubled(true, length));
    const y = new Float32Array(new SharedArrayBuffer(4 * length));
    // At one of these places it is aligned as a plugin for CPUs wants it, which then uses it where it is.
    for (let offset = 0; offset < 16; offset++) {
      const memory = new SharedArrayBuffer(4 * (length + offset));
      const x = new Float32Array(memory, 4 * offset).fill(1);
      await pjrt.run(program, [{ data: x, shape: [length] }], [y]);
      expect(x.every((value) => value === 1)).toBe(true);
      expect(y.every((value) => value === 2)).toBe(true);
    }
  });

  it("computes on each of several devices", async () => {
    const pjrt = await client({ pluginOptions: { cpu_device_count: 3 } });
    expect(pjrt.description.devices.map(({ id }) => id)).toEqual([0, 1, 2]);
    const results = await Promise.all(
      [0, 1, 2].map(async (device) => {
        const program = await pjrt.compile(doubled(false), device);
        const y = shared(0, 0, 0, 0);
        const x = await pjrt.upload({ data: shared(device, 1, 1, 1), shape: [size] }, device);
        await pjrt.run(program, [x], [y], device);
        return y[0];
      }),
    );
    expect(results).toEqual([0, 2, 4]);
  });

  it.each([
    ["an option that it does not know", { no_such_option: 1 }, /no_such_option/],
    ["a value of another type", { cpu_device_count: [1, 2] }, /cpu_device_count|int64/i],
  ])("tells that the plugin refuses %s", async (_, pluginOptions, message) => {
    await expect(client({ pluginOptions })).rejects.toMatchObject({
      code: "E_PLUGIN",
      message: expect.stringMatching(message),
    });
  });

  it("refuses a buffer of another device, in the plugin's words", async () => {
    const pjrt = await client({ pluginOptions: { cpu_device_count: 2 } });
    const program = await pjrt.compile(doubled(false), 1);
    const x = await pjrt.upload({ data: shared(1, 1, 1, 1), shape: [size] }, 0);
    await expect(pjrt.run(program, [x], [null], 1)).rejects.toMatchObject({
      code: "E_ENGINE",
      message: expect.stringMatching(/device/),
    });
  });

  it("tells what the compiler says of a bad module, and of a flag that it does not know", async () => {
    const pjrt = await client();
    await expect(pjrt.compile("module @m { func.func public @main( }")).rejects.toMatchObject({
      code: "E_ENGINE",
      message: expect.stringContaining("expected"),
    });
    await expect(pjrt.compile(doubled(false), 0, { no_such_flag: true })).rejects.toThrow(/no_such_flag/);
    // One that is for GPUs, but that every XLA knows.
    await pjrt.compile(doubled(false), 0, { xla_gpu_deterministic_ops: true });
  });

  it.each([
    ["a vector that is shorter than its shape", [{ data: shared(1, 2), shape: [size] }], [null], "E_SHAPE"],
    [
      "a result's vector that is too short",
      [{ data: shared(1, 2, 3, 4), shape: [size] }],
      [shared(0)],
      "E_SHAPE",
    ],
    ["too few vectors for the results", [{ data: shared(1, 2, 3, 4), shape: [size] }], [], "E_SHAPE"],
    ["an argument of another shape", [{ data: shared(1, 2), shape: [2] }], [null], "E_ENGINE"],
    ["too few arguments", [], [null], "E_ENGINE"],
  ])("refuses %s and leaves nothing on the device", async (_, inputs, outputs, code) => {
    const pjrt = await client();
    const program = await pjrt.compile(doubled(false));
    await expect(pjrt.run(program, inputs, outputs)).rejects.toMatchObject({ code });
    expect(await pjrt.held()).toEqual({ buffers: 0, programs: 1 });
  });

  it("frees all native memory: many clients, programs and buffers leave none and no thread behind", async () => {
    const round = async (): Promise<void> => {
      const pjrt = await client();
      const program = await pjrt.compile(powers(256, 4));
      const data = new Float32Array(new SharedArrayBuffer(4 * 256 * 256));
      for (let call = 0; call < 40; call++) {
        const x = await pjrt.upload({ data, shape: [256, 256] });
        await pjrt.release([x, ...(await pjrt.run(program, [x], [null]))]);
        await pjrt.run(program, [{ data, shape: [256, 256] }], [data]);
      }
      // What is not released by its owner goes with the client.
      await pjrt.upload({ data, shape: [256, 256] });
      await pjrt.close();
    };
    for (let i = 0; i < 5; i++) await round();
    const [memory, threads] = [process.memoryUsage().rss, numThreads()];
    for (let i = 0; i < 20; i++) await round();
    // One leaked buffer a call would be 800 · 256 KB = 210 MB, one a client 5 MB.
    expect(process.memoryUsage().rss - memory).toBeLessThan(40 * 2 ** 20);
    expect(numThreads()).toBeLessThanOrEqual(threads);
  });

  it("answers calls made before it was closed, and refuses later ones", async () => {
    const pjrt = await client();
    const program = await pjrt.compile(doubled(false));
    const y = shared(0, 0, 0, 0);
    const compiling = pjrt.compile(powers(64, 30));
    const running = pjrt.run(program, [{ data: shared(1, 2, 3, 4), shape: [size] }], [y]);
    await Promise.all([pjrt.close(), pjrt.close()]);
    await running;
    expect(y[3]).toBe(8);
    expect(await compiling).toBeGreaterThan(0);
    await expect(pjrt.held()).rejects.toMatchObject({ code: "E_ENGINE_CLOSED" });
  });

  it("keeps the event loop free while it compiles and runs", async () => {
    const pjrt = await client();
    let ticks = 0;
    let done = false;
    const work = (async () => {
      const program = await pjrt.compile(powers(512, 40));
      const data = new Float32Array(new SharedArrayBuffer(4 * 512 * 512));
      await pjrt.run(program, [{ data, shape: [512, 512] }], [data]);
      done = true;
    })();
    while (!done) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      ticks++;
    }
    await work;
    expect(ticks).toBeGreaterThan(100);
  });

  it.each([
    ["calls process.exit", "exit", 7, ""],
    ["fails", "throw", 1, ""],
    ["ends with its client open", "end", 0, "done\n"],
  ])("lets a process end that %s while it works", async (_, how, code, output) => {
    const args = ["--disable-warning=ExperimentalWarning", busy, plugin, cacheFolder(process.env), how];
    const ended = await promisify(execFile)(process.execPath, args).then(
      ({ stdout }) => ({ code: 0, signal: null, stdout }),
      (error: { code: number; signal: string | null; stdout: string }) => error,
    );
    expect(ended).toMatchObject({ code, stdout: output });
    expect(ended.signal ?? null).toBeNull();
  });

  it("lets a thread be ended while it works, and works on in others", async () => {
    const before = numThreads();
    const thread = new Worker(busy, { workerData: [plugin, cacheFolder(process.env), "end"] });
    await once(thread, "message");
    await thread.terminate();
    expect(numThreads()).toBeLessThanOrEqual(before);
    const pjrt = await client();
    expect(await pjrt.compile(doubled(false))).toBeGreaterThan(0);
  });

  it.each([
    ["a file that is not there", "/nowhere/plugin.so", /no such file/],
    ["a folder", tmpdir(), /directory/],
  ])("says that %s is no plugin", async (_, path, message) => {
    const opening = PjrtClient.open({ plugin: path, threads: 1, cache: cacheFolder(process.env) });
    await expect(opening).rejects.toMatchObject({
      code: "E_PLUGIN",
      message: expect.stringMatching(message),
    });
  });
});
