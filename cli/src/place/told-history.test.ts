/** A history put together from events is the one that the controller's recorder makes of the same telling. */
import { expect, it } from "@jest/globals";
import { openHistory, ProgressRecorder } from "@plateau/controller/progress/index.ts";
import { everyEvent, runNamed, stepEvent } from "@plateau/controller/events/testing/run-events.ts";
import fc from "fast-check";
import { formatEvaluations, formatSteps } from "../runs/told-table.ts";
import { ToldHistory } from "./told-history.ts";

const run = runNamed("default", "r");

it("has what the recorder has, whatever is computed again and in whatever order", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          step: fc.integer({ min: 1, max: 20 }),
          loss: fc.double({ min: 0, max: 9, noNaN: true }),
        }),
      ),
      (told) => {
        const stored = openHistory(":memory:");
        const recorder = new ProgressRecorder(stored, { now: () => 5 });
        const history = new ToldHistory();
        const events = [
          ...told.map((step, i) => stepEvent(run, { rank: 0, sequence: i + 1, ...step })),
          ...everyEvent(run).filter(({ event }) => event.type !== "step" && event.type !== "lifecycle"),
        ];
        for (const { rank, process, sequence, event } of events) {
          recorder.record({ runUid: run.runUid, rank, sequence, event }, process);
          history.take({ runUid: run.runUid, rank, atMs: 5, event });
        }
        recorder.flush();
        expect(history.steps(run.runUid)).toEqual(stored.steps(run.runUid));
        expect(history.steps(run.runUid, { after: 7 })).toEqual(stored.steps(run.runUid, { after: 7 }));
        expect(history.lastStep(run.runUid)).toEqual(stored.lastStep(run.runUid));
        expect(history.evaluations(run.runUid)).toEqual(stored.evaluations(run.runUid));
        expect(history.checkpoints(run.runUid)).toEqual(stored.checkpoints(run.runUid));
        stored.close();
      },
    ),
    { numRuns: 50, seed: 5 },
  );
});

it("is written for people, and whole for programs", () => {
  const history = new ToldHistory();
  for (const event of everyEvent(run)) history.take(event);
  const steps = history.steps(run.runUid);
  expect(formatSteps(steps, "table")).toMatchInlineSnapshot(`
    "STEP    TOKENS    FLOPS   LOSS     RATE  GRADIENT    MS  COMPUTE  ENCODE  WIRE  WAIT  DECODE  UPDATE      SENT  SNR
       1       100   1.00e9  3.500  0.00100      1.00  12.5      8.0     0.5   2.0   1.0     0.5     0.5  2.05 KiB  9.5
       2       100   1.00e9      –  0.00100  Infinity  12.5      8.0     0.5   2.0   1.0     0.5     0.5  2.05 KiB
       3  4.50e+15  1.50e24      –  0.00100      1.00  12.5      8.0     0.5   2.0   1.0     0.5     0.5  2.05 KiB
    "
  `);
  const [head, ...lines] = formatSteps(steps, "csv").trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  const columns = head!.split(",");
  const cell = (line: number, name: string): string => lines[line]!.split(",")[columns.indexOf(name)]!;
  expect(cell(0, "snr_db")).toBe("9.5");
  expect(cell(1, "loss")).toBe("NaN");
  expect(cell(1, "snr_db")).toBe("");
  expect(cell(2, "tokens")).toBe(String(2 ** 52));
  expect(JSON.parse(formatSteps(steps, "json"))).toHaveLength(3);
  expect(formatEvaluations(history.evaluations(run.runUid), "table")).toMatchInlineSnapshot(`
    "STEP  WEIGHTS   LOSS  TOKENS
       3  raw      3.250      10
    "
  `);
});
