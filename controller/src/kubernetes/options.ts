/** What the controller's process is started with: flags, or variables of the environment, each with its reason to be. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ControllerError } from "./errors.ts";
import type { EventStreamOptions } from "./event-stream.ts";

interface Flag {
  flag: string;
  /** Variable of the environment that goes in its place. */
  variable?: string;
  fallback?: string;
  help: string;
}

const flags = [
  {
    flag: "namespace",
    variable: "POD_NAMESPACE",
    fallback: "default",
    help: "Namespace of the controller: its Lease and its key are there.",
  },
  { flag: "pod-name", variable: "POD_NAME", fallback: "controller", help: "Name under which it leads." },
  { flag: "worker-image", variable: "PLATEAU_WORKER_IMAGE", help: "Image of the workers." },
  {
    flag: "progress-address",
    variable: "PLATEAU_PROGRESS_ADDRESS",
    help: "host:port at which workers reach the controllers.",
  },
  {
    flag: "base-uri",
    variable: "PLATEAU_BASE_URI",
    fallback: "file:///var/lib/plateau",
    help: "Where relative URIs of specs lie: file:///path or s3://bucket/prefix.",
  },
  {
    flag: "base-claim",
    variable: "PLATEAU_BASE_CLAIM",
    help: "PersistentVolumeClaim of each run's namespace, mounted into workers at a file: base URI.",
  },
  {
    flag: "store-secret",
    variable: "PLATEAU_STORE_SECRET",
    help: "Secret of each run's namespace whose keys become the workers' environment.",
  },
  {
    flag: "key-secret",
    variable: "PLATEAU_KEY_SECRET",
    fallback: "plateau-key",
    help: "Secret with the installation's key; made if it is not there.",
  },
  {
    flag: "watch-namespaces",
    variable: "PLATEAU_WATCH_NAMESPACES",
    help: "Namespaces of runs, with commas between; none = all.",
  },
  { flag: "leader-elect", fallback: "true", help: "false with one replica that nobody starts a second of." },
  { flag: "qps", fallback: "500", help: "Requests to the API server a second, in the long run." },
  { flag: "burst", fallback: "500", help: "Requests at once." },
  { flag: "log-level", fallback: "info", help: "trace, debug, info, warn, error or fatal." },
  {
    flag: "state-dir",
    variable: "PLATEAU_STATE_DIR",
    fallback: join(tmpdir(), "plateau-controller"),
    help: "Folder for the history of losses; may be lost.",
  },
  {
    flag: "events-url",
    variable: "PLATEAU_EVENTS_URL",
    help: "NATS that keeps events, as workers reach it: nats://host:port, several with commas between; none = no event stream.",
  },
  {
    flag: "events-account",
    variable: "PLATEAU_EVENTS_ACCOUNT",
    help: "Public key (A…) of an account of that NATS; none = the installation's own.",
  },
  {
    flag: "events-signing-key",
    variable: "PLATEAU_EVENTS_SIGNING_KEY",
    help: "Seed (SA…) of a signing key of that account. Give it by the variable: flags can be seen.",
  },
  {
    flag: "events-server-secret",
    variable: "PLATEAU_EVENTS_SERVER_SECRET",
    help: "Secret to make with the accounts of the installation's own nats-server.",
  },
  { flag: "events-max-age-hours", fallback: "336", help: "Events are kept so long at most." },
  { flag: "events-max-mebibytes", fallback: "1024", help: "Events take so much at most; the oldest go." },
  {
    flag: "events-credentials-hours",
    fallback: "24",
    help: "Workers' credentials for NATS expire after so long, and are renewed after half of it.",
  },
  { flag: "events-replicas", fallback: "1", help: "NATS servers that keep each event." },
  { flag: "kubeconfig", variable: "KUBECONFIG", help: "Cluster and credentials outside a pod." },
  { flag: "health-port", fallback: "8081", help: "/healthz and /readyz." },
  { flag: "metrics-port", fallback: "8080", help: "/metrics." },
  { flag: "progress-port", fallback: "7443", help: "Where the leader listens for progress." },
] as const satisfies readonly Flag[];

export interface ControllerOptions {
  namespace: string;
  podName: string;
  workerImage: string;
  progressAddress: string;
  baseUri: string;
  baseClaim: string | undefined;
  storeSecret: string | undefined;
  keySecret: string;
  watchNamespaces: string[];
  leaderElect: boolean;
  qps: number;
  burst: number;
  logLevel: string;
  stateDir: string;
  kubeconfig: string | undefined;
  /** The event stream, if there is one. */
  events: EventStreamOptions | undefined;
  ports: { health: number; metrics: number; progress: number };
}

