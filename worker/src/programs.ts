/**
 * The worker's programs: `train` trains one rank of a run; `remove-checkpoint` removes a checkpoint's files.
 *
 * Started by the embedded cluster or by Kubernetes with the environment of proto's `workerEnv`. Logs are JSON lines on standard
 * output; the last words go to the termination log.
 */
import { writeFileSync } from "node:fs";
import { runCertificate } from "@plateau/proto/certificate.ts";
import {
  exitCodes,
  workerEnv,
  type ProcessCommand,
  type ProcessCommandReply,
  type ProgressMessage,
  type TerminationMessage,
} from "@plateau/proto";
import type { ServedMetrics } from "@plateau/proto/metrics/serve.ts";
import { releaseVersion } from "@plateau/proto/version.ts";
import { pino } from "pino";
import { removeCheckpoint } from "./checkpoint/index.ts";
import { ConfigError } from "./config/errors.ts";
import { loadSetup, type WorkerSetup } from "./config/load.ts";
import type { EventPublisher } from "./telemetry/events/event-publisher.ts";
import { ProgressChannel } from "./telemetry/progress-channel.ts";
import { ProgressLink } from "./telemetry/progress-link.ts";
import type { RankMetrics } from "./telemetry/rank-metrics.ts";
import { RunCommands } from "./train/commands.ts";
import { reportError } from "./train/messages.ts";
import { exitCodeOf, runTraining, type TrainEnd } from "./train/train.ts";

const environment = process.env;
const logger = pino({ base: { rank: Number(environment[workerEnv.rank] ?? 0) } });
const stopping = new AbortController();

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => stopping.abort(new Error(`received ${signal}`)));
}
// The supervisor has gone: nobody counts this process any more.
process.on("disconnect", () => stopping.abort(new Error("the supervisor's channel was closed")));

/** To the controller, where there is a network between. */
let link: ProgressLink | undefined;
/** To the event stream, where there is one. */
let publisher: EventPublisher | undefined;

/** Where this rank's metrics are read. */
let served: ServedMetrics | undefined;

async function progressLink({ config, rank, key, progress }: WorkerSetup): Promise<ProgressLink | undefined> {
  if (!progress) return undefined;
  const runUid = config.run.uid;
  return new ProgressLink({
    ...progress,
    runUid,
    rank,
    certificate: await runCertificate({ key, runUid }, "progress"),
    log: (message, fields) => logger.warn(fields ?? {}, message),
  });
}

async function eventPublisher(
  { config, rank, events }: WorkerSetup,
  commands: RunCommands,
): Promise<EventPublisher | undefined> {
  if (!events) return undefined;
  const { kind, namespace, name: run, uid: runUid } = config.run;
  // Its libraries take a tenth of a second: only where they are needed.
  const { EventPublisher } = await import("./telemetry/events/event-publisher.ts");
  return new EventPublisher({
    ...events,
    run: { kind, namespace, run, runUid },
    rank,
    commands: commands.handle,
    log: (message, fields) => logger.warn(fields ?? {}, message),
  });
}

/** Metrics of this rank, served until the process ends, if it was told where. */
async function measured({ config, rank, metrics: address }: WorkerSetup): Promise<RankMetrics | undefined> {
  if (address === undefined) return undefined;
  // Only where they are read: a study starts dozens of workers.
  const [{ RankMetrics }, { serveRankMetrics }] = await Promise.all([
    import("./telemetry/rank-metrics.ts"),
    import("./telemetry/metrics-server.ts"),
  ]);
  const metrics = new RankMetrics({ config, rank, version: releaseVersion });
  metrics.watch("controller", () => link ?? { waiting: sending.size, dropped: 0 });
  if (publisher) metrics.watch("events", () => publisher!.counts);
  served = await serveRankMetrics({
    address,
    metrics,
    log: (message, fields) => logger.warn(fields, message),
    announce: (message) => process.connected && process.send?.(message),
  });
  return metrics;
}

