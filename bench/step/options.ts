/** What to measure, by options; everything that is left out has a default. */
import { parseArgs } from "node:util";
import { engines as knownEngines } from "@plateau/worker/engine/index.ts";
import { sizes, type SizeName } from "./sizes.ts";

/** Beside our engines. */
export const peers = ["torchEager", "torchCompile", "jax"] as const;
export type Peer = (typeof peers)[number];

export interface Options {
  sizes: SizeName[];
  engines: string[];
  peers: Peer[];
  threads: number[];
  /** Steps of S over which the memory must stay flat; 0 = do not look. */
  flatSteps: number;
}

/** Slow ones are measured when they are named. */
const usualEngines = Object.keys(knownEngines).filter((name) => name !== "reference" && name !== "tfjs-node");

const usage = `Options, each a list with commas between:
  --sizes    ${Object.keys(sizes).join(",")}   (or named without the option)
  --engines  ${Object.keys(knownEngines).join(",")}   (default: ${usualEngines.join(",")}, those that are installed)
  --peers    ${peers.join(",")}   (or none)
  --threads  2,1
  --flat     1000   steps of S over which the first engine's memory must stay flat; 0 = none`;

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const flatSteps = Number(values.flat ?? 1000);
  if (!Number.isInteger(flatSteps) || flatSteps < 0)
    throw new UsageError(`--flat is a whole number, not "${values.flat}".`);
  return {
    sizes: chosen("size", [...positionals, ...listOf(values.sizes)], Object.keys(sizes) as SizeName[]),
    engines: chosen("engine", listOf(values.engines), Object.keys(knownEngines), usualEngines),
    peers: values.peers === "none" ? [] : chosen("peer", listOf(values.peers), peers),
    threads: listOf(values.threads ?? "2,1").map(countOf),
    flatSteps,
  };
}

export class UsageError extends Error {
  constructor(message: string) {
    super(`${message}\n${usage}`);
  }
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { sizes: text, engines: text, peers: text, threads: text, flat: text },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const listOf = (text: string | undefined): string[] => (text ?? "").split(",").filter((each) => each !== "");

function countOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`"${text}" is no number of threads.`);
}

function chosen<T extends string>(
  what: string,
  asked: readonly string[],
  known: readonly T[],
  usual: readonly T[] = known,
): T[] {
  const unknown = asked.find((name) => !known.some((each) => each === name));
  if (unknown !== undefined)
    throw new UsageError(`There is no ${what} "${unknown}"; there are ${known.join(", ")}.`);
  return asked.length === 0 ? [...usual] : known.filter((name) => asked.includes(name));
}