type FlagName = (typeof flags)[number]["flag"];
type WholeFlag = Extract<FlagName, `${string}-port` | "qps" | "burst" | `events-${string}`>;
type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ControllerError E_OPTION naming the flag and what to give */
export function readOptions(args: readonly string[], environment: Environment): ControllerOptions {
  const given = parsed(args);
  const value = (flag: FlagName): string | undefined => {
    const entry: Flag = flags.find((each) => each.flag === flag)!;
    return given[flag] ?? ((entry.variable && environment[entry.variable]) || undefined) ?? entry.fallback;
  };
  const needed = (flag: "worker-image" | "progress-address"): string => {
    const found = value(flag);
    if (found) return found;
    const { variable, help }: Flag = flags.find((each) => each.flag === flag)!;
    throw wrong(`--${flag} (or ${variable}) is not given. ${help}`);
  };
  const whole = (flag: WholeFlag, least: number): number => {
    const number = Number(value(flag));
    if (Number.isInteger(number) && number >= least && number <= 65_535) return number;
    throw wrong(`--${flag} is "${value(flag)}"; give a whole number from ${least} to 65535.`);
  };
  return {
    namespace: value("namespace")!,
    podName: value("pod-name")!,
    workerImage: needed("worker-image"),
    progressAddress: needed("progress-address"),
    baseUri: value("base-uri")!,
    baseClaim: value("base-claim"),
    storeSecret: value("store-secret"),
    keySecret: value("key-secret")!,
    watchNamespaces: (value("watch-namespaces") ?? "")
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean),
    leaderElect: truth("leader-elect", value("leader-elect")!),
    qps: whole("qps", 1),
    burst: whole("burst", 1),
    logLevel: oneOf("log-level", value("log-level")!, ["trace", "debug", "info", "warn", "error", "fatal"]),
    stateDir: value("state-dir")!,
    kubeconfig: value("kubeconfig"),
    events: eventOptions(value, whole),
    ports: {
      health: whole("health-port", 0),
      metrics: whole("metrics-port", 0),
      progress: whole("progress-port", 0),
    },
  };
}

export function helpText(): string {
  const lines = flags.map((entry: Flag) => {
    const { flag, variable, fallback, help } = entry;
    const notes = [
      variable ? `or ${variable}` : "",
      fallback === undefined ? "" : `default ${fallback}`,
    ].filter(Boolean);
    return `  --${flag.padEnd(20)} ${help}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`;
  });
  return [
    "Plateau's controller: reconciles TrainingRuns, Cooldowns, Checkpoints and ScalingStudies of a Kubernetes cluster.",
    "",
    "  node controller/src/main.ts --worker-image plateau/worker:0.1.0 --progress-address plateau-progress.plateau.svc:7443",
    "",
    ...lines,
    "",
  ].join("\n");
}

function eventOptions(
  value: (flag: FlagName) => string | undefined,
  whole: (flag: WholeFlag, least: number) => number,
): EventStreamOptions | undefined {
  const url = value("events-url");
  if (!url) return undefined;
  if (!url.split(",").every((one) => /^(nats|tls):\/\/[^/\s]+$/.test(one))) {
    throw wrong(
      `--events-url is "${url}"; give nats://host:port or tls://host:port, several with commas between.`,
    );
  }
  const account = value("events-account");
  const signingSeed = value("events-signing-key");
  if ((account === undefined) !== (signingSeed === undefined)) {
    throw wrong("--events-account and --events-signing-key belong together; give both or none.");
  }
  return {
    url,
    account: account && signingSeed ? { account, signingSeed } : undefined,
    serverSecret: value("events-server-secret"),
    credentialsMs: whole("events-credentials-hours", 1) * 3_600_000,
    limits: {
      maxAgeMs: whole("events-max-age-hours", 1) * 3_600_000,
      maxBytes: whole("events-max-mebibytes", 1) * 2 ** 20,
      replicas: whole("events-replicas", 1),
    },
  };
}

function parsed(args: readonly string[]): Record<string, string | undefined> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: Object.fromEntries(flags.map(({ flag }) => [flag, { type: "string" as const }])),
      strict: true,
      allowPositionals: false,
    });
    return values as Record<string, string | undefined>;
  } catch (cause) {
    throw wrong(`${(cause as Error).message} (--help lists the flags)`);
  }
}

function truth(flag: string, text: string): boolean {
  return oneOf(flag, text, ["true", "false"]) === "true";
}

function oneOf(flag: string, text: string, allowed: readonly string[]): string {
  if (allowed.includes(text)) return text;
  throw wrong(`--${flag} is "${text}"; give one of ${allowed.join(", ")}.`);
}

function wrong(message: string): ControllerError {
  return new ControllerError("E_OPTION", message);
}
