/** Opens tokenised data and prints its identity and a batch: `read-data.ts <uri>`. */
import { openSource } from "@plateau/worker/data/index.ts";

const [uri = ""] = process.argv.slice(2);
try {
  const source = await openSource(
    { source: "tokens", uri },
    { seed: 1, sequenceLength: 16, sequencesPerStep: 4 },
  );
  const batch = { inputs: new Int32Array(4 * 16), targets: new Int32Array(4 * 16) };
  await source.fill(3, [0, 1, 2, 3], batch as never);
  const { identity, trainTokens, validationSequences } = source;
  await source.close();
  console.log(JSON.stringify({ identity, trainTokens, validationSequences, inputs: [...batch.inputs] }));
} catch (error) {
  const { code, message } = error as Error & { code: string };
  console.log(JSON.stringify({ code, message }));
}
