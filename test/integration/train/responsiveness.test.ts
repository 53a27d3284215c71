import { exchangeConfig } from "@plateau/proto";
import { expect, it } from "@jest/globals";
import { join } from "node:path";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { linkPath, meshService, type Frame } from "@plateau/worker/exchange/mesh/frames.ts";
import { Link, type Duplex } from "@plateau/worker/exchange/mesh/link.ts";
import { useGroups } from "./test-groups.ts";

const groups = useGroups();
const timeoutMs = 1000;
/** How often a link beats when it has nothing else to say: `timeoutMs / 5`. */
const beatMs = 200;

/** Rank 1 of 2, spoken by hand: joins the group, then only listens, and notes when it hears something. */
function listen(address: string, config: { runUid: string; key: Buffer }) {
  const client = new Client(address, credentials.createInsecure(), {
    "grpc.initial_reconnect_backoff_ms": 50,
    "grpc.max_reconnect_backoff_ms": 100,
  });
  const { requestSerialize, responseDeserialize } = meshService["link"] as {
    requestSerialize: (frame: Frame) => Buffer;
    responseDeserialize: (bytes: Buffer) => Frame;
  };
  const metadata = new Metadata({ waitForReady: true });
  const stream = client.makeBidiStreamRequest(linkPath, requestSerialize, responseDeserialize, metadata);
  const heard: { atMs: number; frame: Frame }[] = [];
  const formed = Promise.withResolvers<void>();
  const contributed = Promise.withResolvers<void>();
  stream.on("data", (frame: Frame) => heard.push({ atMs: performance.now(), frame }));
  const link = new Link(
    stream as Duplex,
    {
      identity: { runUid: config.runUid, rank: 1 },
      key: config.key,
      timeoutMs: 2 * timeoutMs,
      expectedRank: 0,
    },
    {
      up: () => void link.send({ presence: { seeks: true, linked: [0] } }),
      frame: (_link, frame) => {
        if (frame.form) {
          const version = frame.form.version ?? 0;
          const value = Buffer.from(JSON.stringify({ step: null, passedForks: [], memoryOf: [] }));
          void link.send({ barrier: { version, label: "standing", value } });
          void link.send({ barrier: { version, label: "start" } });
          formed.resolve();
        }
        if (frame.losses) contributed.resolve();
      },
      down: (_link, reason) => contributed.reject(new Error(reason)),
    },
  );
  contributed.promise.catch(() => {});
  return {
    heard,
    formed: formed.promise,
    contributed: contributed.promise,
    close: () => {
      link.close("the test is over");
      client.close();
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
  const peer = listen(`unix:${join(group.folder, "0.sock")}`, {
    runUid: group.config.run.uid,
    key: Buffer.from(group.config.exchange.membershipKey, "hex"),
  });
  try {
    await peer.formed;
    const from = performance.now();
    await peer.contributed;
    const to = performance.now();
    const times = [from, ...peer.heard.map(({ atMs }) => atMs).filter((at) => at > from && at < to), to];
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
    peer.close();
    await group.kill(rank0.rank);
  }
});
