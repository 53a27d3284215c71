/**
 * Entry of the training thread: builds model, engine, data and optimizer from the run config and runs the loop. Whatever happens
 * is told to the main thread as a message.
 */
import { parentPort, workerData } from "node:worker_threads";
import { openStore } from "../checkpoint/index.ts";
import { openSource } from "../data/index.ts";
import { chooseEngine } from "../engine/choose.ts";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { CompressedExchange } from "../exchange/compressed.ts";
import { loadLoops } from "../exchange/loops/native.ts";
import { createModel } from "../models/index.ts";
import { createOptimizer } from "../optimizers/index.ts";
import { TrainingLoop } from "./loop.ts";
import { checkMemory, memoryNeed, memoryRoom } from "./memory.ts";
import {
  ReportedError,
  reportError,
  type FromTraining,
  type MainCall,
  type MainCalls,
  type ToTraining,
  type TrainingSetup,
} from "./messages.ts";

const port = parentPort;
if (!port) throw new Error("training-thread.ts runs as a worker thread only");
const say = (message: FromTraining): void => port.postMessage(message);

let stopping = false;
let calls = 0;
const pending = new Map<number, PromiseWithResolvers<unknown>>();

port.on("message", (message: ToTraining) => {
  if (message.kind === "stop") {
    stopping = true;
    return;
  }
  const call = pending.get(message.id);
  pending.delete(message.id);
  if (message.error) call?.reject(new ReportedError(message.error));
  else call?.resolve(message.value);
});

function ask(call: MainCall): Promise<unknown> {
  const id = ++calls;
  const reply = Promise.withResolvers<unknown>();
  pending.set(id, reply);
  say({ kind: "call", id, call });
  return reply.promise;
}

/** A call by its name, typed as the interface says. */
const call = <K extends keyof MainCalls>(method: K): MainCalls[K] =>
  ((argument: unknown) => ask({ method, argument } as MainCall)) as MainCalls[K];

const main: MainCalls = {
  join: call("join"),
  reducePayloads: call("reducePayloads"),
  gather: call("gather"),
  hold: call("hold"),
  serveState: call("serveState"),
  fetchState: call("fetchState"),
  leave: call("leave"),
};

async function train({ config, rank, engines, isMeasured }: TrainingSetup): Promise<void> {
  let loop: TrainingLoop | undefined;
  let engine: Engine | undefined;
  let loaded: ReturnType<typeof loadLoops> | undefined;
  try {
    const model = createModel(config.model, { recompute: config.engine.recompute });
    const choice = await chooseEngine({ ...config.engine, rank }, engines);
    const tell = (message: string): void => say({ kind: "log", level: "info", message, fields: {} });
    engine = await openEngine(choice.name, { ...choice.options, tell });
    const fields = { engine: engine.name, description: engine.description, reason: choice.reason };
    say({ kind: "log", level: "info", message: "engine", fields });
    const { sequences, sequenceLength, microbatch } = config.batch;
    const shape = { batch: microbatch, time: sequenceLength };
    const [data, gradients, evaluation, store] = await Promise.all([
      openSource(config.data, {
        seed: config.dataSeed,
        sequenceLength,
        sequencesPerStep: sequences,
        vocabulary: config.model.vocabulary,
      }),
      engine.gradients(model, shape),
      engine.evaluation(model, shape),
      openStore(config.checkpoints.storeUri),
    ]);
    const optimizer = createOptimizer(config.optimizer, model.parameters);
    const need = memoryNeed({
      config,
      size: model.size,
      slots: optimizer.slots.length,
      gradients,
      evaluation,
    });
    const warning = checkMemory(need, memoryRoom(), config);
    if (warning !== undefined) say({ kind: "log", level: "warn", message: warning, fields: { ...need } });
    loop = new TrainingLoop({
      config,
      rank,
      model,
      optimizer,
      data,
      engine,
      gradients,
      evaluation,
      store,
      openExchange: async (options) => {
        // Whoever is alone need not compile anything.
        const isAlone = options.exchange.membership.worldSize === 1;
        const native = isAlone ? undefined : await (loaded ??= loadLoops(engines.cache));
        return new CompressedExchange({ ...options, loops: native?.loops });
      },
      main,
      tell: (event) => say({ kind: "event", event }),
      measure: (news, told) => {
        // One message a step, whoever takes it.
        if (isMeasured || told) say({ kind: "measured", news, told });
      },
      committing: (step) => say({ kind: "committing", step }),
      notCommitted: (step, reason) => say({ kind: "not-committed", step, reason }),
      log: (level, message, fields) => say({ kind: "log", level, message, fields }),
      isStopping: () => stopping,
    });
    const outcome = await loop.run();
    await loop.close();
    await engine.close();
    await data.close();
    say({ kind: "ended", outcome, step: loop.step });
  } catch (error) {
    await loop?.close();
    // A thread must not be ended while the library is compiling in it: that aborts the process.
    await engine?.close();
    say({ kind: "failed", error: reportError(error), step: loop?.step ?? 0 });
  }
}

await train(workerData as TrainingSetup);
