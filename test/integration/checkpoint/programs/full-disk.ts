/**
 * Fills the disk of `<store>` with checkpoints, makes room, fills it again with a fork point, and prints one line of JSON with what
 * the writer told and what could still be loaded at each stage.
 */
import {
  CheckpointWriter,
  loadLatestGood,
  openStore,
  removeCheckpoint,
} from "@plateau/worker/checkpoint/index.ts";
import { sizedContents } from "./contents.ts";

const root = process.argv[2] ?? "";
const size = 50_000;
const forkStep = 999;
const store = await openStore(root);
const writer = new CheckpointWriter({ storeUri: root, keepLast: 1000, forkSteps: [forkStep] });
const failures: { step: number; fork: boolean; code: string; message: string }[] = [];
let committed: string[] = [];
writer.on("committed", ({ ref }) => committed.push(ref.manifestUri));
writer.on("failed", ({ step, fork, error }) =>
  failures.push({ step, fork, code: (error as { code?: string }).code ?? "", message: error.message }),
);
const newest = async (): Promise<{ step: number | undefined; whole: boolean; skipped: number }> => {
  const { loaded, skipped } = await loadLatestGood(store);
  const step = loaded?.manifest.step;
  const whole =
    step !== undefined && samePart(loaded?.state.parameters, sizedContents(step, size).state.parameters);
  return { step, whole, skipped: skipped.length };
};
const samePart = (a: Float32Array | undefined, b: Float32Array): boolean =>
  a?.length === b.length && a.every((value, i) => value === b[i]);
const temporaries = async (): Promise<number> => {
  const { readdir } = await import("node:fs/promises");
  return (await readdir(root, { recursive: true })).filter((name) => name.endsWith(".tmp")).length;
};

let step = 0;
while (failures.length === 0 && step < 100) {
  await writer.submit(sizedContents(++step, size), false);
  await writer.flush();
}
const whenFull = { lastStep: step, newest: await newest(), temporaries: await temporaries() };

// Room for one: the next periodic checkpoint is written although the one before failed.
await removeCheckpoint(committed[0] ?? "");
committed = [];
await writer.submit(sizedContents(++step, size), false);
await writer.flush();
const afterRoom = { step, committed: committed.length, newest: await newest() };

let thrown = "";
try {
  await writer.submit(sizedContents(forkStep, size), true);
  await writer.flush();
} catch (error) {
  thrown = (error as { code?: string }).code ?? String(error);
}
await writer.close();
console.log(JSON.stringify({ failures, whenFull, afterRoom, thrown, atEnd: await newest() }));
