import { afterEach, describe, expect, it } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { apiVersion, parseManifests } from "@plateau/controller/api/index.ts";
import type { Cluster, KubeObject } from "@plateau/controller/cluster/cluster.ts";
import type { Terminal } from "../terminal.ts";
import { gatherComparison } from "./comparison/gather.ts";
import { gatherReport, type Source } from "./gather.ts";
import { pastOf } from "./load-past.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const example = (name: string): KubeObject[] =>
  parseManifests(readFileSync(join(root, "examples", name), "utf8"), name, "lab").map(
    ({ object }) =>
      ({ ...object, metadata: { ...object.metadata, uid: `uid-${object.metadata.name}` } }) as KubeObject,
  );
const [study] = example("brown-study.yaml").filter(({ kind }) => kind === "ScalingStudy");
const runs = example("laser-study.yaml").filter(({ kind }) => kind === "TrainingRun");

function childOf(uid: string, kind: string, name: string): KubeObject {
  const ownerReferences = [{ apiVersion, kind: "ScalingStudy", name: "any", uid }];
  return { ...runs[0]!, kind, metadata: { ...runs[0]!.metadata, name, uid: `uid-${name}`, ownerReferences } };
}

const all = [
  ...runs,
  childOf(study!.metadata.uid, "TrainingRun", "mine"),
  childOf(study!.metadata.uid, "Cooldown", "my-branch"),
  childOf("uid-of-another", "TrainingRun", "theirs"),
];
const cluster: Pick<Cluster, "get" | "list"> = {
  get: () => Promise.resolve(study),
  list: (_version, kind) =>
    Promise.resolve({ items: all.filter((each) => each.kind === kind), resourceVersion: "1" }),
};

const asked: string[] = [];
afterEach(() => void asked.splice(0));
const said: string[] = [];
const terminal = { live: false, err: { write: (text: string) => said.push(text) } } as unknown as Terminal;
const request = { namespace: "lab", version: "1", now: new Date(0) };
const fit = (): never => {
  throw new Error("there is no point");
};

function source(load: (uid: string) => Promise<void>): Source {
  const place = { load: ({ runUid }: { runUid: string }) => (asked.push(runUid), load(runUid)) };
  return {
    cluster,
    history: { steps: () => [], checkpoints: () => [] },
    loadPast: pastOf(place, terminal),
  };
}

describe("a report asks for the past", () => {
  it("of a study's own runs and branches", async () => {
    await gatherReport(
      source(() => Promise.resolve()),
      { ...request, name: "brown", fit },
    );
    expect(asked.toSorted()).toEqual(["uid-mine", "uid-my-branch"]);
  });

  it("of the runs that are compared", async () => {
    const names = runs.slice(0, 6).map(({ metadata }) => metadata.name);
    await gatherComparison(
      source(() => Promise.resolve()),
      { ...request, names },
    );
    expect(asked.toSorted()).toEqual(names.map((name) => `uid-${name}`).toSorted());
  });

  it("and fails with what one of them fails with", async () => {
    const gone = new Error("the stream is away");
    const failing = source((uid) => (uid === "uid-mine" ? Promise.reject(gone) : Promise.resolve()));
    await expect(gatherReport(failing, { ...request, name: "brown", fit })).rejects.toBe(gone);
  });
});
