/** What a worker is started with: environment and run config, checked. With `main.ts` the only place that reads the environment. */
import { readFile } from "node:fs/promises";
import { runConfig, workerEnv, type RunConfig } from "@plateau/proto";
import { z } from "zod";
import { enginePlace, type EnginePlace } from "../engine/choose.ts";
import { ConfigError } from "./errors.ts";
import { splitHostPort } from "./host-port.ts";

export interface WorkerSetup {
  config: RunConfig;
  rank: number;
  /** gRPC address of every rank; undefined = a run of one shard, which only one rank can have. */
  addressOf: ((rank: number) => string) | undefined;
  /** Where this rank listens, if not at its own address. */
  listen: string | undefined;
  /** Where engines lie that are installed. */
  engines: EnginePlace;
  /** Key of the run. */
  key: Uint8Array;
  /** Where progress is told over the network; undefined = over the process channel, if there is one. */
  progress: { address: string; process: string } | undefined;
  /** Where events are told besides. */
  events: { url: string; credentialsFile: string | undefined; process: string } | undefined;
  /** `host:port` at which metrics are served; undefined = nowhere. */
  metrics: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError naming the variable, or the field of the run config, and what is wrong with it */
export async function loadSetup(environment: Environment): Promise<WorkerSetup> {
  const path = required(environment, workerEnv.runConfig);
  const config = await readConfig(path);
  const rank = Number(environment[workerEnv.rank] ?? "0");
  // More ranks than the config counts may come: the run can be scaled up while it is running.
  const most = config.batch.shards;
  if (!Number.isInteger(rank) || rank < 0 || rank >= most) {
    throw new ConfigError(
      "E_CONFIG_INVALID",
      `${workerEnv.rank} is ${environment[workerEnv.rank]}; with ${most} shards a run has ranks 0 to ${most - 1} at most.`,
    );
  }
  const peers = most > 1 ? required(environment, workerEnv.peers) : undefined;
  const key = Buffer.from(environment[workerEnv.membershipKey] ?? config.exchange.membershipKey, "hex");
  if (peers !== undefined && key.length < 16) {
    throw new ConfigError(
      "E_CONFIG_INVALID",
      `The run's membership key has ${key.length} bytes; set ${workerEnv.membershipKey} to at least 32 hex digits.`,
    );
  }
  const addressOf = peers && ((peer: number) => peers.replaceAll("{rank}", String(peer)));
  return {
    config,
    rank,
    addressOf: addressOf || undefined,
    listen: environment[workerEnv.listen] || undefined,
    engines: enginePlace(environment),
    key,
    progress: progressOf(environment, key),
    events: eventsOf(environment),
    metrics: metricsOf(environment),
  };
}

const hostAndPort = /^[^:]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/;

function metricsOf(environment: Environment): string | undefined {
  const address = environment[workerEnv.metrics] || undefined;
  if (address === undefined || (hostAndPort.test(address) && splitHostPort(address).port <= 65_535))
    return address;
  throw new ConfigError(
    "E_CONFIG_INVALID",
    `${workerEnv.metrics} is "${address}"; give host:port, such as 0.0.0.0:9464.`,
  );
}

function progressOf(environment: Environment, key: Uint8Array): WorkerSetup["progress"] {
  const address = environment[workerEnv.progress];
  if (!address) return undefined;
  if (!hostAndPort.test(address)) {
    throw new ConfigError("E_CONFIG_INVALID", `${workerEnv.progress} is "${address}"; give host:port.`);
  }
  if (key.length < 16) {
    throw new ConfigError(
      "E_CONFIG_INVALID",
      `Progress goes over TLS with the run's key, and ${workerEnv.membershipKey} holds ${key.length} bytes of one; set it to at least 32 hex digits.`,
    );
  }
  return { address, process: required(environment, workerEnv.podUid) };
}

function eventsOf(environment: Environment): WorkerSetup["events"] {
  const url = environment[workerEnv.events];
  if (!url) return undefined;
  if (!url.split(",").every((one) => /^(nats|tls):\/\/[^/\s]+$/.test(one))) {
    throw new ConfigError(
      "E_CONFIG_INVALID",
      `${workerEnv.events} is "${url}"; give nats://host:port or tls://host:port, several with commas between.`,
    );
  }
  const credentialsFile = environment[workerEnv.eventsCredentials] || undefined;
  return { url, credentialsFile, process: required(environment, workerEnv.podUid) };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value) return value;
  throw new ConfigError(
    "E_CONFIG_MISSING",
    `The environment variable ${name} is not set; the controller sets it for every worker.`,
  );
}

async function readConfig(path: string): Promise<RunConfig> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new ConfigError("E_CONFIG_MISSING", `The run config ${path} cannot be read.`, { cause });
  }
  try {
    const config = runConfig.parse(JSON.parse(text));
    checkBatch(config, path);
    return config;
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll("\n", " ") : String(cause);
    throw new ConfigError("E_CONFIG_INVALID", `The run config ${path} is not valid: ${detail}`, { cause });
  }
}

function checkBatch({ batch, workers }: RunConfig, path: string): void {
  const { sequences, shards, microbatch } = batch;
  if (sequences % (shards * microbatch) !== 0) {
    throw new ConfigError(
      "E_CONFIG_INVALID",
      `${path}: batch.sequences is ${sequences}, which ${shards} shards of microbatches of ${microbatch} cannot share evenly; use a multiple of ${shards * microbatch}.`,
    );
  }
  if (workers.count > shards) {
    throw new ConfigError(
      "E_CONFIG_INVALID",
      `${path}: ${workers.count} workers cannot share ${shards} shards; use at most ${shards} workers.`,
    );
  }
}
