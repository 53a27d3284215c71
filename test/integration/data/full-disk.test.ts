import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { noPrivateMounts, runMounted } from "../private-mount.ts";

const maybe = noPrivateMounts ? it.skip : it;
const why = noPrivateMounts ? ` (skipped: ${noPrivateMounts})` : "";
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "plateau-disk-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("tokenising onto a full disk", () => {
  maybe(
    `says so, leaves no half of it, and keeps the data that were there${why}`,
    async () => {
      const told = await runMounted<{
        small: { code: string };
        large: { code: string; message: string };
        left: string[];
      }>(
        'mount -t tmpfs -o size=1m tmpfs "$1"',
        directory,
        join(import.meta.dirname, "full-disk-program.ts"),
      );
      expect(told.small.code).toBe("");
      expect(told.large.code).toBe("E_OUTPUT");
      expect(told.large.message).toMatch(/data: the disk is full; free some space\. Nothing was left behind/);
      expect(told.left).toEqual([
        "data",
        "data/domains.csv",
        "data/manifest.json",
        "data/train-00000.bin",
        "data/validation-00000.bin",
      ]);
    },
    60_000,
  );
});
