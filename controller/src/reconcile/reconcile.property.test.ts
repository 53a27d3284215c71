/**
 * Laws of the reconcilers: from any start, with crashes between any two actions, with failing machinery and any order of
 * events, nothing that must never happen happens, and the study ends with all its points.
 */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Checkpoint, Cooldown, ScalingStudy, TrainingRun } from "../api/index.ts";
import type { KubeObject } from "../cluster/cluster.ts";
import { studyManifest, trainingRunManifest } from "../api/testing/manifests.ts";
import { isConfigAsWritten } from "./children/gang.ts";
import { isFinished, isTrue } from "./conditions.ts";
import { labels } from "./labels.ts";
import type { Action } from "./reconciler.ts";
import { nodeEvents, phase, type NodeOptions } from "./testing/node.ts";
import { all, apply, keyOfObject, newWorld, reconcileOnce, remove, type World } from "./testing/world.ts";

const ourKinds = ["TrainingRun", "Cooldown", "Checkpoint", "ScalingStudy"];
const ours = (world: World): KubeObject[] =>
  [...world.objects.values()].filter(({ kind }) => ourKinds.includes(kind));

/** What must never happen, checked before each action takes effect. */
function guard(world: World, action: Action): void {
  if (action.kind !== "Apply") return;
  const { kind, metadata } = action.object;
  const existed = world.objects.has(keyOfObject(action.object));
  if (existed) return;
  if (kind === "Job" && metadata.labels?.[labels.runUid])
    oneGangAtATime(world, metadata.labels[labels.runUid] ?? "");
  if (kind === "TrainingRun" || kind === "Cooldown") placesLeft(world, action);
}

function oneGangAtATime(world: World, runUid: string): void {
  const live = all(world, "Pod").filter(
    (pod) =>
      pod.metadata.labels?.[labels.runUid] === runUid &&
      (phase(pod) === "Pending" || phase(pod) === "Running"),
  );
  const jobs = all(world, "Job").filter((job) => job.metadata.labels?.[labels.runUid] === runUid);
  if (live.length > 0 || jobs.length > 0)
    throw new Error(`a second gang of ${runUid} starts beside ${live.length} pods and ${jobs.length} Jobs`);
}

function placesLeft(world: World, action: Action & { kind: "Apply" }): void {
  const uid = action.object.metadata.ownerReferences?.[0]?.uid;
  const study = all<ScalingStudy>(world, "ScalingStudy").find(({ metadata }) => metadata.uid === uid);
  if (!study) return;
  const running = [...all(world, "TrainingRun"), ...all(world, "Cooldown")].filter(
    ({ status }) => !isFinished(status),
  );
  if (running.length >= study.spec.parallelRuns)
    throw new Error(
      `${running.length} runs are there already, ${action.object.metadata.name} is one too many`,
    );
  if (action.object.kind !== "Cooldown") return;
  const { from } = action.object.spec as Cooldown["spec"];
  const origin = all<Checkpoint>(world, "Checkpoint").find(
    ({ metadata }) => metadata.name === from.checkpoint,
  );
  if (!origin || !world.blobs.has(origin.spec.manifest.uri))
    throw new Error(`branch from ${from.checkpoint}, which is not committed`);
}

/** A branch that is to come, or runs, must find its blob. */
function branchesKeepTheirBlobs(world: World): void {
  for (const cooldown of all<Cooldown>(world, "Cooldown")) {
    const uri = cooldown.status?.checkpoint?.manifestUri;
    if (uri !== undefined && !isFinished(cooldown.status)) expect(world.blobs.has(uri)).toBe(true);
  }
}

/** Succeeded only with the last state committed and, for a branch, with its loss. */
function successIsTrue(world: World): void {
  for (const run of all<TrainingRun>(world, "TrainingRun")) {
    if (!isTrue(run.status, "Succeeded")) continue;
    const last = world.progress[run.metadata.uid]?.checkpoints.find(
      ({ step }) => step === run.status?.stopAtStep,
    );
    expect(last && world.blobs.has(last.manifestUri)).toBe(true);
  }
  for (const cooldown of all<Cooldown>(world, "Cooldown")) {
    if (isTrue(cooldown.status, "Succeeded")) expect(cooldown.status?.finalLoss).toMatch(/^\d\.\d{6}$/);
  }
}

