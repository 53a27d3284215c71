/** What the dashboards are shown: a study of nine points, and beside it a run whose gradients go through a noisy channel. */

export const study = "brown";
export const noisy = "noisy";
/** The largest plateau, which is trained first. */
export const plateau = "brown-m";
export const branch = "brown-m-h2";

export const manifests = `
apiVersion: plateau.dev/v1alpha1
kind: ScalingStudy
metadata: { name: ${study} }
spec:
  sizes:
    - { name: xs, layers: 1, width: 8, heads: 1 }
    - { name: s, layers: 1, width: 24, heads: 2 }
    - { name: m, layers: 2, width: 48, heads: 3 }
  horizons: { tokens: ["20e3", "60e3", "360e3"] }
  budget: { flops: "4e11" }
  parallelRuns: 1
  runTemplate:
    spec:
      model: { family: Llama, context: 32, vocabulary: 256, tieEmbeddings: true }
      data: { tokens: { uri: data/brown }, seed: 17 }
      optimizer: { name: AdamW, learningRate: "6e-3" }
      schedule: { warmupSteps: 10 }
      batch: { sequences: 16, sequenceLength: 32, shards: 2 }
      workers: { count: 1, min: 1 }
      checkpoints: { store: { uri: checkpoints }, everySteps: 40 }
  cooldownTemplate:
    spec: { workers: { count: 1, min: 1 } }
  fit: { resamples: 50 }
---
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: ${noisy} }
spec:
  model: { family: Llama, layers: 1, width: 32, heads: 2, context: 32, vocabulary: 256 }
  data: { tokens: { uri: data/brown }, seed: 17 }
  batch: { sequences: 16, sequenceLength: 32, shards: 2 }
  optimizer: { learningRate: "1e-3" }
  engine: { peakFlops: "2e10" }
  exchange: { codec: Laser, channel: AWGN, awgn: { snrDb: 14 } }
  workers: { count: 2, min: 1 }
  stopAt: { steps: 1000000 }
  checkpoints: { store: { uri: checkpoints }, everySteps: 200 }
`;
