import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openStore, saveCheckpoint } from "@plateau/worker/checkpoint/index.ts";
import { noPrivateMounts, runMounted } from "../private-mount.ts";
import { sizedContents } from "./programs/contents.ts";

const program = (name: string): string => join(import.meta.dirname, "programs", name);
const maybe = noPrivateMounts ? it.skip : it;
const why = noPrivateMounts ? ` (skipped: ${noPrivateMounts})` : "";
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "plateau-disk-"));
});
afterEach(() => rm(directory, { recursive: true }));

interface Newest {
  step: number;
  whole: boolean;
  skipped: number;
}

describe("a full disk", () => {
  maybe(
    `costs the checkpoint that does not fit and nothing else; a fork point that does not fit stops the run${why}`,
    async () => {
      // Each checkpoint takes 600 kB.
      const told = await runMounted<{
        failures: { step: number; fork: boolean; code: string; message: string }[];
        whenFull: { lastStep: number; newest: Newest; temporaries: number };
        afterRoom: { step: number; committed: number; newest: Newest };
        thrown: string;
        atEnd: Newest;
      }>('mount -t tmpfs -o size=4m tmpfs "$1"', directory, program("full-disk.ts"));
      const { whenFull, afterRoom, failures } = told;
      expect(failures.map(({ fork, code }) => [fork, code])).toEqual([
        [false, "E_STORE_FULL"],
        [true, "E_STORE_FULL"],
      ]);
      expect(failures[0]?.message).toMatch(
        /Cannot write .*step-\d+\/\w+\.\w+: the disk is full.*Free some space/,
      );
      expect(whenFull.lastStep).toBeGreaterThan(3);
      expect(whenFull).toMatchObject({
        newest: { step: whenFull.lastStep - 1, whole: true, skipped: 0 },
        temporaries: 0,
      });
      expect(afterRoom).toMatchObject({ committed: 1, newest: { step: afterRoom.step, whole: true } });
      expect(told.thrown).toBe("E_STORE_FULL");
      expect(told.atEnd).toEqual(afterRoom.newest);
    },
    60_000,
  );
});

describe("a read-only directory", () => {
  maybe(
    `can be loaded from; saving and removing say so and change nothing${why}`,
    async () => {
      await saveCheckpoint(await openStore(directory), sizedContents(1, 100));
      const told = await runMounted<{
        loaded: number;
        save: { code: string; message: string };
        remove: { code: string };
        still: number;
      }>('mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"', directory, program("read-only.ts"));
      expect(told).toMatchObject({
        loaded: 1,
        save: { code: "E_STORE_READ_ONLY" },
        remove: { code: "E_STORE_READ_ONLY" },
        still: 1,
      });
      expect(told.save.message).toMatch(/mounted read-only.*Make the directory writable/);
    },
    60_000,
  );
});