/** A life in numbers: each chooses what happens next. */
function live(world: World, choices: readonly number[], options: NodeOptions): void {
  for (const choice of choices) {
    const objects = ours(world);
    const events = nodeEvents(world, options);
    const all = objects.length + events.length + 1;
    const index = choice % all;
    const crashAfter = choice % 7 === 0 ? Math.floor(choice / 7) % 4 : Infinity;
    if (index < objects.length) reconcileOnce(world, objects[index] as KubeObject, crashAfter);
    else if (index < objects.length + events.length) events[index - objects.length]?.happen();
    else world.nowMs += choice % 60_000;
    branchesKeepTheirBlobs(world);
    successIsTrue(world);
  }
}

/** No more failures and crashes: until nothing changes. Returns the number of rounds that it took. */
function settle(world: World, options: NodeOptions = { failures: false }): number {
  for (let round = 1; round < 3000; round++) {
    let changed = false;
    for (const object of ours(world)) {
      if (world.objects.get(keyOfObject(object)) === object)
        changed = reconcileOnce(world, object) || changed;
    }
    const events = nodeEvents(world, options);
    for (const event of events) event.happen();
    successIsTrue(world);
    if (!changed && events.length === 0) {
      const later = quietAfterTime(world);
      if (later) return round;
    }
    // Where only time can help, it may as well pass quickly.
    world.nowMs += events.length > 0 ? 1_000 : 60_000;
  }
  throw new Error("does not settle");
}

/** Some waits end by time alone: back-off, deadlines. Quiet means quiet ten minutes on, too. */
function quietAfterTime(world: World): boolean {
  world.nowMs += 600_000;
  return (
    !ours(world)
      .map((object) => reconcileOnce(world, object))
      .some(Boolean) && nodeEvents(world, { failures: false }).length === 0
  );
}

function smallStudy(parallelRuns: number): ReturnType<typeof studyManifest> {
  const study = structuredClone(studyManifest());
  study.spec.parallelRuns = parallelRuns;
  study.spec.sizes = study.spec.sizes.slice(0, 2);
  study.spec.runTemplate.spec.maxAttempts = 100;
  study.spec.cooldownTemplate.spec.maxAttempts = 100;
  return study;
}

/** PLATEAU_LIVES=20 lives twenty times as many lives: for a change that goes deep. */
const more = Number(process.env.PLATEAU_LIVES ?? 1);
/** Shrinking a life costs more than reading it: a failure is replayed by its seed and path. */
const bounded = { endOnFailure: true } as const;
const longLife = fc.array(fc.nat(1_000_000), { minLength: 300, maxLength: 500, size: "max" });
const life = fc.array(fc.nat(1_000_000), { minLength: 50, maxLength: 300, size: "max" });

