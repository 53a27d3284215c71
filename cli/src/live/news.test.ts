import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { newsBetween, progressSentence } from "./news.ts";
import { anyView, run, view } from "./testing/views.ts";

const one = (part: Parameters<typeof run>[0]) =>
  view([part.kind === "cooldown" ? { cooldowns: [run(part)] } : { plateau: run(part), cooldowns: [] }]);

describe("newsBetween", () => {
  it("has nothing to say about two looks at the same state", () => {
    fc.assert(
      fc.property(anyView, (shown) => {
        // Names must be unique, as they are in a cluster.
        const groups = shown.groups.map((group, i) => ({
          plateau: { ...group.plateau!, name: `p${i}` },
          cooldowns: group.cooldowns.map((cooldown, k) => ({ ...cooldown, name: `p${i}-h${k}` })),
        }));
        const named = { ...shown, groups };
        expect(newsBetween(named, structuredClone(named))).toEqual([]);
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  it("says nothing of what was finished before anybody looked", () => {
    expect(newsBetween(undefined, one({ label: "xs", state: "done", forks: [156] }))).toEqual([]);
  });

  it.each([
    ["starts", { state: "starting" }, { state: "training" }, ["brown-xs trains."]],
    [
      "commits a fork point",
      { forks: [156] },
      { forks: [156, 313] },
      ["brown-xs has committed its fork point at step 313."],
    ],
    [
      "ends",
      { step: 600 },
      { state: "done", step: 625 },
      ["brown-xs has reached the end of its plateau at step 625."],
    ],
    [
      "is started again after a failure",
      { attempt: 1 },
      { attempt: 2, failures: 1, state: "starting" },
      ["brown-xs is started again after a failure (attempt 2)."],
    ],
    [
      "is started again after a pause",
      { attempt: 1, state: "suspended" },
      { attempt: 2, state: "training", step: 40 },
      ["brown-xs is started again (attempt 2).", "brown-xs goes on near step 40."],
    ],
    [
      "fails",
      {},
      { state: "failed", message: "Trying again cannot help: no data." },
      ["brown-xs has failed: Trying again cannot help: no data."],
    ],
    [
      "holds",
      {},
      { state: "holding", message: "Rank 1 is missing." },
      ["brown-xs holds: Rank 1 is missing."],
    ],
    ["goes on after holding", { state: "holding" }, { state: "training" }, []],
  ] as const)("tells when a plateau %s", (_, before, after, expected) => {
    const old = one({ label: "xs", ...(before as object) });
    expect(newsBetween(old, one({ label: "xs", ...(after as object) }))).toEqual(expected);
  });

  it("tells where a cooldown branches off and what it came to", () => {
    const cooldown = { label: "h1", kind: "cooldown", fromStep: 156, step: 156, toStep: 195 } as const;
    const waiting = one({ ...cooldown, state: "waiting", attempt: 0 });
    const training = one({ ...cooldown, state: "training", step: 160 });
    const done = one({ ...cooldown, state: "done", step: 195, loss: 2.345 });
    expect(newsBetween(waiting, training)).toEqual(["brown-h1 branches off at step 156."]);
    expect(newsBetween(training, done)).toEqual(["brown-h1 is done: validation loss 2.345."]);
  });

  it("tells of a cooldown that came and went between two looks", () => {
    const waiting = one({ label: "h1", kind: "cooldown", state: "waiting", attempt: 0 });
    const done = one({ label: "h1", kind: "cooldown", state: "done", loss: 2 });
    expect(newsBetween(waiting, done)).toEqual(["brown-h1 is done: validation loss 2.000."]);
  });
});

describe("progressSentence", () => {
  it("sums up in a line where everything stands", () => {
    expect(progressSentence(one({ label: "xs", step: 250, loss: 2.5 }))).toBe(
      "ScalingStudy brown: 29 %, 0 of 12 points; brown-xs 40 % loss 2.500",
    );
  });
});
