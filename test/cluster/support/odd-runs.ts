/** Runs that do not go the whole way at once: one to suspend, one that no node takes, two that cannot be, and a branch that comes late. */

const small = {
  model: { family: "GPT2", layers: 1, width: 16, heads: 1, context: 64, vocabulary: 2 },
  data: { markov: { chain: "Binary", p: "0.2", q: "0.3" }, seed: 3 },
  optimizer: { name: "AdamW", learningRate: "2e-3" },
  schedule: { warmupSteps: 5 },
  batch: { sequences: 8, sequenceLength: 64 },
  stopAt: { steps: 2_000 },
  checkpoints: { store: { uri: "checkpoints" }, deletionPolicy: "Delete" },
};

/** Long enough to be suspended twice; takes its state with it when it is deleted. */
export const single = {
  apiVersion: "plateau.dev/v1alpha1",
  kind: "TrainingRun",
  metadata: { name: "single" },
  spec: small,
};

export const nowhere = {
  ...single,
  metadata: { name: "nowhere" },
  spec: {
    ...small,
    podTemplate: { spec: { nodeSelector: { gpu: "none" } } },
    startTimeoutSeconds: 5,
    maxAttempts: 2,
  },
};

/** No such data, and no such state to branch off. */
export const hopeless = [
  {
    apiVersion: "plateau.dev/v1alpha1",
    kind: "TrainingRun",
    metadata: { name: "hopeless" },
    spec: {
      model: { family: "Llama", layers: 1, width: 16, heads: 2, context: 16, vocabulary: 256 },
      data: { tokens: { uri: "data/none" } },
      optimizer: { name: "AdamW", learningRate: "4e-3" },
      schedule: { warmupSteps: 1 },
      batch: { sequences: 4, sequenceLength: 16 },
      checkpoints: { store: { uri: "checkpoints" } },
      stopAt: { steps: 10 },
      ttlSecondsAfterFinished: 10,
    },
  },
  {
    apiVersion: "plateau.dev/v1alpha1",
    kind: "Cooldown",
    metadata: { name: "hopeless" },
    spec: { from: { run: "hopeless", at: { steps: 10 } }, length: { steps: 2 }, ttlSecondsAfterFinished: 10 },
  },
];

/** A short branch off a state whose run may be gone. */
export const lateBranch = (checkpoint: string): object => ({
  apiVersion: "plateau.dev/v1alpha1",
  kind: "Cooldown",
  metadata: { name: "late" },
  spec: { from: { checkpoint }, length: { steps: 20 } },
});
