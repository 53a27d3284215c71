/** Who is turned away: those that were, those that are added, none that has expired; the server's part is tested on a real one. */
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { withThese } from "./revoker.ts";

const nowS = 1_800_000_000;
const until = fc.integer({ min: nowS - 100, max: nowS + 100 });

it("keeps each until the latest time that was said, and forgets what has expired", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("UA", "UB", "UC"), until),
      fc.array(fc.record({ user: fc.constantFrom("UB", "UC", "UD"), untilMs: until.map((at) => at * 1000) })),
      (held, more) => {
        const latest = (user: string): number =>
          Math.max(
            held[user] ?? 0,
            ...more.filter((each) => each.user === user).map(({ untilMs }) => untilMs / 1000),
          );
        const users = ["UA", "UB", "UC", "UD"].filter((user) => latest(user) > nowS);
        expect(withThese(held, more, nowS)).toEqual(
          Object.fromEntries(users.map((user) => [user, latest(user)])),
        );
      },
    ),
  );
});

it("of too many for a message leaves out those that expire first", () => {
  const more = Array.from({ length: 9_000 }, (_, index) => ({
    user: `U${index}`,
    untilMs: (nowS + 1 + index) * 1000,
  }));
  const all = withThese({}, more, nowS);
  expect(Object.keys(all)).toHaveLength(8_000);
  expect(all["U999"]).toBeUndefined();
  expect(all["U8999"]).toBe(nowS + 9_000);
});
