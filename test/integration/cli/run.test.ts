import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { removeStudy } from "@plateau/cli/study/remove-study.ts";
import { systemTerminal } from "@plateau/cli/terminal.ts";
import { readPoints } from "@plateau/cli/points/read-points.ts";
import { binary, Workplace, type Result } from "./plateau.ts";

/** Six gangs of two processes, on machines that may be busy. */
jest.setTimeout(400_000);

const study = `
apiVersion: plateau.dev/v1alpha1
kind: ScalingStudy
metadata: { name: tiny }
spec:
  sizes:
    - { name: xs, layers: 1, width: 16, heads: 2 }
    - { name: s, layers: 1, width: 32, heads: 2 }
  horizons: { tokens: ["16e3", "32e3"] }
  parallelRuns: 2
  runTemplate:
    spec:
      model: { family: Llama, context: 16, vocabulary: 64, tieEmbeddings: true }
      data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 17 }
      optimizer: { name: AdamW, learningRate: "4e-3" }
      schedule: { warmupSteps: 10 }
      batch: { sequences: 16, sequenceLength: 16, shards: 2 }
      workers: { count: 2, min: 1 }
      checkpoints: { store: { uri: checkpoints }, everySteps: 20 }
  cooldownTemplate:
    spec: { workers: { count: 2, min: 1 } }
  fit: { resamples: 20 }
`;

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  writeFileSync(join(place.directory, "tiny.yaml"), study);
});
afterAll(() => place.remove());

const steps = async (): Promise<Record<string, number>> => {
  const { stdout } = await place.run("get", "trainingruns", "-o", "json");
  const { items } = JSON.parse(stdout) as { items: (KubeObject & { status?: { step?: number } })[] };
  return Object.fromEntries(items.map(({ metadata, status }) => [metadata.name, status?.step ?? 0]));
};

/** Processes whose environment names the home. */
function workersOf(home: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`${home}/`);
    } catch {
      return false;
    }
  });
}

/** There is no event for the end of a process that is not one's own. */
async function noneOf(list: () => string[]): Promise<void> {
  const until = performance.now() + 30_000;
  while (list().length > 0) {
    if (performance.now() > until) throw new Error(`still there: ${list().join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("plateau run", () => {
  let finished: Result;

  it("stops on Ctrl-C with everything saved and says how to go on", async () => {
    const { process, result, said } = place.start(["run", "-f", "tiny.yaml"]);
    await said(/has committed its fork point/);
    process.kill("SIGINT");
    const { code, stderr } = await result;
    expect(code).toBe(130);
    expect(stderr).toContain("stopping: the workers save their state");
    expect(stderr).toContain("To go on: plateau run -f tiny.yaml");
    expect(Math.max(...Object.values(await steps()))).toBeGreaterThan(0);
  });

  it("leaves at once at a second Ctrl-C, and the workers end by themselves", async () => {
    if (!existsSync("/proc")) return;
    const { process: child, result, said } = place.start(["run", "-f", "tiny.yaml"]);
    await said(/ trains|goes on|branches off|has reached/);
    expect(workersOf(place.home).length).toBeGreaterThan(0);
    child.kill("SIGINT");
    await said("Ctrl-C again leaves at once");
    child.kill("SIGINT");
    expect((await result).code).toBe(130);
    await expect(noneOf(() => workersOf(place.home))).resolves.toBeUndefined();
  });

  it("goes on with the same command to the end, while others look on", async () => {
    const before = await steps();
    const { result, said } = place.start(["run", "-f", "tiny.yaml"]);
    await said(/ trains|goes on|branches off|has reached/);
    const onlooker = place.start(["run", "-f", "tiny.yaml"]);
    await onlooker.said(/Process \d+ is the controller of this home; this one watches\./);
    onlooker.process.kill("SIGINT");
    const looked = await onlooker.result;
    expect([looked.code, looked.stderr]).toEqual([130, expect.stringContaining("goes on. To watch again:")]);
    finished = await result;
    expect([finished.code, finished.stderr]).toEqual([0, expect.any(String)]);
    const after = await steps();
    for (const [name, step] of Object.entries(before)) expect(after[name]).toBeGreaterThanOrEqual(step);
    expect(finished.stderr.match(/is done: validation loss \d\.\d{3}\./g)?.length).toBeGreaterThanOrEqual(1);
  });

  it("ends with the fit, what it cost against independent runs, and the report with its points", () => {
    // Four points cannot identify five constants, and are not made to.
    expect(finished.stdout).toContain("do not identify the law, so no constant is given.");
    // 125 and 63 steps a size: 100 + 25 + 12 steps instead of 188.
    expect(finished.stdout).toMatch(
      /FLOPs spent .* 4 independent runs would have cost .*: ratio 0\.7\d\d, 2\d % saved\./,
    );
    const report = /^Report {2}(.*)$/m.exec(finished.stdout)?.[1] ?? "";
    const points = /^Points {2}(.*)$/m.exec(finished.stdout)?.[1] ?? "";
    expect(readFileSync(report, "utf8").match(/<svg /g)?.length).toBeGreaterThanOrEqual(4);
    const file = readPoints(readFileSync(points, "utf8"), "tiny-points.csv");
    expect(file.points).toHaveLength(4);
    // Markov chains of two symbols: no loss is above ln 2 by much, none below the entropy rate of 0.5 nats or so.
    for (const { loss } of file.points) expect(loss).toBeGreaterThan(0.4);
  });

  it("tells the same again, and at once, when all is done", async () => {
    const again = await place.run("run", "-f", "tiny.yaml");
    expect([again.code, again.stdout]).toEqual([0, finished.stdout]);
  });

  it("draws the same study on a terminal and gives the cursor back", async () => {
    if (!existsSync("/usr/bin/script")) return;
    const command = `stty cols 80 rows 24; ${process.execPath} ${binary} run -f tiny.yaml`;
    const { code, stdout } = await place.start([], ["/usr/bin/script", "-qec", command, "/dev/null"]).result;
    expect(code).toBe(0);
    expect(stripVTControlCharacters(stdout)).toMatch(/└ 16k +█+/);
    expect(stdout.lastIndexOf("\u001b[?25h")).toBeGreaterThan(stdout.lastIndexOf("\u001b[?25l"));
    expect(stdout.lastIndexOf("\u001b[?25l")).toBeGreaterThan(-1);
  });

  it("refuses to detach where nobody would go on with it", async () => {
    const { code, stderr } = await place.run("run", "-f", "tiny.yaml", "--detach");
    expect([code, stderr]).toEqual([2, expect.stringContaining("--detach needs a controller that is live")]);
  });

  it("removes a study with all that it has made when it is to start afresh", async () => {
    const terminal = { ...systemTerminal(process), live: false };
    await removeStudy(place.home, { namespace: "default", name: "tiny" }, terminal);
    for (const kind of ["scalingstudies", "trainingruns", "cooldowns", "checkpoints"]) {
      expect((await place.run("get", kind, "-o", "name")).stdout).toBe("");
    }
    const checkpoints = readdirSync(join(place.home, "checkpoints"), { recursive: true }).map(String);
    expect(checkpoints.filter((path) => path.endsWith("manifest.json"))).toEqual([]);
  });
});
