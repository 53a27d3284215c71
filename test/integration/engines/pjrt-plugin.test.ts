/**
 * Plugins that cannot be used, each with its own sentence, and the native client that has to be compiled first.
 */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { cacheFolder } from "@plateau/worker/engine/install/index.ts";
import { PjrtClient } from "@plateau/worker/engine/pjrt/client.ts";
import { buildAddon, ensureAddon } from "@plateau/worker/engine/pjrt/native/build.ts";
import { noPjrtPlugin, pjrtPlugin } from "../../fixtures/pjrt-plugin.ts";

const suite = noPjrtPlugin === undefined ? describe : describe.skip;
const source = join(import.meta.dirname, "../../fixtures/pjrt-plugins/plugin.cc");

suite("a PJRT plugin", () => {
  jest.setTimeout(60_000);
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plateau-plugin-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function compiled(name: string, ...definitions: string[]): Promise<string> {
    const path = join(folder, name);
    const args = [
      "-std=c++17",
      "-shared",
      "-fPIC",
      ...definitions.map((text) => `-D${text}`),
      source,
      "-o",
      path,
    ];
    await promisify(execFile)("c++", args);
    return path;
  }

  /** What is said when it is opened, less its path. */
  async function refusal(plugin: string): Promise<string> {
    const opened = await PjrtClient.open({ plugin, threads: 1, cache: cacheFolder(process.env) }).then(
      (client) => client.close(),
      (error: Error & { code: string }) => error,
    );
    expect(opened).toMatchObject({ code: "E_PLUGIN" });
    return (opened as Error).message.replaceAll(plugin, basename(plugin));
  }

  it.each([
    ["1.0", ["MAJOR=1", "MINOR=0", "FUNCTIONS=71"]],
    ["0.57", ["MAJOR=0", "MINOR=57", "FUNCTIONS=71"]],
  ])("is refused when it speaks version %s", async (version, definitions) => {
    const name = `${version}.so`;
    expect(await refusal(await compiled(name, ...definitions))).toBe(
      `The PJRT plugin ${name} could not start: it speaks version ${version} of the PJRT API; needed is 0.x from 0.58 on`,
    );
  });

  it("is refused when it lacks functions that its version has", async () => {
    const path = await compiled("short.so", "MAJOR=0", "MINOR=99", "FUNCTIONS=70");
    expect(await refusal(path)).toMatch(/its table of functions is shorter than version 0\.99/);
  });

  it("is refused without a device, in its own words if it has some", async () => {
    const settings = ["MAJOR=0", "MINOR=58", "FUNCTIONS=71"];
    expect(await refusal(await compiled("mute.so", ...settings, "NO_DEVICES"))).toBe(
      "The PJRT plugin mute.so could not start: it found no device",
    );
    expect(await refusal(await compiled("failing.so", ...settings))).toBe(
      "The PJRT plugin failing.so could not start: no accelerator answers",
    );
  });

  it("is refused when it is another library", async () => {
    const addon = await ensureAddon(cacheFolder(process.env));
    expect(await refusal(addon)).toMatch(/a shared library but no PJRT plugin/);
  });

  it("is refused when it is damaged, before it is loaded", async () => {
    const whole = await open(await pjrtPlugin());
    const start = Buffer.alloc(2 ** 20);
    await whole.read(start, 0, start.length, 0);
    await whole.close();
    const path = join(folder, "damaged.so");
    await writeFile(path, start);
    expect(await refusal(path)).toMatch(
      /cut short: 1048576 of at least \d{9} bytes are there\. Install it again/,
    );
    start.writeUInt16LE(243, 18);
    await writeFile(path, start);
    expect(await refusal(path)).toMatch(/it is not for this processor \(x64\)/);
    await writeFile(path, "<html>404</html>");
    expect(await refusal(path)).toMatch(/it is no shared library/);
  });
});

suite("the native client", () => {
  jest.setTimeout(60_000);
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plateau-native-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is the same file for processes that compile it at the same time", async () => {
    const [a, b] = await Promise.all([buildAddon(folder), buildAddon(folder)]);
    expect(a).toBe(b);
    expect((await readFile(a)).subarray(1, 4).toString()).toBe("ELF");
    expect(await readdir(folder)).toEqual([basename(a)]);
  });

  it("is not there without a compiler, and says what to do", async () => {
    await expect(buildAddon(join(folder, "none"), ["no-such-compiler"])).rejects.toMatchObject({
      code: "E_NATIVE",
      message: expect.stringMatching(/no C\+\+ compiler here \(no-such-compiler\).*apt-get install g\+\+/),
    });
  });

  it.each([
    ["is killed", "kill -KILL $$", /could not be compiled with .*: it was ended by SIGKILL/],
    ["fails", "echo 'addon.cc:1: error: no such thing' >&2; exit 1", /: addon\.cc:1: error: no such thing$/],
  ])("leaves nothing half done when the compiler %s", async (_, script, message) => {
    const compiler = join(folder, "compiler");
    await writeFile(compiler, `#!/bin/sh\n${script}\n`);
    await chmod(compiler, 0o755);
    const target = join(folder, "target");
    await expect(buildAddon(target, [compiler])).rejects.toMatchObject({
      code: "E_NATIVE",
      message: expect.stringMatching(message),
    });
    expect(await readdir(target)).toEqual([]);
  });
});