async function train(): Promise<TrainEnd> {
  const setup = await loadSetup(environment);
  const commands = new RunCommands({ setLogLevel: (level) => void (logger.level = level) });
  link = await progressLink(setup);
  publisher = await eventPublisher(setup, commands);
  const decides = link ?? { send: sendToSupervisor };
  const progress = new ProgressChannel(
    { runUid: setup.config.run.uid, rank: setup.rank },
    {
      send: (messages) => {
        decides.send(messages);
        publisher?.send(messages);
      },
    },
  );
  const { kind, namespace, name } = setup.config.run;
  logger.info({ run: `${kind} ${namespace}/${name}`, step: setup.config.stopAtStep }, "starting");
  progress.send({
    type: "lifecycle",
    state: "starting",
    reason: "Started",
    message: `process ${process.pid} has started`,
  });
  hearSupervisor(setup.rank, commands);
  const metrics = await measured(setup);
  const end = await runTraining({
    setup,
    progress,
    commands,
    metrics,
    signal: stopping.signal,
    log: (level, message, fields) => logger[level](fields ?? {}, message),
  });
  const finished = end.exitCode === exitCodes.ok;
  const interrupted = end.exitCode === exitCodes.interrupted;
  progress.send({
    type: "lifecycle",
    state: finished ? "finished" : "failed",
    reason: finished ? "Finished" : interrupted ? "Interrupted" : end.lastWords.code,
    message: end.lastWords.message,
    ...(end.lastWords.step === undefined ? {} : { step: end.lastWords.step }),
  });
  return end;
}

async function remove(): Promise<TrainEnd> {
  const uri = environment[workerEnv.checkpointUri];
  if (!uri)
    throw new ConfigError(
      "E_CONFIG_MISSING",
      `The environment variable ${workerEnv.checkpointUri} is not set; it names the manifest to remove.`,
    );
  await removeCheckpoint(uri);
  return { exitCode: exitCodes.ok, lastWords: { code: "Removed", message: `Removed ${uri}.` } };
}

const programs: Record<string, () => Promise<TrainEnd>> = { train, "remove-checkpoint": remove };

/** Commands on the process channel; other messages are none of this program's. */
function hearSupervisor(rank: number, commands: RunCommands): void {
  process.on("message", (message: Partial<ProcessCommand> | null) => {
    const asked = message?.plateauCommand;
    if (!asked) return;
    void commands.handle(asked).then((said) => {
      const reply: ProcessCommandReply = { plateauReply: { id: asked.id, rank, ...said } };
      if (process.connected) process.send?.(reply);
    });
  });
}

/** Messages handed to the channel and not yet taken by it. */
const sending = new Set<Promise<void>>();

function sendToSupervisor(messages: ProgressMessage[]): void {
  if (!process.connected) return;
  for (const message of messages) {
    // A channel that closes in between is reported by the disconnect event.
    const sent = new Promise<void>((resolve) => {
      process.send?.(message, undefined, undefined, () => resolve());
    });
    sending.add(sent);
    void sent.then(() => sending.delete(sent));
  }
}

/** A supervisor that does not read must not hold up the end for ever. */
const lastSendMs = 5000;

/**
 * What the end of a run is judged by must have been taken; a controller that stays away meanwhile starts the run again, which ends
 * at once by its last state.
 */
const lastTellMs = 30_000;

async function allSent(): Promise<void> {
  await Promise.all([linkSent(), eventsSent()]);
  const tired = new Promise<void>((resolve) => setTimeout(resolve, lastSendMs).unref());
  await Promise.race([Promise.all(sending), tired]);
  await served?.close();
}

async function eventsSent(): Promise<void> {
  if (!publisher) return;
  const told = await publisher.finish(lastSendMs);
  if (!told) logger.warn(publisher.counts, "the last events were not told: no NATS server took them in time");
  await publisher.close();
}

async function linkSent(): Promise<void> {
  if (link) {
    const told = await link.finish(stopping.signal.aborted ? lastSendMs : lastTellMs);
    if (!told) logger.warn({}, "the end was not told: no controller took it in time");
    await link.close();
  }
}

function leaveLastWords(words: TerminationMessage): void {
  const path = environment[workerEnv.terminationLog];
  if (!path) return;
  try {
    writeFileSync(path, JSON.stringify(words));
  } catch (error) {
    logger.warn({ path, error: String(error) }, "the termination log could not be written");
  }
}

async function runProgram(): Promise<number> {
  const name = process.argv[2] ?? "";
  const program = programs[name];
  if (!program) {
    logger.error({}, `unknown program "${name}"; there are ${Object.keys(programs).join(" and ")}`);
    return exitCodes.badConfig;
  }
  try {
    const { exitCode, lastWords } = await program();
    logger[exitCode === exitCodes.ok || exitCode === exitCodes.interrupted ? "info" : "error"](
      lastWords,
      "ended",
    );
    leaveLastWords(lastWords);
    return exitCode;
  } catch (error) {
    const { code, message, stack } = reportError(error);
    logger.error({ code, stack }, message);
    leaveLastWords({ code, message: message.slice(0, 3500) });
    return exitCodeOf(code);
  }
}

export async function main(): Promise<void> {
  process.exitCode = await runProgram();
  await allSent();
  // The channel to the supervisor would keep the process alive.
  if (process.connected) process.disconnect?.();
}
