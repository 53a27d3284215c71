import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { Gaps } from "./gaps.ts";

it("counts exactly what is left out between the first and the last of each process, however often the rest is told", () => {
  const told = fc.array(
    fc.record({ process: fc.constantFrom("a", "b"), isLost: fc.boolean(), again: fc.nat(3) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(told, (events) => {
      const gaps = new Gaps();
      const sequences: Record<string, number> = { a: 0, b: 0 };
      const seen: Record<string, number[]> = { a: [], b: [] };
      let counted = 0;
      for (const { process, isLost, again } of events) {
        const sequence = (sequences[process]! += 1);
        if (isLost) continue;
        counted += gaps.next({ process, sequence });
        seen[process]!.push(sequence);
        for (const old of seen[process]!.slice(-again - 1)) counted += gaps.next({ process, sequence: old });
      }
      const missing = Object.values(seen).map((all) =>
        all.length === 0 ? 0 : all.at(-1)! - all[0]! + 1 - all.length,
      );
      expect(counted).toBe(missing.reduce((sum, each) => sum + each, 0));
    }),
  );
});

it("forgets the process that was silent longest", () => {
  const gaps = new Gaps(2);
  for (const process of ["a", "b", "c"]) gaps.next({ process, sequence: 1 });
  expect(gaps.next({ process: "b", sequence: 3 })).toBe(1);
  expect(gaps.next({ process: "a", sequence: 9 })).toBe(0);
});
