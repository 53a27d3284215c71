import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { anyEvent, text, whole } from "../progress/events.fixtures.ts";
import { plateau } from "../generated/messages.js";
import { logLevels, type Command, type RunEvent } from "./events.ts";
import {
  decodeCommand,
  decodeEvent,
  decodeReply,
  encodeCommand,
  encodeEvent,
  encodeReply,
} from "./messages.ts";

const name = fc.string({ minLength: 1, maxLength: 63 });
const runEvent: fc.Arbitrary<RunEvent> = fc.record({
  namespace: name,
  kind: fc.constantFrom("TrainingRun" as const, "Cooldown" as const),
  run: name,
  runUid: name,
  rank: whole,
  process: name,
  sequence: fc.integer({ min: 1, max: 0xffffffff }),
  atMs: fc.maxSafeNat(),
  event: anyEvent,
});
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ type: fc.constantFrom("checkpoint-now" as const, "pause" as const, "resume" as const) }),
  fc.record({ type: fc.constant("set-log-level" as const), level: fc.constantFrom(...logLevels) }),
);

describe("a message of the event stream", () => {
  it("comes out as it went in", () => {
    fc.assert(
      fc.property(runEvent, command, name, (event, told, id) => {
        expect(decodeEvent(encodeEvent(event))).toEqual(event);
        expect(decodeCommand(encodeCommand({ id, command: told }))).toEqual({ id, command: told });
      }),
      { numRuns: 200, seed: 5 },
    );
    fc.assert(
      fc.property(fc.record({ rank: whole, accepted: fc.boolean(), message: text }), name, (reply, id) => {
        expect(decodeReply(encodeReply(id, reply), id)).toEqual(reply);
        expect(decodeReply(encodeReply(id, reply), `${id}.`)).toBeUndefined();
      }),
      { seed: 5 },
    );
  });

  it("that is none is not taken for one, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((json) => Buffer.from(json)),
        ),
        (bytes) => {
          expect(decodeEvent(bytes)?.sequence ?? 1).toBeGreaterThan(0);
          expect(decodeCommand(bytes)?.id ?? "some").not.toBe("");
          expect(decodeReply(bytes, "an id")).toBeUndefined();
        },
      ),
      { numRuns: 500, seed: 5 },
    );
  });

  const { Command: Wire, RunEvent: WireEvent } = plateau.v1;
  it.each([
    ["without an id", Wire.encode({ pause: {} })],
    ["that asks for nothing", Wire.encode({ id: "a" })],
    ["with a level that there is not", Wire.encode({ id: "a", setLogLevel: { level: "loud" } })],
  ])("a command %s is none", (_what, writer) => {
    expect(decodeCommand(writer.finish())).toBeUndefined();
  });

  const teller = { namespace: "n", kind: "TrainingRun", run: "r", runUid: "u", process: "p", atMs: 1 };
  const report = { sequence: 1, lifecycle: { state: "starting", reason: "R", message: "" } };
  it.each([
    ["of no run", { ...teller, runUid: "", report }],
    ["of a kind that tells none", { ...teller, kind: "Checkpoint", report }],
    ["without its report", teller],
    ["of a report without event", { ...teller, report: { sequence: 1 } }],
    ["without a number", { ...teller, report: { ...report, sequence: 0 } }],
  ])("an event %s is none", (_what, fields) => {
    expect(decodeEvent(WireEvent.encode({ ...teller, report }).finish())).toBeDefined();
    expect(decodeEvent(WireEvent.encode(fields).finish())).toBeUndefined();
  });
});
