/** `plateau delete KIND NAME…` or `-f FILE…`: marks objects for deletion; a controller removes what belongs to them. */
import type { Command } from "commander";
import type { Manifest } from "@plateau/controller/api/index.ts";
import type { ObjectRef } from "@plateau/controller/cluster/cluster.ts";
import { CliError } from "../errors.ts";
import { resolveTargets } from "../kinds/resolve.ts";
import { readManifests } from "../manifests.ts";
import { withPlace, type Place } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";

interface DeleteOptions {
  filename?: string[];
  cascade: "background" | "orphan";
  ignoreNotFound?: boolean;
}

export function addDelete(program: Command, terminal: Terminal): void {
  program
    .command("delete")
    .argument("[kind]", "such as trainingrun")
    .argument("[names...]", "which ones")
    .description("Delete objects and what belongs to them. Checkpoints that something else needs stay.")
    .option("-f, --filename <files...>", "the objects of these manifest files")
    .option("--cascade <how>", "background: dependents go too; orphan: they stay", "background")
    .option("--ignore-not-found", "a missing object is no error")
    .addHelpText("after", "\nExamples:\n  $ plateau delete study brown\n  $ plateau delete -f study.yaml")
    .action(async (kind: string | undefined, names: string[], options: DeleteOptions) => {
      const targets = targetsOf(kind, names, options);
      await withPlace(program, terminal, async (place) => {
        const { cluster } = place;
        const refs = await targets(place, terminal.cwd);
        for (const ref of refs) {
          const found = await cluster.get(ref);
          if (!found && !options.ignoreNotFound) {
            throw new CliError(
              "E_NOT_FOUND",
              `${ref.kind} "${ref.name}" does not exist in namespace ${ref.namespace}; --ignore-not-found takes that as done.`,
            );
          }
          if (!found) continue;
          await cluster.delete(ref, { uid: found.metadata.uid, propagation: options.cascade });
          const waits = (await cluster.get(ref))
            ? ` (goes once the controller has cleaned up${place.kind === "home" ? '; "plateau run" is one' : ""})`
            : "";
          terminal.out.write(`${ref.kind} ${ref.name} deleted${waits}\n`);
        }
      });
    });
}

type Targets = (place: Place, cwd: string) => Promise<ObjectRef[]>;

/** What is meant, checked as far as it can be before any cluster is asked. @throws CliError E_USAGE, E_UNKNOWN_KIND */
function targetsOf(word: string | undefined, names: readonly string[], options: DeleteOptions): Targets {
  const { cascade, filename } = options;
  if (cascade !== "background" && cascade !== "orphan") {
    throw new CliError("E_USAGE", `--cascade is "${String(cascade)}"; use background or orphan.`);
  }
  if (filename) {
    if (word !== undefined) throw new CliError("E_USAGE", "Give either -f FILE or KIND NAME, not both.");
    return async (place, cwd) => refsOf(await readManifests(filename, cwd, place));
  }
  if (word === undefined) throw new CliError("E_USAGE", "Say what to delete: KIND NAME, or -f FILE.");
  const { kind, names: wanted } = resolveTargets([word, ...names]);
  if (wanted.length === 0)
    throw new CliError("E_USAGE", `Say which ${kind.kind}: plateau delete ${word} NAME.`);
  return ({ namespace }) =>
    Promise.resolve(
      wanted.map((name) => ({ apiVersion: kind.apiVersion, kind: kind.kind, namespace, name })),
    );
}

function refsOf(manifests: readonly Manifest[]): ObjectRef[] {
  return manifests.map(({ object: { apiVersion, kind, metadata } }) => ({
    apiVersion: String(apiVersion),
    kind: String(kind),
    name: metadata.name,
    namespace: metadata.namespace,
  }));
}
