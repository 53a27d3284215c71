/** `plateau get KIND [NAME…]`: what is there, with the kind's printer columns. */
import type { Command } from "commander";
import type { Cluster, KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { hasCode } from "@plateau/controller/cluster/errors.ts";
import { CliError } from "../errors.ts";
import { objectColumns, objectRow } from "../kinds/objects-table.ts";
import { resolveTargets, type ResourceKind } from "../kinds/resolve.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { formatTable } from "../output/table.ts";
import { getTold, isToldKind } from "./get-told.ts";
import { withPlace } from "../place/place.ts";
import { interruptedQuietly, stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";

interface GetOptions {
  output?: "json" | "yaml" | "wide" | "name" | "csv";
  watch?: boolean;
  allNamespaces?: boolean;
}

export function addGet(program: Command, terminal: Terminal): void {
  program
    .command("get")
    .argument(
      "<kind>",
      "scalingstudies, trainingruns, cooldowns, checkpoints, events, jobs, pods; or losses, evaluations",
    )
    .argument("[names...]", "only these; of losses and evaluations, the run")
    .description("List objects, or what a run has told of its steps.")
    .option("-w, --watch", "go on with every change until Ctrl-C")
    .option("-A, --all-namespaces", "of every namespace")
    .addOption(formatOption(["json", "yaml", "wide", "name", "csv"]))
    .addHelpText(
      "after",
      "\nExamples:\n  $ plateau get trainingruns\n  $ plateau get study brown -o yaml\n  $ plateau get cooldowns --watch\n  $ plateau get losses brown-s -o csv > losses.csv",
    )
    .action(async (kind: string, names: string[], options: GetOptions) => {
      if (isToldKind(kind)) {
        await withPlace(program, terminal, (place) => getTold(place, { kind, names, options }, terminal));
        return;
      }
      const targets = resolveTargets([kind, ...names]);
      if (options.output === "csv")
        throw new CliError(
          "E_USAGE",
          "-o csv is for losses and evaluations; objects are json, yaml, wide or name.",
        );
      if (options.allNamespaces && targets.names.length > 0)
        throw new CliError("E_USAGE", "A name is one of a namespace: leave out --all-namespaces.");
      await withPlace(program, terminal, ({ cluster, namespace }) =>
        get(cluster, {
          ...targets,
          options,
          terminal,
          ...(options.allNamespaces ? {} : { namespace }),
        }),
      );
    });
}

interface Request {
  kind: ResourceKind;
  names: string[];
  options: GetOptions;
  terminal: Terminal;
  /** Undefined: all. */
  namespace?: string;
}

async function get(cluster: Cluster, request: Request): Promise<void> {
  const { kind, names, options, terminal } = request;
  const within = request.namespace === undefined ? {} : { namespace: request.namespace };
  const { items, resourceVersion } = await cluster.list(kind.apiVersion, kind.kind, within);
  const chosen = names.length === 0 ? items : names.map((name) => find(items, kind, name));
  if (chosen.length > 0 || !options.watch) terminal.out.write(show(chosen, request));
  if (!options.watch) return;
  const { signal, release } = stopSignal();
  try {
    await watch(cluster, request, { ...within, resourceVersion, signal });
  } finally {
    release();
  }
  throw interruptedQuietly();
}

async function watch(
  cluster: Cluster,
  request: Request,
  from: { namespace?: string; resourceVersion: string; signal: AbortSignal },
): Promise<void> {
  const { kind, names, terminal } = request;
  const tell = (object: KubeObject, type: string): void => {
    if (names.length > 0 && !names.includes(object.metadata.name)) return;
    terminal.out.write(showChange(object, type, request));
  };
  const { signal, resourceVersion: start, ...within } = from;
  for (let resourceVersion = start; !signal.aborted;) {
    try {
      const changes = cluster.watch(kind.apiVersion, kind.kind, { ...within, resourceVersion, signal });
      for await (const event of changes) if (event.type !== "BOOKMARK") tell(event.object, event.type);
    } catch (error) {
      // Changes in between are no longer kept: the present state of everything stands for them.
      if (!hasCode(error, "E_EXPIRED")) throw error;
      const now = await cluster.list(kind.apiVersion, kind.kind, within);
      for (const object of now.items) tell(object, "MODIFIED");
      ({ resourceVersion } = now);
    }
  }
}

function find(items: readonly KubeObject[], kind: ResourceKind, name: string): KubeObject {
  const hit = items.find(({ metadata }) => metadata.name === name);
  if (hit) return hit;
  const there =
    items.length > 0
      ? `There are: ${items
          .slice(0, 8)
          .map(({ metadata }) => metadata.name)
          .join(", ")}${items.length > 8 ? " …" : ""}.`
      : `There are no ${kind.plural}.`;
  throw new CliError("E_NOT_FOUND", `${kind.kind} "${name}" does not exist. ${there}`);
}

function show(objects: readonly KubeObject[], request: Request): string {
  const { kind, names, options, terminal, namespace } = request;
  const { output } = options;
  if (output === "json" || output === "yaml") {
    const single = names.length === 1 ? objects[0] : undefined;
    return formatStructured(single ?? { apiVersion: "v1", kind: "List", items: objects }, output);
  }
  if (output === "name")
    return objects.map(({ metadata }) => `${kind.kind.toLowerCase()}/${metadata.name}\n`).join("");
  if (objects.length === 0) {
    terminal.err.write(
      `There are no ${kind.plural}${namespace === undefined ? "" : ` in namespace ${namespace}`}.\n`,
    );
    return "";
  }
  const wide = output === "wide";
  const nowMs = Date.now();
  const [head = "", ...rows] = formatTable(
    [...spaceColumn(request), ...objectColumns(kind, wide)],
    objects.map((object) => [...space(object, request), ...objectRow(object, kind, { wide, nowMs })]),
  );
  return [terminal.outColours.bold(head), ...rows, ""].join("\n");
}

/** A changed object while watching: one line (or document) each; the table's head is not repeated. */
function showChange(object: KubeObject, type: string, request: Request): string {
  const { kind, options } = request;
  const { output } = options;
  if (output === "json") return `${JSON.stringify(object)}\n`;
  if (output === "yaml") return `---\n${formatStructured(object, "yaml")}`;
  const gone = type === "DELETED" ? "  (deleted)" : "";
  if (output === "name") return `${kind.kind.toLowerCase()}/${object.metadata.name}${gone}\n`;
  const wide = output === "wide";
  const cells = [...space(object, request), ...objectRow(object, kind, { wide, nowMs: Date.now() })];
  return `${cells.join("  ")}${gone}\n`;
}

/** Of several namespaces, each object says its own. */
const spaceColumn = ({ namespace }: Request): { title: string }[] =>
  namespace === undefined ? [{ title: "NAMESPACE" }] : [];
const space = ({ metadata }: KubeObject, { namespace }: Request): string[] =>
  namespace === undefined ? [metadata.namespace] : [];
