import { exchangeConfig } from "@plateau/proto";
import { expect, it } from "@jest/globals";
import { join } from "node:path";
import { Speaker } from "@plateau/worker/exchange/mesh/speaker.fixtures.ts";
import { useGroups } from "./test-groups.ts";

const groups = useGroups();
const timeoutMs = 1000;
/** How often a link beats when it has nothing else to say: `timeoutMs / 5`. */
const beatMs = 200;

/** Rank 1 of 2, spoken by hand: joins the group, then only listens, and notes when it hears something. */
async function listen(folder: string, config: { runUid: string; key: Buffer }) {
  const [peer, own] = [0, 1].map((rank) => `unix:${join(folder, `${rank}.sock`)}`) as [string, string];
  const speaker = await Speaker.open({
    identity: { runUid: config.runUid, rank: 1 },
    key: config.key,
    own,
    peer,
    peerRank: 0,
    timeoutMs: 2 * timeoutMs,
  });
  await speaker.say({ seeks: true });
  return {
    speaker,
    async formed(): Promise<void> {
      const version = (await speaker.until(({ form }) => Boolean(form))).form?.version ?? 0;
      const value = Buffer.from(JSON.stringify({ step: null, passedForks: [], memoryOf: [] }));
      await speaker.send({ barrier: { version, label: "standing", value } });
      await speaker.send({ barrier: { version, label: "start" } });
    },
    async contributed(): Promise<void> {
      const lost = speaker.down.promise.then((reason) => Promise.reject(new Error(reason)));
      await Promise.race([speaker.until(({ numbers }) => Boolean(numbers)), lost]);
    },
  };
}

it("keeps its heartbeats while a step of seconds is computed", async () => {
  const group = groups.create({
    name: "heavy",
    workers: 2,
    change: {
      model: {
        family: "llama",
        layers: 4,
        width: 256,
        heads: 4,
        feedForward: 768,
        context: 256,
        vocabulary: 256,
        tieEmbeddings: true,
        ropeTheta: 10_000,
        normEpsilon: 1e-5,
      },
      data: {
        source: "markov",
        chain: "symmetric",
        p: 0.3,
        q: 0.3,
        lag: 1,
        states: 256,
        validationSequences: 8,
      },
      batch: { sequences: 48, sequenceLength: 256, shards: 2, microbatch: 8 },
      exchange: exchangeConfig.parse({
        codec: { name: "none" },
        timeoutMs,
        tls: false,
        membershipKey: "5e".repeat(32),
      }),
    },
  });
  const rank0 = group.start(0);
  // It opens its socket in the same breath.
  await group.until("rank 0 to wait for its peer", () =>
    group.events("lifecycle").some(({ reason }) => reason === "WaitingForPeers"),
  );
  const peer = await listen(group.folder, {
    runUid: group.config.run.uid,
    key: Buffer.from(group.config.exchange.membershipKey, "hex"),
  });
  try {
    await peer.formed();
    const from = performance.now();
    await peer.contributed();
    const to = performance.now();
    const times = [from, ...peer.speaker.heardAtMs.filter((at) => at > from && at < to), to];
    const gaps = times.slice(1).map((at, i) => at - times[i]!);
    const longest = Math.max(...gaps);
    console.info(
      `step of ${Math.round(to - from)} ms: ${gaps.length} gaps between heartbeats due every ${beatMs} ms, longest ${Math.round(longest)} ms`,
    );
    const median = gaps.toSorted((a, b) => a - b)[gaps.length >> 1]!;
    // The step is three calls of the engine: a thread that waited for them would be silent for a third of it. On a busy machine
    // beats come late too, but so does the end of the step.
    expect(to - from).toBeGreaterThan(5 * beatMs);
    expect(median).toBeLessThan(1.5 * beatMs);
    expect(longest).toBeLessThan((to - from) / 4);
  } finally {
    await peer.speaker.close();
    await group.kill(rank0.rank);
  }
});
