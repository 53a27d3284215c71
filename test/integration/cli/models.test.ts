/** export, import, sample and evaluate as a person calls them, on what a run of a home has committed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { Workplace } from "./plateau.ts";

jest.setTimeout(120_000);

const run = `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: tiny }
spec:
  model: { family: GPT2, layers: 2, width: 16, heads: 2, context: 24, vocabulary: 300, tieEmbeddings: true }
  data: { tokens: { uri: data } }
  optimizer: { name: AdamW, learningRate: "4e-3" }
  schedule: { warmupSteps: 5 }
  batch: { sequences: 8, sequenceLength: 16, shards: 2 }
  workers: { count: 1 }
  averaging: { ema: { intervalSteps: 2, decay: "0.9" } }
  evaluation: { everySteps: 20 }
  checkpoints: { store: { uri: checkpoints } }
  stopAt: { steps: 20 }
`;

/** Begins with imported weights; at a rate that changes no float32, so that they can be recognised. */
const next = `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: next }
spec:
  startFrom: { checkpoint: trained-elsewhere }
  model: { family: GPT2, layers: 2, width: 16, heads: 2, context: 24, vocabulary: 300, tieEmbeddings: true }
  data: { tokens: { uri: data } }
  optimizer: { name: SGD, learningRate: "1e-30", weightDecay: "0" }
  batch: { sequences: 8, sequenceLength: 16, shards: 2 }
  workers: { count: 1 }
  checkpoints: { store: { uri: checkpoints } }
  stopAt: { steps: 4 }
---
apiVersion: plateau.dev/v1alpha1
kind: Cooldown
metadata: { name: next-cooled }
spec:
  from: { run: next }
  length: { steps: 2 }
  workers: { count: 1 }
`;

const words = ["the", "cat", "sat", "on", "a", "mat", "naïve"];
const documents = Array.from({ length: 12 }, (_, d) => ({
  text: Array.from({ length: 150 }, (_, i) => words[(i * (d + 2) + d) % words.length]).join(" "),
  source: d % 2 === 0 ? "news" : "fiction",
}));

let place: Workplace;
let checkpoint: string;
/** Step directory of the checkpoint in the home's store. */
let address: string;

interface Evaluated {
  loss: number;
  perplexity: number;
  tokens: number;
  bitsPerByte: number;
  sequences: number;
  domains: Record<string, { loss: number; tokens: number; bitsPerByte: number }>;
  ofTheRun: { weights: string; loss: number; tokens: number; domains: Record<string, { loss: number }> }[];
}

beforeAll(async () => {
  place = new Workplace();
  writeFileSync(
    join(place.directory, "texts.jsonl"),
    documents.map((each) => JSON.stringify(each)).join("\n"),
  );
  writeFileSync(join(place.directory, "tiny.yaml"), run);
  const input = ["-i", "texts.jsonl", "--domain-field", "source", "--validation", "0.4"];
  expect(await place.run("tokenize", ...input, "--out", ".plateau/data")).toMatchObject({ code: 0 });
  expect(await place.run("run", "-f", "tiny.yaml")).toMatchObject({ code: 0 });
  const { stdout } = await place.run("get", "checkpoints", "-o", "json");
  const [found] = (
    JSON.parse(stdout) as { items: { metadata: { name: string }; spec: { manifest: { uri: string } } }[] }
  ).items;
  checkpoint = found!.metadata.name;
  address = new URL(found!.spec.manifest.uri).pathname.replace(/\/manifest\.json$/, "");
});
afterAll(() => place.remove());

const json = async <T>(...args: string[]): Promise<T> => {
  const { code, stdout, stderr } = await place.run(...args, "-o", "json");
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
};

describe("plateau evaluate", () => {
  it("gives the very numbers of the run's own evaluation, and those that follow from them", async () => {
    const found = await json<Evaluated>("evaluate", checkpoint);
    const [own] = found.ofTheRun;
    expect({ loss: found.loss, tokens: found.tokens }).toEqual({ loss: own!.loss, tokens: own!.tokens });
    expect(Object.keys(found.domains)).toEqual(["fiction", "news"]);
    for (const [name, { loss }] of Object.entries(own!.domains)) expect(found.domains[name]!.loss).toBe(loss);
    expect(found.perplexity).toBeCloseTo(Math.exp(found.loss), 9);
    // A token is a byte, but for those between documents.
    expect(found.bitsPerByte).toBeGreaterThanOrEqual(found.loss / Math.LN2);
    expect(found.bitsPerByte).toBeLessThan((1.05 * found.loss) / Math.LN2);
  });

  it("scores in other batches, part of the set, and by address with data that are named", async () => {
    const whole = await json<Evaluated>("evaluate", checkpoint);
    const other = await json<Evaluated>("evaluate", address, "--data", ".plateau/data", "--batch", "7");
    expect(other.loss).toBeCloseTo(whole.loss, 5);
    expect((await json<Evaluated>("evaluate", checkpoint, "--sequences", "5")).sequences).toBe(5);
    const { stdout } = await place.run("evaluate", checkpoint);
    expect(stdout).toMatch(
      /DOMAIN +LOSS +PERPLEXITY +BITS\/BYTE +TOKENS\nfiction .*\nnews .*\nall +\d\.\d{4}/,
    );
  });
});

