/**
 * Library: TensorFlow's shared library as the engines on it open it, and what it is told about threads and GPUs.
 */
import { EngineError, messageOf } from "../errors.ts";
import { encodeGraphDef } from "../lower/tensorflow/graph-def.ts";
import { libraryProblem } from "../addons/library-file.ts";
import { Message } from "../protobuf.ts";
import type { Addon } from "./addon.ts";

export interface Library {
  path: string;
  threads: number;
  /** Which GPU, counted from 0. */
  device: number;
}

export interface OpenedLibrary {
  /** Of TensorFlow. */
  version: string;
  hasGpu: boolean;
  /** What it computes on, for the log. */
  device: string;
}

/**
 * Loads the library into the process; a program without an operation shows whether it can be used, and its devices.
 *
 * @throws EngineError E_LIBRARY with what is wrong and the command that mends it
 */
export async function openLibrary(addon: Addon, library: Library): Promise<OpenedLibrary> {
  const { path, threads } = library;
  const problem = await libraryProblem(path);
  if (problem !== undefined) throw unusable(path, problem);
  const opened = addon.load(path, encodeGraphDef([]), sessionConfig(library)).catch((error: unknown) => {
    throw unusable(path, messageOf(error), error);
  });
  const { program, version, devices } = await opened;
  await addon.close(program);
  const hasGpu = devices.includes("GPU");
  const cpu = `CPU, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  return { version, hasGpu, device: hasGpu ? `GPU ${library.device}` : cpu };
}

/** @throws EngineError E_LIBRARY if none is named */
export function namedLibrary(engine: string, plugin: string | undefined): string {
  if (plugin !== undefined) return plugin;
  throw new EngineError(
    "E_LIBRARY",
    `The engine ${engine} needs TensorFlow's library, and none is named; \`plateau engines list\` shows which can be installed.`,
  );
}

function unusable(path: string, problem: string, cause?: unknown): EngineError {
  return new EngineError(
    "E_LIBRARY",
    `TensorFlow's library ${path} cannot be used: ${problem}. Install it again: plateau engines install tensorflow.`,
    { cause },
  );
}

/** A ConfigProto: threads of its own for each session, and of a GPU's memory only what is used. */
export function sessionConfig({ threads, device }: Library): Uint8Array {
  return new Message()
    .integer(2, threads)
    .integer(5, 1)
    .integer(9, 1)
    .message(6, new Message().integer(4, 1).string(5, String(device)))
    .finish();
}
