/**
 * Exchange benchmark.
 *
 *   npm run bench:exchange             all
 *   npm run bench:exchange -- wire     100 MB over 2 and 4 ranks on loopback, against PyTorch's gloo and a plain TCP socket
 *   npm run bench:exchange -- links    a step's exchange on links of 100 Mbit/s and 1 Gbit/s with 10 ms delay, against PyTorch DDP (needs root)
 *   npm run bench:exchange -- recovery kill -9 of one of four ranks
 *
 * Ours and theirs take turns within one run. What is measured is the exchange: gradients are given, not computed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { pythonWith, torch as torchEnvironment } from "../step/python-environment.ts";
import { Group, type StepLine } from "./group.ts";
import { measureRecovery } from "./recovery.ts";
import { shapes, type ShapeName } from "./shapes.ts";
import { SlowLink } from "./slow-link.ts";

const root = join(import.meta.dirname, "..");
const cache = join(root, "cache");
const results = join(root, "results");
const parts = ["wire", "links", "recovery"] as const;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

let nextPort = 41_000 + (process.pid % 500) * 40;
/** A few ports that nothing of this run has used. */
function takePorts(): string {
  nextPort += 8;
  return String(nextPort);
}

type Place = (rank: number, command: readonly string[]) => readonly string[];

interface Setting {
  hosts: readonly string[];
  shape: ShapeName;
  /** Where a rank's command runs. */
  place?: Place;
}

/** Strips types, and so starts as any Node does. */
function plateau(
  { hosts, shape, place = (_, command) => command }: Setting,
  codec: string,
  ...tls: "tls"[]
): Group {
  const port = takePorts();
  const program = join(import.meta.dirname, "rank.ts");
  const ranks = String(hosts.length);
  return new Group(
    hosts.map((_, rank) =>
      place(rank, [process.execPath, program, String(rank), ranks, hosts.join(), port, shape, codec, ...tls]),
    ),
  );
}

function torch(
  python: string,
  { hosts, shape, place = (_, command) => command }: Setting,
  mode: string,
): Group {
  const port = takePorts();
  const spec = join(cache, `exchange-${shape}.json`);
  writeFileSync(spec, JSON.stringify(shapes[shape]().map((each) => each.shape)));
  const program = join(import.meta.dirname, "torch_rank.py");
  const ranks = String(hosts.length);
  return new Group(
    hosts.map((_, rank) => place(rank, [python, program, String(rank), ranks, hosts[0]!, port, spec, mode])),
  );
}

/** Steps of all groups in turns, after some that do not count. */
async function inTurns(
  groups: Record<string, Group>,
  { warmUp, turns }: { warmUp: number; turns: number },
): Promise<Record<string, StepLine[]>> {
  const lines: Record<string, StepLine[]> = {};
  try {
    for (const group of Object.values(groups)) await group.ready();
    for (let turn = 0; turn < warmUp + turns; turn++) {
      for (const [name, group] of Object.entries(groups)) {
        const line = await group.step();
        if (turn >= warmUp) (lines[name] ??= []).push(line);
      }
    }
  } finally {
    await Promise.all(Object.values(groups).map((group) => group.end()));
  }
  return lines;
}

const medians = (
  lines: Record<string, StepLine[]>,
  of: (line: StepLine) => number = ({ ms }) => ms,
): Record<string, number> =>
  Object.fromEntries(Object.entries(lines).map(([name, each]) => [name, round(median(each.map(of)), 1)]));

async function wire(python: string | undefined): Promise<Record<string, unknown>> {
  const overGloo: Record<string, number> = {};
  const overGlooTls: Record<string, number> = {};
  const ms: Record<string, unknown> = {};
  const cpuMs: Record<string, unknown> = {};
  for (const ranks of [2, 4]) {
    const hosts = Array.from({ length: ranks }, () => "127.0.0.1");
    const setting: Setting = { hosts, shape: "flat" };
    const groups: Record<string, Group> = {
      plateau: plateau(setting, "none"),
      plateauTls: plateau(setting, "none", "tls"),
    };
    if (python !== undefined) groups["gloo"] = torch(python, setting, "all_reduce");
    if (ranks === 2) {
      const program = join(import.meta.dirname, "raw-tcp.ts");
      const port = takePorts();
      groups["rawTcp"] = new Group(
        hosts.map((_, rank) => [process.execPath, program, String(rank), "2", hosts.join(), port]),
      );
    }
    const lines = await inTurns(groups, { warmUp: 3, turns: 11 });
    const middle = medians(lines);
    ms[ranks] = middle;
    // Says more than the time where others use the machine, too.
    const cpu = medians(lines, ({ cpuMs }) => cpuMs ?? 0);
    cpuMs[ranks] = cpu;
    if (middle["gloo"]) {
      overGloo[ranks] = round(middle["plateau"]! / middle["gloo"], 2);
      overGlooTls[ranks] = round(middle["plateauTls"]! / middle["gloo"], 2);
    }
    const others = Object.entries(middle).map(
      ([name, value]) => `${name} ${value} ms (processors ${cpu[name]} ms)`,
    );
    console.log(`100 MB over ${ranks} ranks on loopback: ${others.join(", ")}`);
  }
  return { overGloo, overGlooTls, wireMs: ms, wireCpuMs: cpuMs };
}

