/** A checkpoint moves between engines, and a rank says which one it computes on, or what is missing. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { workerEnv, type RunConfig } from "@plateau/proto";
import { noPjrtPlugin, pjrtPlugin } from "../../fixtures/pjrt-plugin.ts";
import { hasTfjsNode, tensorFlowLibrary } from "../../fixtures/tensorflow-library.ts";
import { useGroups } from "./test-groups.ts";
import { temporaryFolder, WorkerGroup } from "./worker-group.ts";

const groups = useGroups();

function on(
  name: RunConfig["engine"]["name"],
  run: string,
  stopAtStep: number,
): { name: string; change: Partial<RunConfig> } {
  const storeUri = `${groups.folder}/checkpoints/${run}`;
  const checkpoints = { storeUri, everySteps: 5, forkSteps: [10], keepLast: 4 };
  return {
    name: run,
    change: { engine: { name, threads: 1, products: "float32", recompute: false }, stopAtStep, checkpoints },
  };
}

const losses = (group: WorkerGroup): number[] =>
  [...group.steps().values()].filter(({ step }) => step > 5).map(({ loss }) => loss);

describe("a run of ten steps on onnxruntime", () => {
  let whole: WorkerGroup;

  beforeAll(async () => {
    if (noPjrtPlugin === undefined) await pjrtPlugin();
    whole = await groups.finished(on("onnxruntime", "whole", 10));
  });

  it.each<["reference" | "pjrt" | "tensorflow" | "tfjs-node", string]>([
    ["reference", "tfjs"],
    ...(noPjrtPlugin === undefined ? ([["pjrt", "PJRT"]] as ["pjrt", string][]) : []),
    ...(tensorFlowLibrary === undefined ? [] : ([["tensorflow", "TensorFlow"]] as ["tensorflow", string][])),
    ...(hasTfjsNode ? ([["tfjs-node", "tfjs-node 4"]] as ["tfjs-node", string][]) : []),
  ])("goes on from its checkpoint of step 5 on %s as it would have gone on", async (name, description) => {
    const run = `moved-to-${name}`;
    const first = await groups.finished(on("onnxruntime", run, 5));
    const second = await groups.finished(on(name, run, 10));
    // Each step is right to 1e-4 (the engines' suite); five of them, through AdamW, are to 1e-3.
    const expected = losses(whole);
    expect(losses(second)).toHaveLength(5);
    losses(second).forEach((loss, index) => expect(Math.abs(loss / expected[index]! - 1)).toBeLessThan(1e-3));
    expect(first.manifest(5)["engine"]).toMatch(/onnxruntime/);
    expect(second.manifest(10)["engine"]).toContain(description);
    expect(second.manifest(10)["identity"]).toEqual(whole.manifest(10)["identity"]);
  });

  it("tells which engine computes, in its news and in its log", () => {
    const engine = {
      name: "onnxruntime",
      description: expect.stringMatching(/^onnxruntime-node /) as unknown as string,
    };
    const told = whole.told.map(({ event }) => event).filter((event) => event.type === "lifecycle");
    expect(told.find(({ state }) => state === "training")).toMatchObject({ engine });
    expect(whole.ranks[0]!.output).toMatch(/"engine":"onnxruntime".*"reason":"It is named in the spec."/);
  });
});

describe("a run on an engine that is not installed", () => {
  const empty = temporaryFolder();
  afterAll(empty.remove);

  it("fails for good, and names the command that installs it", async () => {
    const { config } = groups.create(on("pjrt", "missing", 5));
    const group = new WorkerGroup(empty.path, config, { [workerEnv.cache]: empty.path });
    const { code } = await group.start(0).exited;
    expect(code).toBe(64);
    expect(group.lastWords(0)).toMatchObject({
      code: "E_ENGINE_MISSING",
      message: expect.stringMatching(
        /Pjrt is named, but no library .*plateau engines (install pjrt-|list)/,
      ) as unknown as string,
    });
  });
});
