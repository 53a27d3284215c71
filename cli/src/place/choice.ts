/**
 * Which cluster a command talks to: the embedded one of a home, or a Kubernetes. Pure.
 *
 *   --kubeconfig, --context or --kubernetes   Kubernetes
 *   --home                                    that home
 *   neither                                   Kubernetes if called as kubectl-plateau, else the home
 *
 * The environment decides only where a home or a kubeconfig lies, never which of the two it is: a shell that has KUBECONFIG set
 * does not send `plateau run` elsewhere.
 */
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import { CliError } from "../errors.ts";

export interface PlaceOptions {
  home?: string;
  kubernetes?: boolean;
  kubeconfig?: string;
  context?: string;
  namespace?: string;
  events?: string;
  eventsCredentials?: string;
}

/** Where an event stream is, and who may read it. */
export interface EventsAt {
  url: string;
  /** A `.creds` file; undefined: the server asks for none. */
  credentialsFile?: string;
}

export interface Surroundings {
  /** As the program's name: "plateau" or "kubectl plateau". */
  calledAs: string;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

export type Choice =
  | { kind: "home"; home: string; namespace?: string }
  | {
      kind: "kubernetes";
      kubeconfig?: string;
      context?: string;
      namespace?: string;
      events?: EventsAt;
    };

export const asPlugin = "kubectl plateau";

export function addPlaceOptions(program: Command): void {
  const isPlugin = program.name() === asPlugin;
  const standard = isPlugin ? " (the default)" : "";
  program
    .addOption(
      new Option(
        "--home <directory>",
        `the embedded cluster that lives there${isPlugin ? "" : " (default: $PLATEAU_HOME or .plateau)"}`,
      ),
    )
    .addOption(new Option("--kubernetes", `the Kubernetes of the kubeconfig's current context${standard}`))
    .addOption(
      new Option("--kubeconfig <file>", "Kubernetes, by this file (default: $KUBECONFIG or ~/.kube/config)"),
    )
    .addOption(new Option("--context <name>", "Kubernetes, by this context of the kubeconfig"))
    .addOption(
      new Option("-n, --namespace <name>", "namespace (default: that of the context; default in a home)"),
    )
    .addOption(new Option("--events <url>", "the event stream of a Kubernetes, as nats://host:port"))
    .addOption(
      new Option("--events-credentials <file>", "for it: a file with a reader's credentials (.creds)"),
    );
}

/** @throws CliError E_USAGE if the options name both */
export function choosePlace(options: PlaceOptions, { calledAs, env, cwd }: Surroundings): Choice {
  const { home, kubeconfig, context, namespace } = options;
  const named = kubernetesOption(options);
  if (named && home !== undefined) {
    throw new CliError(
      "E_USAGE",
      `--home names an embedded cluster and ${named} a Kubernetes; leave one of them out.`,
    );
  }
  const events = eventsOf(options, cwd);
  if (!named && (home !== undefined || calledAs !== asPlugin)) {
    if (events)
      throw new CliError("E_USAGE", "--events is for a Kubernetes; a home has its own. Leave it out.");
    return homeChoice(options, { env, cwd });
  }
  return {
    kind: "kubernetes",
    ...(kubeconfig === undefined ? {} : { kubeconfig: resolve(cwd, kubeconfig) }),
    ...(context === undefined ? {} : { context }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(events ? { events } : {}),
  };
}

function homeChoice(
  { home, namespace }: PlaceOptions,
  { env, cwd }: Pick<Surroundings, "env" | "cwd">,
): Choice {
  return {
    kind: "home",
    home: resolve(cwd, home ?? (env.PLATEAU_HOME || ".plateau")),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** @throws CliError E_USAGE */
function eventsOf({ events, eventsCredentials }: PlaceOptions, cwd: string): EventsAt | undefined {
  if (events === undefined) {
    if (eventsCredentials === undefined) return undefined;
    throw new CliError("E_USAGE", "--events-credentials are for an event stream: say which with --events.");
  }
  if (!/^(nats|tls|ws|wss):\/\/[^\s/]+$/.test(events))
    throw new CliError("E_USAGE", `"${events}" is no address of an event stream: write nats://host:port.`);
  return {
    url: events,
    ...(eventsCredentials === undefined ? {} : { credentialsFile: resolve(cwd, eventsCredentials) }),
  };
}

/** The option that names a Kubernetes, if one does. */
function kubernetesOption({ kubernetes, kubeconfig, context }: PlaceOptions): string | undefined {
  if (kubeconfig !== undefined) return "--kubeconfig";
  if (context !== undefined) return "--context";
  return kubernetes ? "--kubernetes" : undefined;
}

/** The options that choose the same place again, for a command line that a person is told. */
export function placeArguments(options: PlaceOptions): string {
  const { home, kubernetes, kubeconfig, context, namespace, events, eventsCredentials } = options;
  const quoted = (value: string): string =>
    /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
  return [
    ...(home === undefined ? [] : [` --home ${quoted(home)}`]),
    ...(kubernetes ? [" --kubernetes"] : []),
    ...(kubeconfig === undefined ? [] : [` --kubeconfig ${quoted(kubeconfig)}`]),
    ...(context === undefined ? [] : [` --context ${quoted(context)}`]),
    ...(namespace === undefined ? [] : [` -n ${quoted(namespace)}`]),
    ...(events === undefined ? [] : [` --events ${quoted(events)}`]),
    ...(eventsCredentials === undefined ? [] : [` --events-credentials ${quoted(eventsCredentials)}`]),
  ].join("");
}
