import { afterEach, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StepEvent } from "@plateau/proto";
import { openHistory } from "./history.ts";
import { ProgressRecorder } from "./recorder.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newPath(): string {
  folders.push(mkdtempSync(join(tmpdir(), "plateau-history-")));
  return join(folders.at(-1)!, "history.db");
}

const noisy: StepEvent = {
  type: "step",
  step: 7,
  tokens: 70,
  flops: 700,
  loss: 2.5,
  learningRate: 0.1,
  gradientNorm: 1,
  stepMs: 20,
  phaseMs: { compute: 10, encode: 2, wire: 3, wait: 1, decode: 2, update: 2 },
  rawBytes: 1000,
  payloadBytes: 100,
  sentBytes: 110,
  receivedBytes: 120,
  snrDb: 12.5,
  residualNorm: 0.25,
};

it("gives back every number of a step as it was told", () => {
  const history = openHistory(newPath());
  const recorder = new ProgressRecorder(history, { now: () => 5 });
  recorder.record({ runUid: "a", rank: 0, sequence: 1, event: noisy }, "pod");
  recorder.flush();
  const { type: _type, ...numbers } = noisy;
  expect(history.steps("a")).toEqual([{ ...numbers, atMs: 5 }]);
  history.close();
});

it("opens the file of an older release, keeps its steps, and goes on in it", () => {
  const path = newPath();
  // As the first release made it, of what is read here.
  const old = new DatabaseSync(path);
  old.exec(`
    CREATE TABLE steps (
      run TEXT NOT NULL, step INTEGER NOT NULL, tokens REAL NOT NULL, flops REAL NOT NULL, loss REAL, learningRate REAL,
      gradientNorm REAL, stepMs REAL, phaseMs TEXT NOT NULL, rawBytes REAL, sentBytes REAL, atMs REAL NOT NULL,
      PRIMARY KEY (run, step)
    ) WITHOUT ROWID;
    CREATE TABLE lifecycle (
      id INTEGER PRIMARY KEY, run TEXT NOT NULL, rank INTEGER NOT NULL, event TEXT NOT NULL, atMs REAL NOT NULL
    );
    CREATE TABLE runs (run TEXT PRIMARY KEY, firstStepAtMs REAL, lastStepAtMs REAL) WITHOUT ROWID;
    CREATE TABLE senders (
      process TEXT PRIMARY KEY, run TEXT NOT NULL, rank INTEGER NOT NULL,
      highest INTEGER NOT NULL, received INTEGER NOT NULL, duplicates INTEGER NOT NULL
    ) WITHOUT ROWID;
    INSERT INTO steps VALUES ('a', 6, 60, 600, 3, 0.1, 1, 20, '{"compute":8,"exchange":5,"update":4,"wait":3}', 1000, 500, 4);
    PRAGMA user_version = 1;
  `);
  old.close();
  const history = openHistory(path);
  const recorder = new ProgressRecorder(history);
  recorder.record({ runUid: "a", rank: 0, sequence: 1, event: noisy }, "pod");
  recorder.flush();
  const [before, after] = history.steps("a");
  expect(before).toMatchObject({
    step: 6,
    loss: 3,
    phaseMs: { compute: 8, encode: 0, wire: 5, wait: 3, decode: 0, update: 4 },
    rawBytes: 1000,
    payloadBytes: 1000,
    sentBytes: 500,
  });
  expect(after).toMatchObject({ step: 7, snrDb: 12.5, payloadBytes: 100 });
  history.close();
});
