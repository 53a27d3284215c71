import { describe, expect, it } from "@jest/globals";
import { Gatherings, maxValueBytes } from "./gatherings.ts";

describe("values of all ranks", () => {
  it("come in parts, before and after one's own, and are whole when all are", async () => {
    const gatherings = new Gatherings(3);
    const part = (place: number, value: number, more: boolean) =>
      gatherings.receive(place, { label: "g", value: Uint8Array.of(value), more });
    expect(part(2, 1, true)).toBeUndefined();
    const all = gatherings.gather("g", 0, Uint8Array.of(7));
    expect([part(1, 2, true), part(2, 3, false), part(1, 4, true), part(1, 5, false)]).toEqual(
      Array(4).fill(undefined),
    );
    expect((await all).map((value) => [...value])).toEqual([[7], [2, 4, 5], [1, 3]]);
  });

  it("are refused when they come twice, are too long or too many", () => {
    const gatherings = new Gatherings(2);
    gatherings.receive(1, { label: "g", value: Uint8Array.of(1) });
    expect(gatherings.receive(1, { label: "g", value: Uint8Array.of(1) })).toBe('a value for "g" twice');
    const half = new Uint8Array(maxValueBytes / 2 + 1);
    expect(gatherings.receive(1, { label: "long", value: half, more: true })).toBeUndefined();
    expect(gatherings.receive(1, { label: "long", value: half })).toMatch(/of more than \d+ bytes/);
    const complaints = Array.from({ length: 64 }, (_, i) => gatherings.receive(1, { label: `${i}` }));
    expect(complaints.findIndex((each) => each !== undefined)).toBe(62);
  });
});
