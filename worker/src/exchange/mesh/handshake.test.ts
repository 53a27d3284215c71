import { describe, expect, it } from "@jest/globals";
import { createHello, prove, refuseHello, verifyProof, type Hello, type Identity } from "./handshake.ts";

const key = Buffer.alloc(32, 7);
const rank = (index: number, change: Partial<Identity> = {}): Identity => ({
  runUid: "run-1",
  rank: index,
  ...change,
});

describe("a proof of membership", () => {
  const own = createHello(rank(0));
  const peer = createHello(rank(1));
  const proof = prove(key, peer, own);

  it("holds for the nonces that it answers and the ranks that exchange it", () => {
    expect(verifyProof(key, proof, { own, peer })).toBe(true);
  });

  it.each<[string, Uint8Array, { own: Hello; peer: Hello }]>([
    ["another key", prove(Buffer.alloc(32, 8), peer, own), { own, peer }],
    ["an earlier conversation", proof, { own: createHello(rank(0)), peer }],
    ["a nonce of its own choice", proof, { own, peer: createHello(rank(1)) }],
    ["another rank", proof, { own, peer: { ...peer, rank: 2 } }],
    ["a proof for another rank", prove(key, peer, { ...own, rank: 3 }), { own, peer }],
    ["our own proof, sent back", prove(key, own, peer), { own, peer }],
    ["half of it", proof.subarray(0, 16), { own, peer }],
    ["nothing", new Uint8Array(), { own, peer }],
  ])("is not replaced by one of %s", (_name, mac, hellos) => {
    expect(verifyProof(key, mac, hellos)).toBe(false);
  });
});

describe("an introduction", () => {
  it.each<[string, Hello, number | undefined, RegExp]>([
    ["another run", createHello(rank(1, { runUid: "run-2" })), undefined, /run-2, this is run-1/],
    ["this very rank", createHello(rank(0)), undefined, /calls itself rank 0/],
    ["a rank beyond any run's", createHello(rank(4096)), undefined, /calls itself rank 4096/],
    ["another rank than the one dialled", createHello(rank(2)), 1, /is rank 2, not 1/],
    ["a nonce that is too short", { ...createHello(rank(1)), nonce: new Uint8Array(4) }, undefined, /nonce/],
  ])("with %s is refused with the reason", (_name, hello, expected, reason) => {
    expect(refuseHello(rank(0), hello, expected)).toMatch(reason);
  });

  it("of a rank of this run is let in", () => {
    expect(refuseHello(rank(0), createHello(rank(3)), 3)).toBeUndefined();
  });
});