async function links(python: string | undefined): Promise<Record<string, unknown>> {
  const out: Record<string, unknown> = {};
  for (const mbit of [100, 1000]) {
    const byShape: Record<string, unknown> = {};
    for (const shape of ["demo", "gpt2"] as const) {
      const link = await SlowLink.open(mbit);
      try {
        const measuredMs = round(await link.measureDelayMs(), 2);
        const groups = linkGroups(python, link, shape);
        // Half a gigabyte takes forty seconds at 100 Mbit/s: one step of those, and none to warm up.
        const whole = { warmUp: mbit === 100 ? 0 : 1, turns: mbit === 100 ? 1 : 3 };
        const middle: Record<string, number> = {};
        for (const [name, open] of Object.entries(groups)) {
          const few = shape === "gpt2" && (name === "none" || name === "ddp");
          const turns = few ? whole : { warmUp: 2, turns: shape === "demo" ? 9 : 3 };
          Object.assign(middle, medians(await inTurns({ [name]: open() }, turns)));
        }
        byShape[shape] = middle;
        byShape["delayMs"] = measuredMs;
        const each = Object.entries(middle).map(([name, value]) => `${name} ${value} ms`);
        console.log(`${mbit} Mbit/s, ${measuredMs} ms delay (ping-pong), ${shape}: ${each.join(", ")}`);
      } finally {
        link.remove();
      }
    }
    out[mbit === 100 ? "step100Mbit" : "step1Gbit"] = byShape;
  }
  return out;
}

/** Not side by side: they would share the link. */
function linkGroups(
  python: string | undefined,
  link: SlowLink,
  shape: ShapeName,
): Record<string, () => Group> {
  const place: Place = (rank, command) => link.on(rank, command);
  const setting: Setting = { hosts: link.hosts, shape, place };
  const withInterface: Place = (rank, command) =>
    link.on(rank, ["env", `GLOO_SOCKET_IFNAME=${link.interfaces[rank]}`, ...command]);
  return {
    none: () => plateau(setting, "none"),
    laser: () => plateau(setting, "laser"),
    ...(python === undefined
      ? {}
      : {
          ddp: () => torch(python, { ...setting, place: withInterface }, "ddp"),
          powersgd: () => torch(python, { ...setting, place: withInterface }, "powersgd"),
        }),
  };
}

// Leaves by the front door, so that links are removed.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
mkdirSync(cache, { recursive: true });
mkdirSync(results, { recursive: true });
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !parts.some((part) => part === name));
if (unknown.length > 0) {
  console.error(`Unknown part ${unknown.join(", ")}. There are: ${parts.join(", ")}.`);
  process.exit(2);
}
const found = pythonWith(torchEnvironment, cache);
const python = "python" in found ? found.python : undefined;
if ("missing" in found) console.log(`No comparison with PyTorch: ${found.missing}.`);
const hardware = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}`;
console.log(`${hardware}; Node ${process.version}`);

const runs = (part: (typeof parts)[number]): boolean => asked.length === 0 || asked.includes(part);
const result: Record<string, unknown> = {};
if (runs("wire")) Object.assign(result, await wire(python));
if (runs("links")) {
  if (process.getuid?.() === 0) Object.assign(result, await links(python));
  else console.log("Slow links need root to make network namespaces: left out.");
}
if (runs("recovery")) {
  const recovery = await measureRecovery({ log: (line) => console.log(line) });
  result["recoverySeconds"] = {
    p50: recovery.withReplacement.p50,
    withoutReplacement: recovery.withoutReplacement.p50,
  };
  result["goodput"] = recovery.goodput;
}
const file = join(results, asked.length === 0 ? "exchange.json" : `exchange-${asked.join("-")}.json`);
writeFileSync(file, `${JSON.stringify({ hardware, node: process.version, result }, null, 2)}\n`);
console.log(`RESULT ${JSON.stringify(result)}`);
