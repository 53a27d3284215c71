import { describe, expect, it } from "@jest/globals";
import { ClusterError } from "@plateau/controller/cluster/errors.ts";
import fc from "fast-check";
import { followContainer } from "./follow-container.ts";

interface Line {
  /** Nanoseconds since 1970; several lines may share one. */
  atNs: bigint;
  text: string;
}

/** Where a connection ends, as a share of what it would have sent; and whether the client sees that it broke. */
interface Cut {
  at: number;
  breaks: boolean;
}

const stamp = ({ atNs, text }: Line): string => {
  const seconds = new Date(Number(atNs / 1_000_000_000n) * 1000).toISOString().replace(".000Z", "");
  return `${seconds}.${String(atNs % 1_000_000_000n).padStart(9, "0")}Z ${text}\n`;
};

/** A log that is all there: each connection sends it from a second on and ends at its cut; the last ones send it whole. */
function server(lines: readonly Line[], cuts: readonly Cut[], chunk: number) {
  let connections = 0;
  return {
    get connections() {
      return connections;
    },
    async *send(sinceTime: string | undefined): AsyncGenerator<string> {
      const cut = cuts[connections++];
      const since = BigInt(Date.parse(sinceTime ?? "1970-01-01T00:00:00Z")) * 1_000_000n;
      const all = lines
        .filter(({ atNs }) => atNs >= since)
        .map(stamp)
        .join("");
      const sent = cut ? all.slice(0, Math.floor(cut.at * all.length)) : all;
      for (let at = 0; at < sent.length; at += chunk) yield sent.slice(at, at + chunk);
      if (cut?.breaks) throw new Error("socket hang up");
    },
    isOver: () => Promise.resolve(connections > cuts.length),
  };
}

async function read(source: ReturnType<typeof server>): Promise<string[]> {
  const texts: string[] = [];
  const { signal } = new AbortController();
  const lines = followContainer({
    open: ({ sinceTime }) => Promise.resolve(source.send(sinceTime)),
    isOver: source.isOver,
    signal,
    pauseMs: 0,
  });
  for await (const text of lines) texts.push(text);
  return texts;
}

const start = BigInt(Date.UTC(2026, 10, 25)) * 1_000_000n;
/** Gaps between lines: none, within a second, beyond it. */
const gaps = fc.array(
  fc.record({
    gapNs: fc.constantFrom(0n, 1n, 400_000_000n, 1_700_000_000n),
    text: fc.stringMatching(/^[a-zäß€ {}":,]{0,12}$/),
  }),
  { maxLength: 30 },
);
const logs = gaps.map((entries) => {
  let atNs = start;
  return entries.map(({ gapNs, text }, i): Line => ({ atNs: (atNs += gapNs), text: `${i} ${text}` }));
});
const cutsOf = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 1000 }).map((share) => share / 1000), breaks: fc.boolean() }),
  {
    maxLength: 6,
  },
);

describe("followContainer", () => {
  it("tells every line once, whole and in order, wherever connections end and however often", async () => {
    await fc.assert(
      fc.asyncProperty(logs, cutsOf, fc.integer({ min: 1, max: 50 }), async (lines, cuts, chunk) => {
        expect(await read(server(lines, cuts, chunk))).toEqual(lines.map(({ text }) => text));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it("tells the last line of a container that ended without ending it", async () => {
    const source = server([{ atNs: start, text: "whole" }], [], 8);
    const open = (): Promise<AsyncIterable<string>> =>
      Promise.resolve(
        (async function* () {
          yield* source.send(undefined);
          yield "2026-11-25T00:00:01.5Z half";
        })(),
      );
    const texts: string[] = [];
    for await (const text of followContainer({
      open,
      isOver: () => Promise.resolve(true),
      signal: new AbortController().signal,
    }))
      texts.push(text);
    expect(texts).toEqual(["whole", "half"]);
  });

  it("goes on where the lines that it had read are no longer kept", async () => {
    const line = (second: number, text: string): Line => ({
      atNs: start + BigInt(second) * 1_000_000_000n,
      text,
    });
    const answers = [
      [line(0, "a"), line(0, "b")],
      [line(1, "d"), line(1, "e")],
      [line(1, "e"), line(2, "f")],
    ];
    const texts: string[] = [];
    const lines = followContainer({
      open: () =>
        Promise.resolve(
          (async function* () {
            yield (answers.shift() ?? []).map(stamp).join("");
          })(),
        ),
      isOver: () => Promise.resolve(answers.length === 0),
      signal: new AbortController().signal,
      pauseMs: 0,
    });
    for await (const text of lines) texts.push(text);
    expect(texts).toEqual(["a", "b", "d", "e", "f"]);
  });

  it("ends where the pod is gone, and throws what the user may not do", async () => {
    const failing = (code: "E_NOT_FOUND" | "E_FORBIDDEN") =>
      followContainer({
        open: () => Promise.reject(new ClusterError(code, "no")),
        isOver: () => Promise.resolve(false),
        signal: new AbortController().signal,
      });
    expect((await failing("E_NOT_FOUND").next()).done).toBe(true);
    await expect(failing("E_FORBIDDEN").next()).rejects.toMatchObject({ code: "E_FORBIDDEN" });
  });

  it("gives up a log that cannot be read although its container is over", async () => {
    let tries = 0;
    const lines = followContainer({
      open: () => {
        tries += 1;
        return Promise.reject(new ClusterError("E_UNAVAILABLE", "the node is gone"));
      },
      isOver: () => Promise.resolve(true),
      signal: new AbortController().signal,
      pauseMs: 0,
    });
    expect((await lines.next()).done).toBe(true);
    expect(tries).toBeLessThanOrEqual(6);
  });

  it("leaves at once when it is told to, in a pause too", async () => {
    const stop = new AbortController();
    const lines = followContainer({
      open: () => Promise.reject(new ClusterError("E_UNAVAILABLE", "down")),
      isOver: () => Promise.resolve(false),
      signal: stop.signal,
      pauseMs: 60_000,
      onTrouble: () => stop.abort(),
    });
    expect((await lines.next()).done).toBe(true);
  });
});
