import { expect, it } from "@jest/globals";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { eventFacts } from "./events.ts";
import { objectRow } from "./objects-table.ts";
import { resolveKind } from "./resolve.ts";

const nowMs = Date.UTC(2026, 10, 25, 0, 1);
const event = (fields: object): KubeObject =>
  ({
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: "a.1", namespace: "default", creationTimestamp: "2026-11-25T00:00:00Z" },
    involvedObject: { kind: "Pod", name: "a", uid: "u" },
    reason: "Scheduled",
    message: "Assigned.",
    ...fields,
  }) as unknown as KubeObject;

it.each([
  ["told again", { lastTimestamp: "2026-11-25T00:00:30Z", count: 3 }, "2026-11-25T00:00:30Z", 3],
  [
    "of the newer form",
    { lastTimestamp: null, eventTime: "2026-11-25T00:00:10.5Z", count: 0 },
    "2026-11-25T00:00:10.5Z",
    1,
  ],
  ["with a series", { series: { lastObservedTime: "2026-11-25T00:00:20Z" } }, "2026-11-25T00:00:20Z", 1],
  ["with no time of its own", {}, "2026-11-25T00:00:00Z", 1],
])("knows when and how often of an event %s", (_what, fields, at, count) => {
  expect(eventFacts(event(fields))).toMatchObject({ at, count, type: "Normal" });
});

it("gives every event an age", () => {
  const row = objectRow(event({ lastTimestamp: null }), resolveKind("events"), { wide: false, nowMs });
  expect(row.at(-1)).toBe("60s");
});
