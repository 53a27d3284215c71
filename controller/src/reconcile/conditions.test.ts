import { describe, expect, it } from "@jest/globals";
import { nextConditions } from "./conditions.ts";

const types = { Ready: "It is ready.", Failed: "It has failed." };
const nowMs = Date.parse("2026-11-25T10:00:00Z");
const context = { previous: undefined, generation: 1, nowMs };

describe("conditions", () => {
  it("are all there from the first visit on", () => {
    expect(
      nextConditions(types, {}, context).map(({ type, status, reason }) => [type, status, reason]),
    ).toEqual([
      ["Ready", "Unknown", "NotChecked"],
      ["Failed", "Unknown", "NotChecked"],
    ]);
  });

  it("change their transition time when the status flips, and only then", () => {
    const first = nextConditions(
      types,
      { Ready: { status: "False", reason: "Waiting", message: "1" } },
      context,
    );
    const later = { previous: first, generation: 2, nowMs: nowMs + 5000 };
    const same = nextConditions(
      types,
      { Ready: { status: "False", reason: "StillWaiting", message: "2" } },
      later,
    );
    expect(same[0]).toEqual({
      type: "Ready",
      status: "False",
      reason: "StillWaiting",
      message: "2",
      lastTransitionTime: "2026-11-25T10:00:00.000Z",
      observedGeneration: 2,
    });
    const flipped = nextConditions(
      types,
      { Ready: { status: "True", reason: "Ready", message: "3" } },
      later,
    );
    expect(flipped[0]?.lastTransitionTime).toBe("2026-11-25T10:00:05.000Z");
    expect(flipped[1]?.lastTransitionTime).toBe("2026-11-25T10:00:00.000Z");
  });

  it("without a new verdict stay as they were", () => {
    const first = nextConditions(
      types,
      { Ready: { status: "True", reason: "Ready", message: "m" } },
      context,
    );
    expect(nextConditions(types, {}, { ...context, previous: first, nowMs: nowMs + 1 })).toEqual(first);
  });
});
