/** The rules of `data.markov`, as CEL on a server and as sentences of admission. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DesiredObject } from "../../cluster/cluster.ts";
import { admit, AdmissionError, kinds } from "../index.ts";
import { serverVerdict } from "../testing/crd-server.ts";
import { trainingRunManifest } from "../testing/manifests.ts";
import { crd } from "./crd.ts";

const runCrd = crd(kinds.TrainingRun);
const run = trainingRunManifest();
const withChain = (markov: unknown): DesiredObject => ({ ...run, spec: { ...run.spec, data: { markov } } });
const server = (markov: unknown): string[] => serverVerdict(runCrd, withChain(markov).spec);

function sentences(markov: unknown): string[] {
  try {
    admit(withChain(markov));
    return [];
  } catch (error) {
    if (error instanceof AdmissionError) return error.issues.map(({ message }) => message);
    throw error;
  }
}

const orderK = (fields: object) => ({ chain: "OrderK", order: 3, p: "0.1", q: "0.9", ...fields });

describe("a chain that both enforcers take", () => {
  it.each([
    { p: "0.2" },
    { p: "0.2", q: "0.3", lag: 4 },
    { chain: "Symmetric", p: "0.3", states: 16 },
    orderK({}),
    orderK({ order: 16, tableSeed: 7, p: "0", q: "1" }),
    orderK({ p: "0.5", q: "5e-1" }),
  ])("%j", (markov) => {
    expect(server(markov)).toEqual([]);
    expect(sentences(markov)).toEqual([]);
  });
});

describe("a chain that both enforcers refuse", () => {
  it.each([
    [
      { chain: "OrderK", order: 3, p: "0.1" },
      /q must be given when chain is OrderK/,
      /for any at all write p: "0", q: "1"\.$/,
    ],
    [
      { chain: "OrderK", p: "0.1", q: "0.9" },
      /order must be given/,
      /markov\.order must be given .*, 1 to 16\.$/,
    ],
    [orderK({ order: 0 }), /order: out of range/, /markov\.order must be at least 1/],
    [orderK({ order: 17 }), /order: out of range/, /markov\.order must be at most 16/],
    [
      orderK({ p: "0.9", q: "0.1" }),
      /p must be at most q/,
      /markov\.p is 0\.9, more than q, which is 0\.1; .* so exchange the two\.$/,
    ],
    [orderK({ lag: 2 }), /lag must be 1 when chain is OrderK/, /use order for how many\.$/],
    [orderK({ states: 3 }), /states must be 2 unless/, /markov\.states must be 2 unless chain is Symmetric/],
    [
      orderK({ q: "1.5" }),
      /q: must be at least 0 and at most 1/,
      /markov\.q must be at least 0 and at most 1/,
    ],
    [
      { p: "0.2", order: 3 },
      /order may be set only when chain is OrderK/,
      /but it is Binary; remove it, or write chain: OrderK\.$/,
    ],
    [{ chain: "Symmetric", p: "0.2", tableSeed: 3 }, /tableSeed may be set only/, /but it is Symmetric/],
    [{ chain: "Symmetric", p: "0.2", q: "0.3" }, /q must be left out/, /whose only probability is p\.$/],
    [{ p: "0" }, /p must be more than 0 and less than 1/, /markov\.p must be more than 0 and less than 1/],
    [{ p: "0.5", q: "1" }, /q must be more than 0 and less than 1/, /markov\.q must be more than 0/],
    [{ p: "0.5", states: 5 }, /states must be 2 unless/, /Binary and OrderK have the symbols 0 and 1\.$/],
    [{ chain: "OrderK" }, /p: required/, /markov\.p is missing/],
    [{ chain: "order-k", p: "0" }, /unsupported value/, /must be Binary, Symmetric or OrderK/],
  ])("%j", (markov, rule, sentence) => {
    expect(server(markov).join("\n")).toMatch(rule);
    expect(sentences(markov).join("\n")).toMatch(sentence);
  });
});

describe("CEL and admission", () => {
  it("give the same verdict on any combination of the fields of a chain", () => {
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });
    const chains = fc
      .record({
        chain: fc.constantFrom(undefined, "Binary", "Symmetric", "OrderK"),
        p: fc.constantFrom("0", "0.2", "5e-1", "0.50", "1"),
        q: some(fc.constantFrom("0", "0.2", "0.5", "1", "1e400")),
        lag: fc.constantFrom(undefined, 1, 1, 2),
        states: fc.constantFrom(undefined, 2, 2, 5),
        order: some(fc.constantFrom(1, 16, 16, 17)),
        tableSeed: some(fc.constantFrom(0, 3, 4, -1)),
      })
      .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(chains, (markov) => {
        const verdict = server(markov);
        expect({ markov, verdict, refused: sentences(markov).length > 0 }).toEqual({
          markov,
          verdict,
          refused: verdict.length > 0,
        });
        seen[verdict.length > 0 ? "refused" : "taken"]++;
      }),
      { numRuns: 600, seed: 22 },
    );
    expect(seen.taken).toBeGreaterThan(30);
    expect(seen.refused).toBeGreaterThan(200);
  });
});