describe("--weights and --engine", () => {
  it("score an average as the run itself did, to the bit, and write text with it", async () => {
    const { ofTheRun, ...averaged } = await json<Evaluated>("evaluate", checkpoint, "--weights", "ema");
    const own = Object.fromEntries(ofTheRun.map((each) => [each.weights, each.loss]));
    expect(Object.keys(own).sort()).toEqual(["ema", "raw"]);
    expect(own["ema"]).not.toBe(own["raw"]);
    expect(averaged.loss).toBe(own["ema"]);
    expect((await json<Evaluated>("evaluate", checkpoint)).loss).toBe(own["raw"]);
    const wish = ["sample", checkpoint, "--ids", "116", "--tokens", "12", "--seed", "4"];
    const [final, ema] = [
      await json<{ ids: number[] }>(...wish),
      await json<{ ids: number[] }>(...wish, "--weights", "ema"),
    ];
    expect(ema.ids).not.toEqual(final.ids);
    const missing = await place.run("evaluate", checkpoint, "--weights", "swa");
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringMatching(/holds no swa weights, only: final, ema\..*E_NOT_FOUND/s),
    ]);
  });

  it("compute on the engine that is named, with the same numbers up to rounding", async () => {
    const usual = await json<Evaluated & { engine: string }>("evaluate", checkpoint, "--sequences", "4");
    const wish = ["evaluate", checkpoint, "--sequences", "4", "--engine", "reference"];
    const plain = await json<Evaluated & { engine: string }>(...wish);
    expect([usual.engine, plain.engine]).toEqual(["onnxruntime", "reference"]);
    expect(plain.loss).toBeCloseTo(usual.loss, 4);
    const unknown = await place.run("sample", checkpoint, "--engine", "abacus");
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('no engine "abacus"')]);
  });
});

describe("plateau export and import", () => {
  it("give back the same checkpoint: weights bit for bit, step and history", async () => {
    const exported = await json<{ files: string[]; tokenizer: string }>("export", checkpoint, "--to", "out");
    expect(readdirSync(join(place.directory, "out")).sort()).toEqual(exported.files.sort());
    expect(exported.tokenizer).toBe("byte");
    const files = ["import", "out", "--to", "in", "--no-object"];
    const imported = await json<{ step: number; manifestUri: string }>(...files);
    expect(imported.step).toBe(20);
    const again = await json<object>("export", "in/step-000000020", "--to", "again");
    expect(again).toMatchObject({ tokenizer: null });
    for (const name of ["model.safetensors", "config.json", "plateau.json"]) {
      const [first, second] = ["out", "again"].map((folder) =>
        readFileSync(join(place.directory, folder, name), "utf8").replaceAll(
          /"(bos|eos)_token_id": \w+/g,
          "",
        ),
      );
      expect({ name, same: first === second }).toEqual({ name, same: true });
    }
    const taken = await place.run(...files);
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining("E_EXISTS")]);
    const there = await place.run("export", checkpoint, "--to", "out");
    expect([there.code, there.stderr]).toEqual([1, expect.stringContaining("E_OUTPUT")]);
  });
});

describe("imported weights", () => {
  interface Imported {
    checkpoint: string;
    manifestUri: string;
    sha256: string;
  }

  it("are a Checkpoint, which a run begins with and a Cooldown branches off", async () => {
    const before = await json<Evaluated>("evaluate", checkpoint);
    expect(await place.run("export", checkpoint, "--to", "Trained Elsewhere")).toMatchObject({ code: 0 });
    rmSync(join(place.directory, "Trained Elsewhere", "plateau.json"));
    const imported = await json<Imported>("import", "Trained Elsewhere");
    expect(imported.checkpoint).toBe("trained-elsewhere");
    expect(imported.manifestUri).toContain("/.plateau/imported/trained-elsewhere/step-000000000/");
    const again = await place.run("import", "Trained Elsewhere", "--to", "other");
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("E_EXISTS")]);
    expect(existsSync(join(place.directory, "other"))).toBe(false);

    writeFileSync(join(place.directory, "next.yaml"), next);
    expect(await place.run("run", "-f", "next.yaml")).toMatchObject({ code: 0 });
    // The weights stay what they were.
    const [end] = await json<{ loss: number }[]>("get", "evaluations", "next");
    expect(end!.loss).toBeCloseTo(before.loss, 6);
    const run = await json<{ status: { startedFrom: object } }>("get", "trainingrun", "next");
    const { manifestUri, sha256 } = imported;
    expect(run.status.startedFrom).toEqual({ name: "trained-elsewhere", step: 0, manifestUri, sha256 });
    type Conditioned = { status: { conditions: { type: string; status: string }[] } };
    const cooled = await json<Conditioned>("get", "cooldown", "next-cooled");
    expect(cooled.status.conditions).toContainEqual(
      expect.objectContaining({ type: "Succeeded", status: "True" }),
    );
    const { code, stderr } = await place.run("evaluate", imported.checkpoint);
    expect([code, stderr]).toEqual([1, expect.stringContaining("with --data")]);
  });

  it("are no plateau: a Cooldown of them alone says what to do instead", async () => {
    writeFileSync(
      join(place.directory, "alone.yaml"),
      `
apiVersion: plateau.dev/v1alpha1
kind: Cooldown
metadata: { name: alone }
spec: { from: { checkpoint: trained-elsewhere }, length: { steps: 5 } }
`,
    );
    const { code, stderr, stdout } = await place.run("run", "-f", "alone.yaml");
    expect([code, stderr + stdout]).toEqual([
      1,
      expect.stringMatching(/imported and holds weights alone.*spec\.startFrom/s),
    ]);
  });
});

