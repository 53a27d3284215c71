import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Membership } from "./membership.ts";
import { Network } from "./membership-network.ts";
import type { Formation, Message, Presence } from "./standing.ts";

const timeoutMs = 1000;
const all = (count: number): number[] => Array.from({ length: count }, (_, rank) => rank);

function network(count: number, options: { min?: number } = {}): Network {
  return new Network({ count, min: options.min ?? 1, rejoinTimeoutMs: timeoutMs });
}

/** Started, linked, and in one group. */
function formed(count: number, options: { min?: number } = {}): Network {
  const net = network(count, options);
  for (const rank of all(count)) net.start(rank);
  net.linkAll();
  net.settle();
  return net;
}

describe("membership", () => {
  it("forms one group of all expected ranks as soon as they are linked", () => {
    const net = formed(4);
    expect(net.groups()).toEqual([[0, 1, 2, 3]]);
    expect(net.nowMs).toBe(0);
  });

  it("waits for a rank that has not come, and goes on without it when its time is over", () => {
    const net = network(3);
    for (const rank of [0, 2]) net.start(rank);
    net.linkAll();
    net.settle();
    expect(net.groups()).toEqual([]);
    net.pass(timeoutMs - 1);
    expect(net.groups()).toEqual([]);
    net.pass(1);
    expect(net.groups()).toEqual([[0, 2]]);
  });

  it("does not go on below the minimum, however long it takes", () => {
    const net = formed(3, { min: 2 });
    net.kill(0);
    net.kill(1);
    net.settle();
    net.pass(100 * timeoutMs);
    expect(net.groups()).toEqual([]);
    net.start(1);
    net.linkAll();
    net.settle();
    net.pass(timeoutMs);
    expect(net.groups()).toEqual([[1, 2]]);
  });

  it.each([[[0]], [[2]], [[0, 1]], [[1, 3]]])(
    "loses ranks %j: survivors wait, take over, and welcome the replacements after a step",
    (victims) => {
      const net = formed(4);
      const survivors = all(4).filter((rank) => !victims.includes(rank));
      for (const rank of victims) net.kill(rank);
      net.settle();
      expect(net.groups()).toEqual([]);
      net.pass(timeoutMs);
      expect(net.groups()).toEqual([survivors]);
      for (const rank of victims) net.start(rank);
      net.linkAll();
      net.settle();
      expect(net.groups()).toEqual([all(4)]);
      expect(net.breaks).toBe(survivors.length);
    },
  );

  it("takes a replacement in at once when it comes in time", () => {
    const net = formed(4);
    net.kill(0);
    net.settle();
    net.start(0);
    net.linkAll();
    net.settle();
    expect(net.groups()).toEqual([all(4)]);
    expect(net.nowMs).toBe(0);
  });

  it("takes in a rank that nobody expected", () => {
    const net = new Network({ count: 2, min: 1, rejoinTimeoutMs: timeoutMs });
    for (const rank of [0, 1]) net.start(rank);
    net.linkAll();
    net.settle();
    net.start(3);
    net.start(2);
    net.linkAll();
    net.settle();
    expect(net.groups()).toEqual([[0, 1, 2, 3]]);
    expect(net.breaks).toBe(0);
  });

  it("does not wait for a rank that has left in good order, nor does one that starts later", () => {
    const net = formed(4, { min: 4 });
    net.leave(3);
    net.settle();
    expect(net.groups()).toEqual([[0, 1, 2]]);
    expect(net.nowMs).toBe(0);
    net.kill(0);
    net.settle();
    net.start(0);
    net.linkAll();
    net.settle();
    expect(net.groups()).toEqual([[0, 1, 2]]);
    expect(net.nowMs).toBe(0);
  });

  it("works on in both halves of a partition, and merges them when it heals", () => {
    const net = formed(4);
    net.partition([
      [0, 1],
      [2, 3],
    ]);
    net.settle();
    net.pass(timeoutMs);
    expect(net.groups()).toEqual([
      [0, 1],
      [2, 3],
    ]);
    net.linkAll();
    net.settle();
    expect(net.groups()).toEqual([all(4)]);
  });

  it("leaves out a rank that is not linked to all, without ending the group again and again", () => {
    const net = formed(4);
    net.cut(1, 3);
    net.settle();
    net.pass(timeoutMs);
    expect(net.groups()).toEqual([[0, 1, 2]]);
    const formations = net.formations.length;
    net.steps(20);
    expect(net.formations).toHaveLength(formations);
    net.linkAll();
    net.settle();
    expect(net.groups()).toEqual([all(4)]);
  });

  it("tells a rank that comes to a finished run so", () => {
    const net = formed(2);
    net.kill(1);
    net.settle();
    net.pass(timeoutMs);
    net.start(1);
    net.leave(0, true);
    net.linkAll();
    net.settle();
    expect(net.toldFinished).toEqual([1]);
  });
});

