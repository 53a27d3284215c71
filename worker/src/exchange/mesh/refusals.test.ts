import { expect, it } from "@jest/globals";
import { Refusals } from "./refusals.ts";

it("tells of the same refusal once a minute, with how many there were", () => {
  const refusals = new Refusals();
  expect(refusals.count("wrong key", 0)).toBe(1);
  for (let ms = 50; ms < 60_000; ms += 50) expect(refusals.count("wrong key", ms)).toBe(0);
  expect(refusals.count("another run", 1000)).toBe(1);
  expect(refusals.count("wrong key", 60_000)).toBe(1200);
});

it("remembers a bounded number of reasons", () => {
  const refusals = new Refusals();
  for (let i = 0; i < 1000; i++) expect(refusals.count(`rank ${i}`, 0)).toBe(1);
});
