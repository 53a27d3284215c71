/**
 * Rules that every Dockerfile keeps, as BuildKit reads it: what it copies exists and is not left out of the build's context, and it holds what
 * `npm run images` puts into the image of the same name.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  allSystems,
  home,
  images,
  unread,
  userId,
  type Contents,
  type ImageName,
} from "../../scripts/images/contents.ts";
import { toolTimeoutMs } from "../tools/index.ts";
import { contextFiles, readDockerfile, type Instruction } from "./support/dockerfile.ts";
import { loadedFiles } from "./support/imports.ts";
import { repository } from "./support/render.ts";

const files = ["images/controller/Dockerfile", "images/worker/Dockerfile", "images/worker/Dockerfile.cuda"];

const sources = ["proto", "scaling", "controller", "worker", "cli"];

describe.each(files)("%s", (file) => {
  const contents: Contents = images[file.split("/")[1] as ImageName];
  let all: Instruction[] = [];
  let warnings: string[] = [];
  beforeAll(async () => {
    ({ instructions: all, warnings } = await readDockerfile(file));
  }, toolTimeoutMs);
  const of = (word: string): string[] => all.filter((entry) => entry.word === word).map(({ rest }) => rest);

  test("is read by BuildKit, whose linter has nothing to say", () => {
    expect(warnings).toEqual([]);
  });

  test("pins its bases by version", () => {
    const bases = of("ARG").filter((arg) => arg.includes("_IMAGE="));
    expect(bases.length).toBeGreaterThan(0);
    for (const base of bases) expect(base).toMatch(/^[A-Z]+_IMAGE=[a-z/]+:\d+\.\d+\.\d+-[a-z0-9.-]+$/);
    for (const from of of("FROM"))
      expect(from).toMatch(/^\$\{(NODE|CUDA|COMPILER)_IMAGE\}( AS (build|native))?$/);
  });

  test("installs by the lock file, without scripts and development packages", () => {
    const install = of("RUN").find((run) => run.includes("npm"));
    expect(install).toMatch(/^npm ci .*--omit=dev.*--ignore-scripts/);
  });

  test("ends as a user without rights, with an entrypoint that is no shell", () => {
    const last = all.slice(all.findLastIndex(({ word }) => word === "FROM"));
    expect(last.filter(({ word }) => word === "USER").map(({ rest }) => rest)).toEqual(["65532:65532"]);
    expect(last.some(({ word }) => word === "RUN" || word === "ADD")).toBe(false);
    const [program] = last.filter(({ word }) => word === "ENTRYPOINT").map(({ rest }) => rest);
    expect(JSON.parse(program!)).toEqual([
      "node",
      expect.stringMatching(/^(controller|worker)\/src\/main\.ts$/),
    ]);
  });

  test("holds what npm run images puts into the image", () => {
    const copied = of("COPY").filter((copy) => !copy.startsWith("--from"));
    const copiedFolders = copied
      .map((copy) => copy.split(" ", 1)[0]!)
      .filter((path) => sources.includes(path));
    expect(copiedFolders).toEqual(contents.workspaces);
    const run = of("RUN").join(" && ");
    expect(run).toContain(`--workspace ${contents.workspaces.at(-1)}`);
    const removed = sources.filter((folder) => !(contents.workspaces as readonly string[]).includes(folder));
    expect(run).toContain(`rm -rf ${removed.join(" ")} `);
    for (const ending of unread) expect(run).toContain(`-name "*${ending}"`);
    const usesOnnx = contents.workspaces.at(-1) === "worker";
    for (const { folder } of allSystems) expect(run.includes(folder)).toBe(usesOnnx);
    const { compiled } = contents;
    expect(of("COPY").filter((copy) => copy.startsWith("--from=native"))).toEqual(
      compiled === undefined ? [] : [`--from=native ${home}/${compiled} ${compiled}`],
    );
    if (compiled !== undefined) expect(run).toContain(`prebuild.ts ${compiled}`);
    expect(of("WORKDIR").at(-1)).toBe(home);
    expect(of("USER")).toEqual([`${userId}:${userId}`]);
    const environment = Object.entries(contents.environment).map(([name, value]) => `${name}=${value}`);
    expect(of("ENV")).toEqual([environment.join(" ")]);
    expect(of("EXPOSE").join(" ")).toBe(contents.ports.join(" "));
    expect(JSON.parse(of("ENTRYPOINT")[0]!)).toEqual(contents.entrypoint);
    expect(of("CMD").map((command) => JSON.parse(command))).toEqual(
      contents.command.length > 0 ? [contents.command] : [],
    );
  });

  test("copies what is there and what the context holds, with all that its program loads", async () => {
    const context = await contextFiles();
    const sources = of("COPY")
      .filter((copy) => !copy.startsWith("--from"))
      .flatMap((copy) => copy.split(" ").slice(0, -1));
    expect(sources.length).toBeGreaterThan(5);
    const copied = (path: string): boolean =>
      sources.some((source) => path === source || path.startsWith(`${source}/`));
    for (const source of sources) {
      const held = context.filter((path) => path === source || path.startsWith(`${source}/`));
      expect({ source, there: existsSync(join(repository, source)), held: held.length > 0 }).toEqual({
        source,
        there: true,
        held: true,
      });
    }
    const loaded = [...loadedFiles(contents.entrypoint.at(-1)!)];
    expect(loaded.length).toBeGreaterThan(100);
    const there = new Set(context.filter(copied));
    expect(loaded.filter((path) => !there.has(path))).toEqual([]);
  });
});
