/** The border between a worker process and whoever started it: environment, exit codes, messages on the process channel. */

import type { CommandMessage, CommandReply } from "./events/events.ts";

/** To a worker on its process channel, where that is how it is commanded. */
export interface ProcessCommand {
  plateauCommand: CommandMessage;
}

/** From a worker, beside its progress. */
export interface ProcessCommandReply {
  plateauReply: { id: string } & CommandReply;
}

/** Environment variables of a worker container; the same names under the embedded cluster and under Kubernetes. */
export const workerEnv = {
  /** Path of the run config JSON. */
  runConfig: "PLATEAU_RUN_CONFIG",
  /** 0-based rank: on Kubernetes from the Job's completion index. */
  rank: "PLATEAU_RANK",
  /** gRPC address of rank i with `{rank}` in place of i, e.g. `unix:/tmp/p-1f3a/{rank}.sock` or `run-{rank}.run:7070`. */
  peers: "PLATEAU_PEERS",
  /** Where this rank listens for its peers, e.g. `0.0.0.0:7070`; without it at its own address among them. */
  listen: "PLATEAU_LISTEN",
  /** `host:port` of the controller that takes progress; without it progress goes over the process channel. */
  progress: "PLATEAU_PROGRESS",
  /** Where events are told besides: URLs of NATS servers, with commas between. Training does not depend on them. */
  events: "PLATEAU_EVENTS",
  /** Path of a `.creds` file with credentials for them, from the run's Secret; read again for every connection, as they expire. */
  eventsCredentials: "PLATEAU_EVENTS_CREDENTIALS_FILE",
  /** `host:port` at which the rank serves its metrics, port 0 = any free one; without it, it serves none. */
  metrics: "PLATEAU_METRICS",
  /** uid of the pod: names one life of the rank to whoever takes its progress. */
  podUid: "PLATEAU_POD_UID",
  /** File for the last words of the process (JSON, at most 4096 bytes), as Kubernetes' terminationMessagePath. */
  terminationLog: "PLATEAU_TERMINATION_LOG",
  /** Key of the run, hex, from a Secret. Goes before `exchange.membershipKey` of the run config, which is then empty. */
  membershipKey: "PLATEAU_MEMBERSHIP_KEY",
  /** Folder of installed engines, and of what is compiled once per machine; without it `~/.cache/plateau`. */
  cache: "PLATEAU_CACHE",
  /** Path of a PJRT plugin in place of an installed one: a TPU's, or one built for this machine. */
  pjrtPlugin: "PLATEAU_PJRT_PLUGIN",
  /** Manifest of the checkpoint that `remove-checkpoint` removes, with everything beside it. */
  checkpointUri: "PLATEAU_CHECKPOINT_URI",
} as const;

/** Exit codes, so that a Job's pod failure policy can tell a bad config (never retry) from a lost peer (retry). */
export const exitCodes = {
  ok: 0,
  /** A bug or an unknown failure: retried. */
  failure: 1,
  /** The config, data or checkpoint is wrong; trying again cannot help. */
  badConfig: 64,
  /** A peer was lost and did not come back in time: retried. */
  peerLost: 70,
  /** Disk full, store unreachable: retried with back-off. */
  storeUnavailable: 74,
  /** Asked to stop (SIGTERM, or the supervisor has gone): state is checkpointed. */
  interrupted: 75,
  /** SIGTERM before Node could wait for it (128 + 15). */
  terminated: 143,
} as const;

/** On the process channel, once: where the rank serves its metrics. */
export interface MetricsAddress {
  kind: "metrics";
  /** `host:port` */
  address: string;
}

/** Last words of a worker, written to the termination log. */
export interface TerminationMessage {
  code: string;
  message: string;
  step?: number;
}
