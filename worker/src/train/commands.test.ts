/** What a rank answers to commands, and what it asks of the group, in every role. */
import { expect, it } from "@jest/globals";
import type { Command, LogLevel } from "@plateau/proto/events/index.ts";
import { RunCommands } from "./commands.ts";
import type { FromTraining } from "./messages.ts";

const levels: LogLevel[] = [];
function bench(coordinates?: boolean) {
  const commands = new RunCommands({ setLogLevel: (level) => void levels.push(level) });
  if (coordinates !== undefined) commands.joined(coordinates);
  const tell = (command: Command) => commands.handle({ id: "1", command });
  return { commands, tell };
}

const committed = (step: number, manifestUri: string): FromTraining => ({
  kind: "event",
  event: {
    type: "checkpoint",
    checkpoint: {
      manifestUri,
      sha256: "",
      step,
      tokens: 0,
      flops: "0",
      bytes: 0,
      fork: false,
      holds: [],
      parents: [],
    },
    stallMs: 0,
  },
});

it("asks for a checkpoint until a step's is on its way, and answers when it is committed", async () => {
  const { commands, tell } = bench(true);
  const answers = [tell({ type: "checkpoint-now" }), tell({ type: "checkpoint-now" })];
  expect(commands.wishes).toEqual({ hold: false, checkpoint: true });
  commands.heard({ kind: "committing", step: 7 });
  expect(commands.wishes.checkpoint).toBe(false);
  const later = tell({ type: "checkpoint-now" });
  commands.heard(committed(6, "file:///6"));
  commands.heard(committed(7, "file:///7"));
  for (const answer of answers)
    expect(await answer).toEqual({
      accepted: true,
      message: "The state after step 7 is committed: file:///7",
    });
  commands.heard({ kind: "committing", step: 8 });
  commands.heard({ kind: "not-committed", step: 8, reason: "the disk is full" });
  expect(await later).toMatchObject({ accepted: false, message: /disk is full/ });
});

it("holds until it is resumed, or a checkpoint is asked for", async () => {
  const { commands, tell } = bench(true);
  const paused = tell({ type: "pause" });
  expect(commands.wishes.hold).toBe(true);
  const first = commands.hold(3);
  expect(await paused).toEqual({ accepted: true, message: "It holds after step 3." });
  expect(await tell({ type: "pause" })).toMatchObject({ accepted: true, message: /step 3/ });
  void tell({ type: "checkpoint-now" });
  await first;
  commands.goesOn();
  expect(commands.wishes).toEqual({ hold: true, checkpoint: true });
  commands.heard({ kind: "committing", step: 4 });
  const second = commands.hold(4);
  expect(await tell({ type: "resume" })).toMatchObject({ accepted: true, message: "It goes on." });
  await second;
  expect(commands.wishes.hold).toBe(false);
  expect(await tell({ type: "resume" })).toMatchObject({ message: "It was not paused." });
});

it("leaves decisions to the coordinator where another rank is it, and takes them over with its place", async () => {
  const { commands, tell } = bench(false);
  const paused = tell({ type: "pause" });
  expect(await tell({ type: "checkpoint-now" })).toMatchObject({ accepted: true, message: /coordinates/ });
  expect(commands.wishes).toEqual({ hold: false, checkpoint: false });
  void commands.hold(5);
  expect(await paused).toMatchObject({ accepted: true, message: "It holds after step 5." });
  commands.goesOn();
  commands.joined(true);
  expect(commands.wishes).toEqual({ hold: true, checkpoint: false });
});

it("refuses a checkpoint where there is no state, and everything once training has ended", async () => {
  const { commands, tell } = bench();
  expect(await tell({ type: "checkpoint-now" })).toMatchObject({ accepted: false, message: /no state/ });
  commands.joined(true);
  const open = [tell({ type: "checkpoint-now" }), tell({ type: "pause" })];
  commands.ended();
  for (const answer of open) expect(await answer).toMatchObject({ accepted: false });
  expect(await tell({ type: "resume" })).toMatchObject({ accepted: false });
});

it("sets the level of the log at once", async () => {
  expect(await bench().tell({ type: "set-log-level", level: "debug" })).toMatchObject({ accepted: true });
  expect(levels).toEqual(["debug"]);
});
