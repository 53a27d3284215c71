/**
 * `plateau run --metrics-port` as a user has it: the list of targets leads to the controller and to every rank, what they say is clean
 * to Prometheus' own eyes, and it goes when the runs do.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { allMetrics } from "@plateau/proto/metrics/index.ts";
import { readExposition } from "@plateau/proto/metrics/testing/exposition.ts";
import { freePorts } from "../../fixtures/ports.ts";
import { ensureTool, toolTimeoutMs } from "../../tools/index.ts";
import { Workplace } from "../cli/plateau.ts";

jest.setTimeout(200_000);

const manifest = (name: string, suspend: boolean): string => `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: ${name} }
spec:
  suspend: ${suspend}
  engine: { peakFlops: "1e9" }
  model: { family: Llama, layers: 1, width: 16, heads: 2, context: 16, vocabulary: 64 }
  data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 17 }
  optimizer: { name: AdamW, learningRate: "4e-3" }
  schedule: { warmupSteps: 10 }
  batch: { sequences: 16, sequenceLength: 16, shards: 2 }
  workers: { count: 2, min: 1 }
  exchange: { codec: Laser, channel: AWGN, awgn: { snrDb: "12" } }
  checkpoints: { store: { uri: checkpoints }, everySteps: 20, forkAt: { steps: [20] } }
  stopAt: { steps: 100000 }
`;

let promtool: string;
let place: Workplace;
beforeAll(async () => {
  promtool = await ensureTool("promtool");
  place = new Workplace();
  // Whoever watches the one that waits stays the controller when the other is gone.
  writeFileSync(join(place.directory, "run.yaml"), manifest("b", true));
  writeFileSync(join(place.directory, "other.yaml"), manifest("a", false));
}, toolTimeoutMs);
afterAll(() => place.remove());

interface Group {
  targets: [string];
  labels: { job: string };
}

/** Asks until the answer is as it should be: what is waited for is another process's work. */
async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  const tired = AbortSignal.timeout(60_000);
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && holds(answer)) return answer;
    if (tired.aborted) throw new Error(`still not as it should be: ${JSON.stringify(answer)}`);
    await delay(50);
  }
}

const get = async (url: string): Promise<string> => (await fetch(url)).text();

async function promtoolCheck(text: string): Promise<{ code: unknown; said: string }> {
  const child = spawn(promtool, ["check", "metrics"], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  child.stdin.end(text);
  const [code] = (await once(child, "close")) as [unknown];
  return { code, said };
}

test("leads to the controller and to every rank, and all that they say is clean", async () => {
  const [port] = await freePorts(1);
  const started = place.start(["run", "-f", "run.yaml", "--metrics-port", String(port)]);
  const controller = `http://127.0.0.1:${port}`;
  try {
    await until(
      () => get(`${controller}/metrics`),
      (text) => text.includes('run="b"'),
    );
    const applied = await place.run("run", "-f", "other.yaml", "--detach");
    expect(applied).toMatchObject({ code: 0 });
    const targets = async (): Promise<Group[]> => JSON.parse(await get(`${controller}/targets`)) as Group[];
    const groups = await until(targets, (found) => found.length === 3);
    expect(groups.map(({ labels }) => labels.job)).toEqual([
      "plateau-controller",
      "plateau-worker",
      "plateau-worker",
    ]);
    const workers = groups.slice(1).map(({ targets: [address] }) => `http://${address}/metrics`);
    // Both ranks count their steps, the one that does not coordinate as well.
    const stepped = (text: string): boolean => /^plateau_worker_steps_total\{.*\} [1-9]/m.test(text);
    const texts = await Promise.all(workers.map((url) => until(() => get(url), stepped)));
    const committed = (text: string): boolean => /^plateau_run_checkpoints\{.*\} 1$/m.test(text);
    texts.push(await until(() => get(`${controller}/metrics`), committed));
    for (const text of texts) {
      expect(await promtoolCheck(text)).toEqual({ code: 0, said: "" });
      const unknown = [...readExposition(text).families.keys()].filter((name) => !(name in allMetrics));
      expect(unknown).toEqual([]);
    }
    const ranks = texts
      .slice(0, 2)
      .map((text) => /plateau_worker_steps_total\{[^}]*rank="(\d)"/.exec(text)?.[1]);
    expect([...new Set(ranks)]).toHaveLength(2);
    const { code, stderr } = await place.run("delete", "trainingrun", "a");
    expect({ code, stderr }).toMatchObject({ code: 0 });
    await until(
      () => get(`${controller}/metrics`),
      (text) => !text.includes('run="a"'),
    );
    await until(targets, (found) => found.length === 1);
  } finally {
    started.process.kill("SIGINT");
    await started.result;
  }
});

test("refuses a port that is taken, and one that is none, before anything is trained", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  try {
    const { port } = other.address() as AddressInfo;
    const taken = await place.run("run", "-f", "run.yaml", "--metrics-port", String(port));
    expect(taken.code).not.toBe(0);
    expect(taken.stderr).toContain(`127.0.0.1:${port}`);
    expect(taken.stderr).toContain("Choose another port");
  } finally {
    other.close();
  }
  const wrong = await place.run("run", "-f", "run.yaml", "--metrics-port", "http");
  expect(wrong.stderr).toContain("give a whole number from 1 to 65535");
});