describe("what a peer may not say", () => {
  const presence = (change: Partial<Presence>): Message => ({
    presence: {
      lastVersion: 0,
      version: 0,
      ranks: [],
      seeks: true,
      endedVersion: 0,
      linked: [0],
      absent: [],
      leaving: false,
      finished: false,
      reason: "",
      ...change,
    },
  });

  /** Rank 1 of three, linked to both others and seeking; what it says is recorded. */
  function rank1(): { membership: Membership; said: () => Presence; formed: Formation[]; broken: string[] } {
    let last: Presence | undefined;
    const formed: Formation[] = [];
    const broken: string[] = [];
    const membership = new Membership(
      { rank: 1, expected: all(3), min: 1, rejoinTimeoutMs: timeoutMs, modulus: 8 },
      {
        send: (_peer, message) => {
          if ("presence" in message) last = message.presence;
        },
        formed: (formation) => formed.push(formation),
        broken: (_formation, reason) => broken.push(reason),
        endAfterStep: () => {},
        finishedElsewhere: () => {},
      },
      0,
    );
    membership.seek(0);
    membership.linkUp(0, 0);
    membership.linkUp(2, 0);
    return { membership, said: () => last!, formed, broken };
  }

  it.each<[string, number, Formation]>([
    ["is formed by a rank that is not its lowest", 2, { version: 10, ranks: [0, 1, 2] }],
    ["is without the rank that is told", 0, { version: 8, ranks: [0, 2] }],
    ["holds a rank that is not linked", 0, { version: 8, ranks: [0, 1, 2, 3] }],
    ["has a version that is past", 0, { version: 0, ranks: [0, 1, 2] }],
  ])("a group that %s is not entered, and who formed it is told", (_title, from, form) => {
    const { membership, said, formed } = rank1();
    membership.receive(from, { form }, 1);
    expect(formed).toEqual([]);
    expect(said().lastVersion).toBeGreaterThanOrEqual(form.version);
    expect(said().version).toBe(0);
    expect(said().reason).toMatch(/could not enter/);
  });

  it("a group that another member has refused already is not entered, whichever word comes first", () => {
    const { membership, formed } = rank1();
    membership.receive(2, presence({ lastVersion: 8, linked: [0, 1] }), 1);
    membership.receive(0, { form: { version: 8, ranks: [0, 1, 2] } }, 2);
    expect(formed).toEqual([]);
  });

  it("a second group does not tear a rank out of its first, and a word from before it does not break it", () => {
    const { membership, formed, broken, said } = rank1();
    membership.receive(0, { form: { version: 8, ranks: [0, 1, 2] } }, 1);
    membership.receive(2, presence({ lastVersion: 0, linked: [0, 1] }), 2);
    membership.receive(0, { form: { version: 16, ranks: [0, 1] } }, 3);
    expect(formed).toHaveLength(1);
    expect(broken).toEqual([]);
    expect(said()).toMatchObject({ lastVersion: 16, version: 8 });
    membership.receive(2, presence({ lastVersion: 8, linked: [0, 1], reason: "rank 7 was lost" }), 4);
    expect(broken).toEqual(["rank 2 is not in it (rank 7 was lost)"]);
  });
});

type Move =
  | { kind: "cut" | "link"; a: number; b: number }
  | { kind: "kill" | "start" | "leave"; rank: number }
  | { kind: "pass"; ms: number }
  | { kind: "deliver"; count: number }
  | { kind: "step" };

const rank = fc.nat(4);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("cut" as const), a: rank, b: rank }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("link" as const), a: rank, b: rank }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("kill" as const, "leave" as const), rank }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("start" as const), rank }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.nat(1500) }) },
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant("deliver" as const), count: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: "step" as const }) },
);

function play(net: Network, moves: readonly Move[]): void {
  for (const each of moves) {
    if (each.kind === "cut") net.cut(each.a, each.b);
    else if (each.kind === "link") net.link(each.a, each.b);
    else if (each.kind === "kill") net.kill(each.rank);
    else if (each.kind === "leave") net.leave(each.rank);
    else if (each.kind === "start") net.start(each.rank);
    else if (each.kind === "pass") net.advance(each.ms);
    else if (each.kind === "deliver") net.deliver(each.count);
    else net.step();
    net.check();
  }
}

/** A schedule of what happens, and a seed that orders deliveries. */
const schedule = fc.record({
  moves: fc.array(move, { minLength: 5, maxLength: 120 }),
  seed: fc.nat(),
  min: fc.integer({ min: 1, max: 5 }),
});

describe("under any schedule of ends, deaths, delays and orders", () => {
  // `check` after every move: a version has one list of ranks, a rank's versions grow.
  it("no two ranks disagree about a group, and all come together when the links hold", () => {
    fc.assert(
      fc.property(schedule, ({ moves, seed, min }) => {
        const net = new Network({ count: 5, min, rejoinTimeoutMs: timeoutMs, seed });
        for (const each of all(5)) net.start(each);
        play(net, moves);
        for (const each of all(5)) net.start(each);
        net.linkAll();
        net.settle();
        net.pass(timeoutMs);
        net.pass(timeoutMs);
        expect(net.groups()).toEqual([all(5)]);
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it("without new ends a group once formed lasts: no rank is asked to regroup twice for the same reason", () => {
    fc.assert(
      fc.property(schedule, ({ moves, seed, min }) => {
        const net = new Network({ count: 5, min, rejoinTimeoutMs: timeoutMs, seed });
        for (const each of all(5)) net.start(each);
        play(net, moves);
        net.settle();
        net.pass(timeoutMs);
        net.pass(timeoutMs);
        const before = net.formations.length;
        net.steps(10);
        net.pass(3 * timeoutMs);
        net.steps(10);
        expect(net.formations.length).toBe(before);
      }),
      { numRuns: 1500, seed: 12 },
    );
  });
});
