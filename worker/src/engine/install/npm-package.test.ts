/** An engine that is a package of npm, fetched by npm itself: here from a folder, which npm packs as it would have been published. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { Recipe } from "./catalogue.ts";
import { sha256Of } from "./download.ts";
import { install, type InstallRequest } from "./install.ts";
import { fetchPackage } from "./npm-package.ts";
import { machine } from "./testing/recipes.ts";

jest.setTimeout(60_000);
const file = "small-engine-1.0.0.tgz";
let folder: string;
let packed: string;
let wheel: Recipe["wheels"][number] & { npm: string };
let recipe: Recipe;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plateau-npm-"));
  const source = join(folder, "source");
  await mkdir(join(source, "dist"), { recursive: true });
  // Were it run, there would be a file.
  const scripts = { prepack: `touch ${join(folder, "ran")}`, install: `touch ${join(folder, "ran")}` };
  await writeFile(
    join(source, "package.json"),
    JSON.stringify({ name: "small-engine", version: "1.0.0", scripts }),
  );
  await writeFile(join(source, "dist/engine.js"), "exports.answer = 42;\n");
  await promisify(execFile)("npm", ["pack", source, "--ignore-scripts", "--pack-destination", folder]);
  packed = join(folder, file);
  const bytes = (await readFile(packed)).length;
  wheel = { npm: source, file, sha256: await sha256Of(packed), bytes, unpackedBytes: 21 };
  recipe = {
    name: "small",
    engine: "TfjsNode",
    what: "for tests",
    version: "1.0.0",
    library: "package/dist/engine.js",
    platform: "linux-x64",
    glibc: "2.27",
    keep: /^package\/dist\//,
    device: { kind: "cpu" },
    wheels: [wheel],
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const request = (cache: string, changes: Partial<InstallRequest> = {}): InstallRequest => ({
  recipe,
  cache,
  machine,
  wheels: [],
  index: () => Promise.reject(new Error("no index of wheels is asked")),
  onProgress: () => {},
  waiting: () => {},
  ...changes,
});

describe("a package of npm", () => {
  it("is fetched by npm and unpacked, and none of its scripts is run", async () => {
    const progress: number[] = [];
    const cache = join(folder, "fetched");
    const result = await install(
      request(cache, { onProgress: ({ done, total }) => progress.push(done / total) }),
    );
    expect(await readFile(result.library, "utf8")).toBe("exports.answer = 42;\n");
    expect(await readdir(join(result.folder, "files/package"))).toEqual(["dist"]);
    expect(progress.at(-1)).toBe(1);
    expect(await readdir(folder)).not.toContain("ran");
  });

  it("may be given as a file", async () => {
    const given = { ...recipe, wheels: [{ ...wheel, npm: "/nowhere" }] };
    const { wasThere } = await install(request(join(folder, "given"), { recipe: given, wheels: [packed] }));
    expect(wasThere).toBe(false);
  });

  it("is refused when it is another one than was published", async () => {
    const other = { ...recipe, wheels: [{ ...wheel, sha256: "0".repeat(64) }] };
    await expect(install(request(join(folder, "other"), { recipe: other }))).rejects.toMatchObject({
      code: "E_INSTALL_WHEEL",
      message: expect.stringMatching(/npm gave another .* than was published/) as unknown as string,
    });
  });

  it("is missed in npm's own words, or for want of npm, with what to do", async () => {
    const missing = { ...wheel, npm: join(folder, "nothing-here") };
    const to = join(folder, "to.tgz");
    await expect(fetchPackage(missing, to)).rejects.toMatchObject({
      code: "E_INSTALL_NPM",
      message: expect.stringMatching(/ENOENT.*--wheel/s) as unknown as string,
    });
    await expect(fetchPackage(wheel, to, undefined, "no-such-npm")).rejects.toMatchObject({
      code: "E_INSTALL_NPM",
      message: expect.stringMatching(/there is no no-such-npm on the path/) as unknown as string,
    });
  });
});
