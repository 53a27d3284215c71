import { describe, expect, it } from "@jest/globals";
import type { StepEvent } from "@plateau/proto";
import fc from "fast-check";
import { StepNews } from "./step-news.ts";

const step = (number: number): StepEvent => ({ type: "step", step: number }) as StepEvent;
const stepsOf = (news: StepNews): number[] => news.events.map((event) => event.step);

describe("what is remembered of the last steps", () => {
  it("reaches back five seconds, however short the steps are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 900, noNaN: true }), { maxLength: 3_000 }),
        (lengths) => {
          const news = new StepNews();
          let atMs = 0;
          const times = lengths.map((ms, at) => {
            atMs += ms;
            news.add(step(at), atMs);
            return atMs;
          });
          const young = times.flatMap((time, at) => (time >= atMs - 5_000 ? [at] : []));
          const kept = stepsOf(news);
          expect(kept.slice(-young.length || kept.length)).toEqual(young);
          expect(kept).toEqual(kept.map((_, at) => kept[0]! + at));
        },
      ),
      { numRuns: 100, seed: 11 },
    );
  });

  it("holds the last eight steps of a run whose steps take minutes", () => {
    const news = new StepNews();
    for (let at = 0; at < 40; at += 1) news.add(step(at), at * 120_000);
    expect(stepsOf(news).slice(-8)).toEqual([32, 33, 34, 35, 36, 37, 38, 39]);
    expect(stepsOf(news).length).toBeLessThan(24);
  });

  it("is bounded where steps take no time", () => {
    const news = new StepNews();
    for (let at = 0; at < 50_000; at += 1) news.add(step(at), at / 1_000);
    expect(stepsOf(news).at(-1)).toBe(49_999);
    expect(stepsOf(news).length).toBeLessThan(8_300);
  });

  it("is forgotten when the run goes back to a checkpoint", () => {
    const news = new StepNews();
    news.add(step(1), 0);
    news.clear();
    expect(stepsOf(news)).toEqual([]);
  });
});
