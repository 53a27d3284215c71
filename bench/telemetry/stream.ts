/**
 * 1,000 workers that tell one step a second each, over one real nats-server into a controller's history and the statuses of its runs:
 * how late, at what cost, and what is lost when nats-server and the controller are killed. Every worker is a publisher of its own with
 * a connection of its own, all in this process.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ProgressEvent } from "@plateau/proto";
import { EventPublisher } from "@plateau/worker/telemetry/events/event-publisher.ts";
import { NatsServer } from "../../test/fixtures/nats-server.ts";
import { quantile } from "../quantile.ts";
import type { ControllerReport } from "./stream-controller.ts";

export interface StreamCost {
  workers: number;
  /** From the sending of an event to its being stored in the controller's history. */
  lagMs: { p50: number; p99: number };
  /** How old the step in a status is when it is written: at most one write per object and 10 s. */
  statusAgeMs: { p50: number; p99: number };
  /** Of each run. */
  statusWritesPerMinute: number;
  /** Shares of a CPU. */
  natsCpu: number;
  controllerCpu: number;
  sent: number;
  /** Events that are in no history although they were sent, over a kill of nats-server and one of the controller. */
  lost: number;
}

const warmUpMs = 15_000;
const measuredMs = 60_000;
const outageMs = 3_000;
/** Workers speak at different times. */
const ticksPerSecond = 100;
const clockTicks = 100;

export async function measureStream(workers: number): Promise<StreamCost> {
  const folder = mkdtempSync(join(tmpdir(), "plateau-bench-stream-"));
  const server = await NatsServer.start();
  let controller = await startController(folder, server.url, workers);
  const publishers = controller.runs.map(
    ({ name, uid }) =>
      new EventPublisher({
        url: server.url,
        run: { namespace: "default", kind: "TrainingRun", run: name, runUid: uid },
        rank: 0,
        process: `process of ${uid}`,
        log: () => {},
      }),
  );
  const sender = new Sender(publishers, controller.runs);
  try {
    await delay(warmUpMs);
    controller.process.send("mark");
    const before = [cpuSeconds(server.pid), cpuSeconds(controller.process.pid!)] as const;
    await delay(measuredMs);
    const { lagsMs, statusAgesMs } = await report(controller.process);
    const shareOf = (pid: number, since: number): number =>
      round(((cpuSeconds(pid) - since) / measuredMs) * 1000, 3);
    const natsCpu = shareOf(server.pid, before[0]);
    const controllerCpu = shareOf(controller.process.pid!, before[1]);

    await server.kill();
    await delay(outageMs);
    await server.serve();
    await delay(outageMs);
    await killed(controller.process);
    await delay(outageMs);
    controller = await startController(folder, server.url, workers);
    await delay(outageMs);
    sender.stop();
    await Promise.all(publishers.map((publisher) => publisher.finish(60_000)));
    return {
      workers,
      lagMs: quantiles(lagsMs),
      statusAgeMs: quantiles(statusAgesMs),
      statusWritesPerMinute: round((statusAgesMs.length / workers / measuredMs) * 60_000, 2),
      natsCpu,
      controllerCpu,
      sent: sender.sent,
      lost: sender.sent - (await storedOf(controller.process, sender.sent)),
    };
  } finally {
    sender.stop();
    await Promise.all(publishers.map((publisher) => publisher.close()));
    await killed(controller.process);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One step a second from each, spread over the second. */
class Sender {
  sent = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(publishers: readonly EventPublisher[], runs: readonly { uid: string }[]) {
    const steps = publishers.map(() => 0);
    const begunMs = performance.now();
    let next = 0;
    this.#timer = setInterval(() => {
      // By the clock, so that a late tick leaves none out.
      const due = Math.floor(((performance.now() - begunMs) / 1000) * publishers.length);
      for (; next < due; next += 1) {
        const index = next % publishers.length;
        const step = (steps[index]! += 1);
        publishers[index]!.send([
          { runUid: runs[index]!.uid, rank: 0, sequence: step, event: stepEvent(step) },
        ]);
        this.sent += 1;
      }
    }, 1000 / ticksPerSecond);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function stepEvent(step: number): ProgressEvent {
  return {
    type: "step",
    step,
    // stream-controller.ts reads the time of sending from it.
    tokens: Date.now(),
    flops: step * 1e9,
    loss: 3 + 1 / step,
    learningRate: 1e-3,
    gradientNorm: 1,
    stepMs: 1_000,
    phaseMs: { compute: 900, encode: 10, wire: 50, wait: 20, decode: 10, update: 10 },
    rawBytes: 4_000_000,
    payloadBytes: 400_000,
    sentBytes: 410_000,
    receivedBytes: 410_000,
  };
}

async function startController(
  folder: string,
  url: string,
  workers: number,
): Promise<{ process: ChildProcess; runs: { name: string; uid: string }[] }> {
  const child = fork(join(import.meta.dirname, "stream-controller.ts"), [folder, url, String(workers)]);
  const [runs] = (await once(child, "message")) as [{ name: string; uid: string }[]];
  return { process: child, runs };
}

async function report(controller: ChildProcess): Promise<ControllerReport> {
  const answer = once(controller, "message");
  controller.send("report");
  return ((await answer) as [ControllerReport])[0];
}

/** Until it has all, or nothing has come for ten seconds. */
async function storedOf(controller: ChildProcess, sent: number): Promise<number> {
  let stored = -1;
  for (let quiet = 0; quiet < 10 && stored < sent; quiet += 1) {
    const { stored: now } = await report(controller);
    if (now !== stored) quiet = 0;
    stored = now;
    await delay(1_000);
  }
  return stored;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / clockTicks;
}

function quantiles(values: number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q: number): number => round(quantile(sorted, q), 1);
  return { p50: at(0.5), p99: at(0.99) };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
