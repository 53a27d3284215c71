/** Laws of server-side apply, for any fields and any managers. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { applyFields } from "./apply.ts";
import { fromTree, leaves, toTree, type Managers, type Tree } from "./fields.ts";

const key = fc.constantFrom("a", "b", "c", "a/b", "~1", "__proto__");
const leaf = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom("x", "y"),
  fc.constant([1, 2]),
  fc.constant({}),
);
const { tree } = fc.letrec<{ tree: Tree; value: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, leaf, tie("tree")),
  tree: fc.dictionary(key, tie("value"), { maxKeys: 3 }),
}));
const call = fc.record({
  manager: fc.constantFrom("one", "two", "three"),
  desired: tree,
  force: fc.boolean(),
});
const history = fc.array(call, { minLength: 1, maxLength: 8 });

interface State {
  tree: Tree;
  managers: Managers;
}

function play(calls: readonly { manager: string; desired: Tree; force: boolean }[]): State {
  let state: State = { tree: {}, managers: {} };
  for (const { manager, desired, force } of calls) {
    const { tree: next, managers } = applyFields(state, desired, { manager, force });
    state = { tree: next, managers };
  }
  return state;
}

describe("server-side apply", () => {
  it("with force, leaves the object holding everything that was asked for", () => {
    fc.assert(
      fc.property(history, tree, (calls, desired) => {
        const after = applyFields(play(calls), desired, { manager: "one", force: true });
        const held = leaves(after.tree);
        for (const [path, value] of leaves(desired)) {
          const emptyMapThatFilled = JSON.stringify(value) === "{}" && !held.has(path);
          if (emptyMapThatFilled)
            expect([...held.keys()].some((other) => other.startsWith(`${path}/`))).toBe(true);
          else expect(held.get(path)).toEqual(value);
        }
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(history, tree, fc.boolean(), (calls, desired, force) => {
        const once = applyFields(play(calls), desired, { manager: "one", force });
        fc.pre(once.conflicts.length === 0);
        const twice = applyFields(once, desired, { manager: "one", force: false });
        expect(twice).toEqual(once);
      }),
    );
  });

  it("after a conflict leaves fields and managers as they were", () => {
    fc.assert(
      fc.property(history, tree, (calls, desired) => {
        const before = play(calls);
        const after = applyFields(before, desired, { manager: "one", force: false });
        if (after.conflicts.length > 0)
          expect({ tree: after.tree, managers: after.managers }).toEqual(before);
      }),
    );
  });

  it("lets every manager's unforced apply survive the others' unforced applies", () => {
    fc.assert(
      fc.property(history, (calls) => {
        const wanted = new Map<string, Tree>();
        let state: State = { tree: {}, managers: {} };
        for (const { manager, desired } of calls) {
          const next = applyFields(state, desired, { manager, force: false });
          if (next.conflicts.length === 0) wanted.set(manager, desired);
          state = next;
        }
        // Nobody was overruled, so each manager's last wish can be applied again without any change.
        for (const [manager, desired] of wanted) {
          const again = applyFields(state, desired, { manager, force: false });
          expect(again.conflicts).toEqual([]);
          expect(again.tree).toEqual(state.tree);
        }
      }),
    );
  });

  it("owns no field that is not there, and leaves nothing when every manager has let go", () => {
    fc.assert(
      fc.property(history, (calls) => {
        let state = play(calls);
        const there = leaves(state.tree);
        for (const paths of Object.values(state.managers)) {
          for (const path of paths) {
            const filled = [...there.keys()].some((other) => other.startsWith(`${path}/`));
            expect(there.has(path) || filled).toBe(true);
          }
        }
        for (const manager of ["one", "two", "three"]) {
          state = applyFields(state, {}, { manager, force: false });
        }
        expect(state.managers).toEqual({});
        expect(Object.keys(state.tree)).toEqual([]);
      }),
    );
  });

  it("keeps finalizers as a set and owners as a map by uid", () => {
    const owner = (uid: string) => ({ apiVersion: "v1", kind: "X", name: uid, uid });
    const base = { apiVersion: "v1", kind: "X" };
    const metadata = { name: "a", namespace: "n" };
    const one = toTree({
      ...base,
      metadata: { ...metadata, finalizers: ["f/1"], ownerReferences: [owner("u1")] },
    });
    const two = toTree({
      ...base,
      metadata: { ...metadata, finalizers: ["f/2"], ownerReferences: [owner("u2")] },
    });
    let state: State = applyFields({ tree: {}, managers: {} }, one, { manager: "one", force: false });
    state = applyFields(state, two, { manager: "two", force: false });
    expect(fromTree(state.tree).metadata).toEqual({
      finalizers: ["f/1", "f/2"],
      ownerReferences: [owner("u1"), owner("u2")],
    });
    state = applyFields(state, {}, { manager: "one", force: false });
    expect(fromTree(state.tree).metadata).toEqual({ finalizers: ["f/2"], ownerReferences: [owner("u2")] });
  });
});