describe("a study", () => {
  it("ends with all its points, whatever crashes and fails on the way", () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 1, max: 3 }), (choices, parallelRuns) => {
        const world = newWorld(guard);
        const study = apply(world, smallStudy(parallelRuns)) as ScalingStudy;
        live(world, choices, { failures: true });
        settle(world);
        const end = world.objects.get(keyOfObject(study)) as ScalingStudy;
        expect(isTrue(end.status, "Succeeded")).toBe(true);
        expect(end.status?.pointsDone).toBe(6);
        expect(all(world, "TrainingRun")).toHaveLength(2);
        expect(all(world, "Cooldown")).toHaveLength(6);
      }),
      { numRuns: more * 12, seed: 1, ...bounded },
    );
  });

  it("has the same points whatever happened on the way", () => {
    const points = (choices: readonly number[], parallelRuns: number): unknown => {
      const world = newWorld(guard);
      const study = apply(world, smallStudy(parallelRuns)) as ScalingStudy;
      live(world, choices, { failures: true });
      settle(world);
      return (world.objects.get(keyOfObject(study)) as ScalingStudy).status?.points;
    };
    const calm = points([], 1);
    fc.assert(
      fc.property(life, (choices) => {
        expect(points(choices, 2)).toEqual(calm);
      }),
      { numRuns: more * 5, seed: 2, ...bounded },
    );
  });

  it("goes on when one size fails, and says which points are lost", () => {
    const world = newWorld(guard);
    const study = apply(world, smallStudy(2)) as ScalingStudy;
    settle(world, { failures: false, badConfig: new Set(["brown-xs"]) });
    const { status } = world.objects.get(keyOfObject(study)) as ScalingStudy;
    expect(isTrue(status, "Succeeded")).toBe(true);
    expect(status?.conditions.find(({ type }) => type === "Succeeded")).toMatchObject({
      reason: "CompletedWithLosses",
      message: expect.stringContaining("TrainingRun brown-xs failed"),
    });
    expect(status?.points.map(({ size, state }) => `${size} ${state}`)).toEqual([
      ...Array<string>(3).fill("xs Skipped"),
      ...Array<string>(3).fill("s Done"),
    ]);
    // Three points cannot be fitted, and no number is shown.
    expect(status?.fit).toMatchObject({ identified: false, parameters: [] });
  });

  it("makes its children again when they are deleted under it, and keeps the points that are in", () => {
    fc.assert(
      fc.property(longLife, fc.nat(20), (choices, which) => {
        const world = newWorld(guard);
        const study = apply(world, smallStudy(2)) as ScalingStudy;
        live(world, choices, { failures: false });
        const children = [...all(world, "TrainingRun"), ...all(world, "Cooldown")];
        const done = children.find((child) => child.kind === "Cooldown" && isTrue(child.status, "Succeeded"));
        const victim = (which % 2 === 0 ? done : undefined) ?? children[which % Math.max(1, children.length)];
        if (victim) remove(world, victim);
        const kept = (world.objects.get(keyOfObject(study)) as ScalingStudy).status?.points.some(
          ({ name, state }) => name === victim?.metadata.name && state === "Done",
        );
        settle(world);
        // A loss that is in stays in: the branch is not trained a second time.
        if (victim?.kind === "Cooldown" && kept) expect(world.objects.has(keyOfObject(victim))).toBe(false);
        const end = world.objects.get(keyOfObject(study)) as ScalingStudy;
        expect(isTrue(end.status, "Succeeded")).toBe(true);
        expect(end.status?.pointsDone).toBe(6);
      }),
      { numRuns: more * 6, seed: 5, ...bounded },
    );
  });

  it("stops all gangs when suspended, and goes on when resumed", () => {
    fc.assert(
      fc.property(life, (choices) => {
        const world = newWorld(guard);
        const manifest = smallStudy(2);
        const study = apply(world, manifest) as ScalingStudy;
        live(world, choices, { failures: true });
        const over = isFinished((world.objects.get(keyOfObject(study)) as ScalingStudy).status);
        apply(world, { ...manifest, spec: { ...manifest.spec, suspend: true } });
        settle(world);
        if (!over) {
          expect(all(world, "Pod").filter((pod) => phase(pod) === "Running")).toEqual([]);
        }
        apply(world, manifest);
        settle(world);
        expect(isTrue((world.objects.get(keyOfObject(study)) as ScalingStudy).status, "Succeeded")).toBe(
          true,
        );
      }),
      { numRuns: more * 6, seed: 6, ...bounded },
    );
  });
});

/** What a user may do to a run at any time. */
function meddle(world: World, choice: number): void {
  const [run] = all<TrainingRun>(world, "TrainingRun");
  if (!run || isFinished(run.status)) return;
  if (choice % 7 === 0) return editChildren(world);
  const { apiVersion, kind, metadata, spec } = run;
  const { name, namespace } = metadata;
  const change =
    choice % 3 === 0 ? { suspend: !spec.suspend } : { workers: { ...spec.workers, count: 1 + (choice % 2) } };
  if (choice % 5 === 0) world.nowMs += 700_000;
  else apply(world, { apiVersion, kind, metadata: { name, namespace }, spec: { ...spec, ...change } });
}

/** By hand, as `kubectl edit` lets whoever may. */
function editChildren(world: World): void {
  for (const map of all(world, "ConfigMap")) {
    const config = JSON.parse((map["data"] as Record<string, string>)["run.json"]!) as object;
    map["data"] = { "run.json": JSON.stringify({ ...config, seed: 666 }) };
  }
  for (const service of all(world, "Service"))
    Object.assign(service.spec as object, { selector: { a: "b" } });
}

