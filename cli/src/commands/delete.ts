/** `plateau delete KIND NAME…` or `-f FILE…`: marks objects for deletion; a controller removes what belongs to them. */
import type { Command } from "commander";
import type { ObjectRef } from "@plateau/controller/cluster/cluster.ts";
import { CliError } from "../errors.ts";
import { homeOf, withCluster } from "../home.ts";
import { resolveTargets } from "../kinds/resolve.ts";
import { readManifests } from "../manifests.ts";
import type { Terminal } from "../terminal.ts";

interface DeleteOptions {
  namespace: string;
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
    .option("-n, --namespace <name>", "namespace", "default")
    .option("--cascade <how>", "background: dependents go too; orphan: they stay", "background")
    .option("--ignore-not-found", "a missing object is no error")
    .addHelpText("after", "\nExamples:\n  $ plateau delete study brown\n  $ plateau delete -f study.yaml")
    .action(async (kind: string | undefined, names: string[], options: DeleteOptions) => {
      const refs = await targets(kind, names, { options, cwd: terminal.cwd });
      await withCluster(homeOf(program, terminal), async ({ cluster }) => {
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
            ? ' (goes once the controller has cleaned up; "plateau run" is one)'
            : "";
          terminal.out.write(`${ref.kind} ${ref.name} deleted${waits}\n`);
        }
      });
    });
}

async function targets(
  word: string | undefined,
  names: readonly string[],
  { options, cwd }: { options: DeleteOptions; cwd: string },
): Promise<ObjectRef[]> {
  if (options.cascade !== "background" && options.cascade !== "orphan") {
    throw new CliError("E_USAGE", `--cascade is "${String(options.cascade)}"; use background or orphan.`);
  }
  if (options.filename) {
    if (word !== undefined) throw new CliError("E_USAGE", "Give either -f FILE or KIND NAME, not both.");
    const manifests = await readManifests(options.filename, cwd);
    return manifests.map(({ object: { apiVersion, kind, metadata } }) => ({
      apiVersion: String(apiVersion),
      kind: String(kind),
      name: metadata.name,
      namespace: metadata.namespace,
    }));
  }
  if (word === undefined) throw new CliError("E_USAGE", "Say what to delete: KIND NAME, or -f FILE.");
  const { kind, names: wanted } = resolveTargets([word, ...names]);
  if (wanted.length === 0)
    throw new CliError("E_USAGE", `Say which ${kind.kind}: plateau delete ${word} NAME.`);
  return wanted.map((name) => ({
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    namespace: options.namespace,
    name,
  }));
}
