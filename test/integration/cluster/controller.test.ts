/** A controller that is killed: its successor finds a whole database, ends what is left, and brings the same work to its end. */
import { watch } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openHistory } from "@plateau/controller/progress/index.ts";
import { job, numberIn, startController, TestHome, type ControllerProcess } from "./support.ts";

let home: TestHome;
const controllers: ControllerProcess[] = [];
beforeEach(() => {
  home = new TestHome();
});
afterEach(async () => {
  for (const { child, ended } of controllers.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
  await home.dispose();
});

function start(): ControllerProcess {
  const controller = startController(home.path);
  controllers.push(controller);
  return controller;
}

const running = async (count: number) => {
  const pods = (await home.pods()).filter(({ status }) => status?.phase === "Running");
  return pods.length === count && pods;
};

/** The worker writes its step into the file; every write is an event of the folder. */
async function fileReaches(file: string, step: number): Promise<void> {
  const events = watch(home.path, { signal: AbortSignal.timeout(30_000) });
  for await (const event of events) if (event && numberIn(file) >= step) return;
}

describe("controller of an embedded cluster", () => {
  it("refuses to be the second one, naming the first", async () => {
    const first = start();
    await home.cluster.create(job("wait", ["sleep"]));
    await home.until(() => running(1));
    const second = start();
    expect(await second.ended).toBe(3);
    expect(second.lines.at(-1)).toMatchObject({ code: "E_CONTROLLER_RUNNING", pid: first.child.pid });
    expect(second.lines.at(-1)?.message).toContain(`process ${first.child.pid}`);
    expect(await running(1)).toBeTruthy();
  }, 60_000);

  it("leaves no process when it is killed: workers notice the closed channel", async () => {
    const first = start();
    await home.cluster.create(job("a", ["sleep"], { spec: { completions: 2, parallelism: 2 } }));
    await home.until(() => running(2));
    const workers = home.processes();
    expect(workers).toHaveLength(2);
    first.child.kill("SIGKILL");
    await first.ended;
    // Nobody is there to kill them: they end by themselves. The kernel tells of the end of other people's children to nobody.
    const deadline = Date.now() + 10_000;
    while (home.processes().length > 0 && Date.now() < deadline) await new Promise(setImmediate);
    expect(home.processes()).toEqual([]);
  }, 60_000);

  it("after a kill, ends even a worker that ignores the closed channel before it starts another", async () => {
    const first = start();
    await home.cluster.create(job("deaf", ["orphan"], { env: [] }));
    await home.until(() => running(1));
    const [orphan] = home.processes();
    first.child.kill("SIGKILL");
    await first.ended;
    expect(home.processes()).toEqual([orphan]);
    start();
    await home.until(async () => {
      const pods = await running(1);
      return pods && !home.processes().includes(orphan!) && home.processes().length === 1;
    });
    const replaced = (await home.pods()).find(({ status }) => status?.phase === "Failed");
    expect(replaced?.status?.reason).toBe("ControllerRestarted");
    expect((await home.job("deaf")).status?.failed).toBe(0);
  }, 60_000);

  it("comes to the same end as an undisturbed one, however often it is killed", async () => {
    const steps = 150;
    const file = join(home.path, "count");
    const env = [{ name: "RUN_UID", value: "uid-count" }];
    await home.cluster.create(job("count", ["count", String(steps), file], { env }));
    let kills = 0;
    for (const until of [20, 60, 110]) {
      const controller = start();
      await fileReaches(file, until);
      controller.child.kill("SIGKILL");
      await controller.ended;
      kills += 1;
    }
    start();
    expect(await home.finished("count")).toEqual({ type: "Complete", reason: "CompletionsReached" });
    expect(numberIn(file)).toBe(steps);
    expect((await home.job("count")).status).toMatchObject({ succeeded: 1, failed: 0 });
    const failed = (await home.pods()).filter(({ status }) => status?.reason === "ControllerRestarted");
    expect(failed.length).toBeGreaterThan(0);
    expect(kills).toBe(3);
    expect(home.processes()).toEqual([]);
    const history = openHistory(join(home.path, "history.db"));
    const told = history.steps("uid-count").map(({ step }) => step);
    expect(told.at(-1)).toBe(steps);
    expect(new Set(told).size).toBe(told.length);
    history.close();
  }, 90_000);

  it("stops in order on SIGTERM", async () => {
    const controller = start();
    await home.cluster.create(job("a", ["sleep"], { spec: { completions: 2, parallelism: 2 } }));
    await home.until(() => running(2));
    controller.child.kill("SIGTERM");
    expect(await controller.ended).toBe(0);
    expect(home.processes()).toEqual([]);
    for (const pod of await home.pods()) expect(pod.status?.reason).toBe("NodeShutdown");
  }, 60_000);
});
