/**
 * Place: which line of the model an error belongs to.
 */

/** TensorFlow.js names its own files by source maps, as tfjs-core/src/… */
const ownFiles = [
  "/engine/record/attention.ts",
  "/engine/record/backend.ts",
  "/engine/record/kernels/",
  "/engine/record/place.ts",
  "/engine/record/places.ts",
  "/engine/record/record.ts",
  "/engine/record/random-bits.ts",
  "/engine/record/recorder.ts",
];
const otherFolders = ["/node_modules/", "tfjs-core/src/", "(node:", "node:internal", "(<anonymous>)"];
const hidden = [...ownFiles, ...otherFolders];

/**
 * "models/llama/attention.ts:41" of the first caller outside the recorder and TensorFlow.js; "" if there is none.
 *
 * @param passing further files that do not count
 */
export function callerOutsideEngine(passing: readonly string[] = []): string {
  const passed = [...hidden, ...passing];
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const frames = (new Error().stack ?? "").split("\n").slice(1);
  Error.stackTraceLimit = limit;
  const frame = frames.find((line) => line.includes("at ") && !passed.some((own) => line.includes(own)));
  const position = frame?.match(/\(?(?:file:\/\/)?([^\s()]+:\d+):\d+\)?$/)?.[1];
  return position === undefined ? "" : position.split("/").slice(-3).join("/");
}

/** The place as the end of a sentence: " at models/gpt2/loss.ts:20", or nothing. */
export function atCaller(): string {
  const place = callerOutsideEngine();
  return place === "" ? "" : ` at ${place}`;
}
