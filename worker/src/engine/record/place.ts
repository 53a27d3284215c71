/**
 * Place: which line of the model an error belongs to.
 */

/** TensorFlow.js names its own files by source maps, as tfjs-core/src/… */
const ownFiles = ["/engine/record/backend.ts", "/engine/record/place.ts", "/engine/record/record.ts"];
const otherFolders = ["/node_modules/", "tfjs-core/src/", "(node:", "node:internal"];
const hidden = [...ownFiles, ...otherFolders];

/** "models/llama/attention.ts:41" of the first caller outside the recorder and TensorFlow.js; "" if there is none. */
export function callerOutsideEngine(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const frames = (new Error().stack ?? "").split("\n").slice(1);
  Error.stackTraceLimit = limit;
  const frame = frames.find((line) => line.includes("at ") && !hidden.some((own) => line.includes(own)));
  const position = frame?.match(/\(?(?:file:\/\/)?([^\s()]+:\d+):\d+\)?$/)?.[1];
  return position === undefined ? "" : position.split("/").slice(-3).join("/");
}

/** The place as the end of a sentence: " at models/gpt2/loss.ts:20", or nothing. */
export function atCaller(): string {
  const place = callerOutsideEngine();
  return place === "" ? "" : ` at ${place}`;
}