describe("plateau sample", () => {
  interface Sampled {
    text: string;
    ids: number[];
    promptIds: number[];
  }

  it("draws the same text from the same seed, another from another, and streams what it gives as JSON", async () => {
    const wish = ["sample", checkpoint, "-p", "the c", "--tokens", "19", "--seed", "4"];
    const [first, again] = [await json<Sampled>(...wish), await json<Sampled>(...wish)];
    expect([again.ids, again.text]).toEqual([first.ids, first.text]);
    expect(first.promptIds).toEqual([...Buffer.from("the c")]);
    const { stdout } = await place.run(...wish);
    expect(stdout).toBe(`the c${first.text}\n`);
    const other = await json<Sampled>(...wish.with(-1, "5"));
    expect(other.ids).not.toEqual(first.ids);
  });

  it("goes on with ids, greedily the same ones whatever the seed", async () => {
    const greedy = ["sample", address, "--ids", "116,104", "--tokens", "6", "--temperature", "0", "--seed"];
    const found = await json<Sampled>(...greedy, "1");
    expect(found.ids).toHaveLength(6);
    expect((await json<Sampled>(...greedy, "2")).ids).toEqual(found.ids);
    expect((await place.run(...greedy, "1")).stdout.trim()).toBe(found.ids.join(" "));
  });

  it.each<[string, () => string[], number, RegExp]>([
    [
      "no such checkpoint",
      () => ["sample", "nothing"],
      1,
      /Checkpoint "nothing" does not exist .*E_NOT_FOUND/,
    ],
    [
      "no such address",
      () => ["sample", "./step-000000001", "--ids", "1"],
      1,
      /no checkpoint of step 1 in .*E_CHECKPOINT_MISSING/s,
    ],
    [
      "an address of something else",
      () => ["sample", "./tiny.yaml", "--ids", "1"],
      1,
      /not the address of a checkpoint/,
    ],
    [
      "a text without a tokenizer",
      () => ["sample", address, "-p", "a"],
      1,
      /--tokenizer, or give token ids with --ids.*E_TOKENIZER/,
    ],
    [
      "another tokenizer than the data's",
      () => ["sample", checkpoint, "-t", "gpt2"],
      1,
      /made with byte\/v1, and --tokenizer is gpt2.*E_TOKENIZER/,
    ],
    [
      "more than the context holds",
      () => ["sample", checkpoint, "-p", "a", "--tokens", "24"],
      1,
      /25 tokens .* positions for 24 .*E_GENERATE_CONTEXT/,
    ],
    [
      "ids outside the vocabulary",
      () => ["sample", checkpoint, "--ids", "300"],
      1,
      /Token 300 .*E_GENERATE_PROMPT/,
    ],
    [
      "both ways to say a prompt",
      () => ["sample", checkpoint, "--ids", "3", "-p", "a"],
      2,
      /leave one of them out/,
    ],
    ["a share above 1", () => ["sample", checkpoint, "--top-p", "1.5"], 2, /at least 0 and at most 1/],
    [
      "an evaluation without data",
      () => ["evaluate", address],
      1,
      /say where tokenised data are with --data/,
    ],
    [
      "a folder that is no model",
      () => ["import", "empty", "--to", "x"],
      1,
      /config\.json cannot be read.*E_HUGGINGFACE_FILE/,
    ],
  ])("says what is wrong with %s", async (_what, args, code, message) => {
    mkdirSync(join(place.directory, "empty"), { recursive: true });
    const result = await place.run(...args());
    expect([result.code, result.stderr]).toEqual([code, expect.stringMatching(message)]);
    expect(result.stderr).not.toContain("not an error that plateau expects");
  });
});
