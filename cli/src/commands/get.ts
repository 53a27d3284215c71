/** `plateau get KIND [NAME…]`: what is there, with the kind's printer columns. */
import type { Command } from "commander";
import type { Cluster, KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { CliError } from "../errors.ts";
import { homeOf, withCluster } from "../home.ts";
import { objectColumns, objectRow } from "../kinds/objects-table.ts";
import { resolveTargets, type ResourceKind } from "../kinds/resolve.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { formatTable } from "../output/table.ts";
import { interruptedQuietly, stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";

interface GetOptions {
  output?: "json" | "yaml" | "wide" | "name";
  watch?: boolean;
  namespace: string;
}

export function addGet(program: Command, terminal: Terminal): void {
  program
    .command("get")
    .argument("<kind>", "scalingstudies, trainingruns, cooldowns, checkpoints, events, jobs, pods")
    .argument("[names...]", "only these")
    .description("List objects.")
    .option("-w, --watch", "go on with every change until Ctrl-C")
    .option("-n, --namespace <name>", "namespace", "default")
    .addOption(formatOption(["json", "yaml", "wide", "name"]))
    .addHelpText(
      "after",
      "\nExamples:\n  $ plateau get trainingruns\n  $ plateau get study brown -o yaml\n  $ plateau get cooldowns --watch",
    )
    .action(async (kind: string, names: string[], options: GetOptions) => {
      const targets = resolveTargets([kind, ...names]);
      await withCluster(homeOf(program, terminal), ({ cluster }) =>
        get(cluster, { ...targets, options, terminal }),
      );
    });
}

interface Request {
  kind: ResourceKind;
  names: string[];
  options: GetOptions;
  terminal: Terminal;
}

async function get(cluster: Cluster, request: Request): Promise<void> {
  const { kind, names, options, terminal } = request;
  const { items, resourceVersion } = await cluster.list(kind.apiVersion, kind.kind, {
    namespace: options.namespace,
  });
  const chosen = names.length === 0 ? items : names.map((name) => find(items, kind, name));
  if (chosen.length > 0 || !options.watch) terminal.out.write(show(chosen, request));
  if (!options.watch) return;
  const { signal, release } = stopSignal();
  try {
    const changes = cluster.watch(kind.apiVersion, kind.kind, {
      namespace: options.namespace,
      resourceVersion,
      signal,
    });
    for await (const event of changes) {
      if (event.type === "BOOKMARK" || (names.length > 0 && !names.includes(event.object.metadata.name)))
        continue;
      terminal.out.write(showChange(event.object, event.type, request));
    }
  } finally {
    release();
  }
  throw interruptedQuietly();
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

function show(objects: readonly KubeObject[], { kind, names, options, terminal }: Request): string {
  const { output } = options;
  if (output === "json" || output === "yaml") {
    const single = names.length === 1 ? objects[0] : undefined;
    return formatStructured(single ?? { apiVersion: "v1", kind: "List", items: objects }, output);
  }
  if (output === "name")
    return objects.map(({ metadata }) => `${kind.kind.toLowerCase()}/${metadata.name}\n`).join("");
  if (objects.length === 0) {
    terminal.err.write(`There are no ${kind.plural} in namespace ${options.namespace}.\n`);
    return "";
  }
  const wide = output === "wide";
  const nowMs = Date.now();
  const [head = "", ...rows] = formatTable(
    objectColumns(kind, wide),
    objects.map((object) => objectRow(object, kind, { wide, nowMs })),
  );
  return [terminal.outColours.bold(head), ...rows, ""].join("\n");
}

/** A changed object while watching: one line (or document) each; the table's head is not repeated. */
function showChange(object: KubeObject, type: string, { kind, options }: Request): string {
  const { output } = options;
  if (output === "json") return `${JSON.stringify(object)}\n`;
  if (output === "yaml") return `---\n${formatStructured(object, "yaml")}`;
  const gone = type === "DELETED" ? "  (deleted)" : "";
  if (output === "name") return `${kind.kind.toLowerCase()}/${object.metadata.name}${gone}\n`;
  const wide = output === "wide";
  return `${objectRow(object, kind, { wide, nowMs: Date.now() }).join("  ")}${gone}\n`;
}
