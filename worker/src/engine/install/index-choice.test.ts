/** Which index is asked: the nearest to the user decides. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { chooseIndex, indexOf } from "./index-choice.ts";

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-home-"));
  await mkdir(join(home, ".config/pip"), { recursive: true });
  await mkdir(join(home, "bin"));
  await writeFile(join(home, "other.conf"), "[global]\nindex-url = https://u:p@file.test/simple\n");
  const pip = join(home, "bin/pip");
  await writeFile(
    pip,
    `#!/bin/sh\necho "  -i, --index-url <url>  Base URL of the index (default https://pip.test/simple). More."\n`,
  );
  await chmod(pip, 0o755);
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe("chooseIndex", () => {
  const all = {
    PLATEAU_WHEEL_INDEX: "https://own.test/simple",
    PIP_INDEX_URL: "https://env.test/simple",
  };

  it("is the option, then the variables, then pip's file with its password, then what pip says", async () => {
    const env = {
      HOME: home,
      PATH: join(home, "bin"),
      PIP_CONFIG_FILE: join(home, "other.conf"),
    };
    expect(await chooseIndex("https://option.test", { ...env, ...all })).toBe("https://option.test");
    expect(await chooseIndex(undefined, { ...env, ...all })).toBe("https://own.test/simple");
    expect(await chooseIndex(undefined, { ...env, ...all, PLATEAU_WHEEL_INDEX: "" })).toBe(
      "https://env.test/simple",
    );
    expect(await chooseIndex(undefined, env)).toBe("https://u:p@file.test/simple");
    await writeFile(join(home, ".config/pip/pip.conf"), "[install]\nindex-url: https://user.test/simple\n");
    expect(await chooseIndex(undefined, { ...env, PIP_CONFIG_FILE: "" })).toBe("https://user.test/simple");
    await rm(join(home, ".config/pip/pip.conf"));
  });

  it("is pip's own default where nothing else is said, and none without a pip", async () => {
    expect(await chooseIndex(undefined, { HOME: home, PATH: join(home, "bin") })).toBe(
      "https://pip.test/simple",
    );
    expect(await chooseIndex(undefined, { HOME: home, PATH: join(home, "nowhere") })).toBeUndefined();
  });
});

describe("indexOf", () => {
  it.each([
    ["[global]\nindex-url = https://a.test/simple", "https://a.test/simple"],
    ["[global]\r\nindex_url=https://a.test/simple\r\n[list]\r\nformat = columns", "https://a.test/simple"],
    ["[install]\nindex-url=https://b.test\n[global]\nindex-url=https://a.test", "https://b.test"],
    ["[download]\nindex-url=https://b.test", undefined],
    ["# [global]\n#index-url = https://a.test", undefined],
    ["[global]\nextra-index-url = https://a.test", undefined],
    ["", undefined],
  ])("of %j is %s", (text, expected) => {
    expect(indexOf(text)).toBe(expected);
  });
});