describe("a run", () => {
  it("ends where it should, however it is scaled, suspended and kept waiting", () => {
    fc.assert(
      fc.property(life, (choices) => {
        const world = newWorld(guard);
        const manifest = structuredClone(trainingRunManifest());
        manifest.spec.maxAttempts = 100;
        const run = apply(world, manifest) as TrainingRun;
        for (const choice of choices) {
          live(world, [choice], { failures: true });
          if (choice % 11 === 0) meddle(world, Math.floor(choice / 11));
        }
        apply(world, { ...manifest, spec: { ...manifest.spec, suspend: false } });
        settle(world);
        const { status } = world.objects.get(keyOfObject(run)) as TrainingRun;
        expect(isTrue(status, "Succeeded")).toBe(true);
        expect(status?.step).toBe(640);
        expect(status?.forkPoints.map(({ committed }) => committed)).toEqual([true, true, true]);
        expect(all(world, "Checkpoint")).toHaveLength(3);
        // Of all its gangs only the last one's config is left.
        const [config, ...others] = all(world, "ConfigMap");
        expect(others).toEqual([]);
        expect(isConfigAsWritten(config!)).toBe(true);
      }),
      { numRuns: more * 25, seed: 9, ...bounded },
    );
  });

  it("is given up after maxAttempts gangs, and no crash makes it forget how many there were", () => {
    fc.assert(
      fc.property(life, (choices) => {
        let gangs = 0;
        const world = newWorld((inside, action) => {
          guard(inside, action);
          if (
            action.kind === "Apply" &&
            action.object.kind === "Job" &&
            !inside.objects.has(keyOfObject(action.object))
          )
            gangs++;
        });
        const manifest = structuredClone(trainingRunManifest());
        manifest.spec.maxAttempts = 3;
        const run = apply(world, manifest) as TrainingRun;
        live(world, choices, { failures: false, alwaysFail: true });
        settle(world, { failures: false, alwaysFail: true });
        const { status } = world.objects.get(keyOfObject(run)) as TrainingRun;
        expect(status?.conditions.find(({ type }) => type === "Failed")).toMatchObject({
          status: "True",
          reason: "AttemptsExhausted",
        });
        expect(status?.conditions.find(({ type }) => type === "Failed")?.message).toContain(
          "it was told to fail (E_TEST)",
        );
        expect(gangs).toBe(3);
      }),
      { numRuns: more * 12, seed: 10, ...bounded },
    );
  });
});

function branchOf(world: World, name: string, from: Cooldown["spec"]["from"]): KubeObject {
  const metadata = { name, namespace: "default" };
  return apply(world, { apiVersion: "plateau.dev/v1alpha1", kind: "Cooldown", metadata, spec: { from } });
}

describe("checkpoints", () => {
  it("go with everything else once study and records are deleted, blobs and all", () => {
    fc.assert(
      fc.property(life, (choices) => {
        const world = newWorld(guard);
        const study = apply(world, smallStudy(2)) as ScalingStudy;
        live(world, choices, { failures: true });
        remove(world, world.objects.get(keyOfObject(study)) as ScalingStudy);
        for (const checkpoint of all(world, "Checkpoint")) remove(world, checkpoint);
        const recorded = new Set(all<Checkpoint>(world, "Checkpoint").map(({ spec }) => spec.manifest.uri));
        settle(world);
        expect(ours(world)).toEqual([]);
        expect([...world.blobs].filter((blob) => recorded.has(blob))).toEqual([]);
      }),
      { numRuns: more * 8, seed: 7, ...bounded },
    );
  });

  it("are not removed while a Cooldown needs them, whenever they are deleted and whoever comes late", () => {
    let succeeded = 0;
    let failed = 0;
    fc.assert(
      fc.property(life, fc.nat(100), fc.nat(12), (choices, percent, pause) => {
        const world = newWorld(guard);
        const run = apply(world, trainingRunManifest()) as TrainingRun;
        const early = branchOf(world, "early", { run: run.metadata.name, at: { steps: 160 } });
        const when = Math.floor((choices.length * percent) / 100);
        live(world, choices.slice(0, when), { failures: false });
        // The run goes, and somebody deletes all its states at once.
        const recorded = all<Checkpoint>(world, "Checkpoint").filter(({ spec }) => spec.phase === "Plateau");
        if (recorded.length > 0) remove(world, world.objects.get(keyOfObject(run)) ?? run);
        for (const checkpoint of recorded) remove(world, checkpoint);
        // Who comes later, before or after the blobs are gone, must not be left with a state that vanishes.
        live(world, choices.slice(when, when + pause), { failures: false });
        for (const [index, { metadata }] of recorded.entries()) {
          branchOf(world, `late-${index}`, { checkpoint: metadata.name });
        }
        live(world, choices.slice(when + pause), { failures: false });
        settle(world);
        const { status } = world.objects.get(keyOfObject(early)) as Cooldown;
        // Its state was there before the deletion, so it holds it to the end.
        if (recorded.some(({ spec }) => spec.step === 160)) expect(isTrue(status, "Succeeded")).toBe(true);
        if (isTrue(status, "Succeeded")) succeeded++;
        failed += all(world, "Cooldown").filter((late) => isTrue(late.status, "Failed")).length;
      }),
      { numRuns: more * 25, seed: 8, ...bounded },
    );
    // Both ends were reached.
    expect(Math.min(succeeded, failed)).toBeGreaterThan(0);
  });
});
