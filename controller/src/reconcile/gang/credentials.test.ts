/** Laws of the renewal: whatever crashes on the way, a run that trains has credentials that hold for half a lifetime, and no pass is for nothing. */
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { trainingRunManifest } from "../../api/testing/manifests.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import { termOf } from "../../events/nats/term.ts";
import type { Platform } from "../reconciler.ts";
import { nodeEvents } from "../testing/node.ts";
import { reconcilers } from "../index.ts";
import {
  all,
  apply,
  newWorld,
  reconcileOnce,
  snapshotOf,
  testPlatform,
  type World,
} from "../testing/world.ts";

const hourMs = 3_600_000;
const lifetimeMs = 24 * hourMs;
const platform: Platform = {
  ...testPlatform,
  events: {
    url: "nats://n",
    workerTerm: ({ runUid }, nowMs) => termOf(runUid, nowMs, lifetimeMs),
    worker: ({ runUid }, nowMs) => String(termOf(runUid, nowMs, lifetimeMs).expiresAtMs),
    reader: (namespace, nowMs) => String(termOf(namespace, nowMs, lifetimeMs).expiresAtMs),
  },
};

/** A run that trains. */
function trainingWorld(): { world: World; run: () => KubeObject } {
  const world = newWorld(undefined, platform);
  apply(world, trainingRunManifest());
  const run = (): KubeObject => all(world, "TrainingRun")[0]!;
  reconcileOnce(world, run());
  // Until it has made some steps.
  for (let what = ""; what !== "train";) {
    const [event] = nodeEvents(world, { failures: false });
    event!.happen();
    what = event!.what;
  }
  for (let pass = 0; pass < 3; pass += 1) reconcileOnce(world, run());
  return { world, run };
}

const heldUntil = (world: World, name: RegExp): number[] =>
  all(world, "Secret")
    .filter(({ metadata }) => name.test(metadata.name))
    .map((secret) => (secret as KubeObject & { data: Record<string, string> }).data["eventsCredentials"]!)
    .map((text) => Number(Buffer.from(text, "base64").toString()));

const requeue = (world: World, run: KubeObject): number =>
  reconcilers.TrainingRun.reconcile(snapshotOf(world, run)).requeueAfterMs ?? Infinity;

const hours = fc.array(
  fc.record({
    // Longer than a term: nobody led meanwhile.
    passedMs: fc.integer({ min: 0, max: 60 * hourMs }),
    crashAfter: fc.oneof(fc.nat(4), fc.constant(Infinity)),
  }),
  { maxLength: 12 },
);

it("leaves at least half a lifetime after each whole pass, then rests until the next term", () => {
  fc.assert(
    fc.property(hours, (life) => {
      const { world, run } = trainingWorld();
      for (const { passedMs, crashAfter } of life) {
        world.nowMs += passedMs;
        reconcileOnce(world, run(), crashAfter);
        if (crashAfter !== Infinity) continue;
        for (const secret of [/-key$/, /^plateau-events-reader$/])
          for (const until of heldUntil(world, secret))
            expect(until - world.nowMs).toBeGreaterThan(secret.source === "-key$" ? lifetimeMs / 2 - 1 : 0);
        // The second may write the status that the first has come to.
        reconcileOnce(world, run());
        expect(reconcileOnce(world, run())).toBe(false);
        const { renewAtMs } = termOf(run().metadata.uid, world.nowMs, lifetimeMs);
        expect(requeue(world, run())).toBeLessThanOrEqual(renewAtMs - world.nowMs);
      }
    }),
    { numRuns: 50 },
  );
});

it("leaves the config that a gang reads as it is", () => {
  const { world, run } = trainingWorld();
  const config = (): unknown => (all(world, "ConfigMap")[0] as unknown as { data: unknown }).data;
  const before = structuredClone(config());
  const [until] = heldUntil(world, /-key$/);
  world.nowMs += lifetimeMs;
  reconcileOnce(world, run());
  expect(heldUntil(world, /-key$/)[0]).toBeGreaterThan(until!);
  expect(config()).toEqual(before);
});
