/** Random calls to the embedded cluster and to a model of a few maps: same answers, same objects, same story in the watch. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { KubeObject } from "../cluster.ts";
import type { ClusterError } from "../errors.ts";
import { openMemoryCluster } from "./index.ts";

const kind = { apiVersion: "test.dev/v1", kind: "Widget" };
const names = ["a", "b", "c", "d"] as const;
const name = fc.constantFrom(...names);

type Call =
  | { do: "create"; name: string; size: number; owner?: string; finalizer: boolean }
  | { do: "spec"; name: string; size: number }
  | { do: "status"; name: string; ready: number; stale: boolean }
  | { do: "finalizer"; name: string; present: boolean }
  | { do: "delete"; name: string; orphan: boolean };

const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({
    do: fc.constant("create" as const),
    name,
    size: fc.nat(2),
    owner: fc.option(name, { nil: undefined }),
    finalizer: fc.boolean(),
  }) as fc.Arbitrary<Call>,
  fc.record({ do: fc.constant("spec" as const), name, size: fc.nat(2) }),
  fc.record({ do: fc.constant("status" as const), name, ready: fc.nat(2), stale: fc.boolean() }),
  fc.record({ do: fc.constant("finalizer" as const), name, present: fc.boolean() }),
  fc.record({ do: fc.constant("delete" as const), name, orphan: fc.boolean() }),
);

interface Modelled {
  uid: number;
  size: number;
  ready?: number;
  generation: number;
  finalizer: boolean;
  deleting: boolean;
  owners: number[];
}

class Model {
  readonly objects = new Map<string, Modelled>();
  #uids = 0;

  /** @returns the code of the error that must come */
  play(step: Call): string | undefined {
    const object = this.objects.get(step.name);
    if (step.do === "create") return object ? "E_ALREADY_EXISTS" : this.#create(step);
    if (step.do === "delete") {
      if (!object) return undefined;
      if (step.orphan) for (const other of this.objects.values()) this.#disown(other, object.uid);
      this.#delete(step.name);
      return undefined;
    }
    if (step.do === "spec") {
      // `apply` by force; what is not there is created.
      if (!object) return this.#create({ ...step, do: "create", finalizer: false });
      if (object.size !== step.size) object.generation += 1;
      object.size = step.size;
      return undefined;
    }
    if (!object) return "E_NOT_FOUND";
    if (step.do === "status") {
      if (step.stale) return "E_CONFLICT";
      object.ready = step.ready;
      return undefined;
    }
    if (step.present && object.deleting && !object.finalizer) return "E_INVALID";
    object.finalizer = step.present;
    if (object.deleting && !object.finalizer) this.#remove(step.name);
    return undefined;
  }

  #create({ name: named, size, owner, finalizer }: Extract<Call, { do: "create" }>): undefined {
    this.#uids += 1;
    // An owner that is not there is one that is gone.
    const owners = owner === undefined ? [] : [this.objects.get(owner)?.uid ?? 0];
    this.objects.set(named, { uid: this.#uids, size, generation: 1, finalizer, deleting: false, owners });
    this.#collect(named);
    return undefined;
  }

  #delete(named: string): void {
    const object = this.objects.get(named)!;
    object.deleting = true;
    if (!object.finalizer) this.#remove(named);
  }

  #remove(named: string): void {
    const { uid } = this.objects.get(named)!;
    this.objects.delete(named);
    for (const [other, object] of this.objects) {
      if (!object.owners.includes(uid)) continue;
      if (object.owners.length > 1) this.#disown(object, uid);
      else this.#collect(other);
    }
  }

  #disown(object: Modelled, uid: number): void {
    object.owners = object.owners.filter((owner) => owner !== uid);
  }

  #collect(named: string): void {
    const object = this.objects.get(named);
    if (!object || object.owners.length === 0 || object.deleting) return;
    const living = new Set([...this.objects.values()].map(({ uid }) => uid));
    if (object.owners.every((owner) => !living.has(owner))) this.#delete(named);
  }
}

function summary(object: KubeObject): unknown {
  const { metadata, spec, status } = object;
  return {
    name: metadata.name,
    size: (spec as { size: number }).size,
    ready: (status as { ready?: number } | undefined)?.ready,
    generation: metadata.generation,
    finalizer: (metadata.finalizers ?? []).length > 0,
    deleting: metadata.deletionTimestamp !== undefined,
  };
}

describe("embedded cluster", () => {
  it("does what a model of maps does, whatever the calls", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 30 }), async (calls) => {
        const cluster = openMemoryCluster({ now: () => 0 });
        const model = new Model();
        const story = new Map<string, KubeObject>();
        const stop = new AbortController();
        let toldUpTo = 0;
        const following = (async () => {
          for await (const event of cluster.watch("test.dev/v1", "Widget", {
            resourceVersion: "0",
            signal: stop.signal,
          })) {
            if (event.type === "BOOKMARK") continue;
            const version = Number(event.object.metadata.resourceVersion);
            expect(version).toBeGreaterThan(toldUpTo);
            toldUpTo = version;
            const known = story.has(event.object.metadata.name);
            expect(event.type === "ADDED").toBe(!known);
            if (event.type === "DELETED") story.delete(event.object.metadata.name);
            else story.set(event.object.metadata.name, event.object);
          }
        })();
        for (const step of calls) {
          const expected = model.play(step);
          const error = await perform(cluster, step).then(
            () => undefined,
            (caught: unknown) => (caught as ClusterError).code,
          );
          expect(error).toBe(expected);
          const { items } = await cluster.list("test.dev/v1", "Widget");
          const modelled = [...model.objects].map(([named, object]) => ({
            name: named,
            size: object.size,
            ready: object.ready,
            generation: object.generation,
            finalizer: object.finalizer,
            deleting: object.deleting,
          }));
          expect(items.map(summary)).toEqual(modelled.sort((x, y) => (x.name < y.name ? -1 : 1)));
        }
        const { items, resourceVersion } = await cluster.list("test.dev/v1", "Widget");
        while (toldUpTo < Number(resourceVersion)) await new Promise((resolve) => setImmediate(resolve));
        expect([...story.values()].sort(byName)).toEqual(items);
        stop.abort();
        await following;
        await cluster.close();
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});

function byName(a: KubeObject, b: KubeObject): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

async function perform(cluster: ReturnType<typeof openMemoryCluster>, step: Call): Promise<unknown> {
  const ref = { ...kind, namespace: "default", name: step.name };
  const metadata = { name: step.name, namespace: "default" };
  switch (step.do) {
    case "create": {
      const owner = step.owner === undefined ? undefined : await cluster.get({ ...ref, name: step.owner });
      const uid = owner?.metadata.uid ?? "00000000-0000-0000-0000-000000000000";
      return cluster.create({
        ...kind,
        metadata: {
          ...metadata,
          ...(step.finalizer ? { finalizers: ["test.dev/x"] } : {}),
          ...(step.owner === undefined ? {} : { ownerReferences: [{ ...kind, name: step.owner, uid }] }),
        },
        spec: { size: step.size },
      });
    }
    case "spec":
      return cluster.apply(
        { ...kind, metadata, spec: { size: step.size } },
        { fieldManager: "m", force: true },
      );
    case "status":
      return cluster.updateStatus(ref, { ready: step.ready }, step.stale ? { resourceVersion: "0" } : {});
    case "finalizer":
      return cluster.setFinalizer(ref, "test.dev/x", step.present);
    case "delete":
      return cluster.delete(ref, { propagation: step.orphan ? "orphan" : "background" });
  }
}
