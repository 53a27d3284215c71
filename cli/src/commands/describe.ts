/** `plateau describe KIND NAME`: one object for people: spec, status, conditions with ages, children, events. */
import type { Command } from "commander";
import type { Cluster, KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { CliError } from "../errors.ts";
import { describeObject } from "../kinds/describe-object.ts";
import { eventsAbout, type EventFacts } from "../kinds/events.ts";
import { ownKinds, resolveTargets, type ResourceKind } from "../kinds/resolve.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { withPlace } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";

interface DescribeOptions {
  output?: "json" | "yaml";
}

export function addDescribe(program: Command, terminal: Terminal): void {
  program
    .command("describe")
    .argument("<kind>", "such as scalingstudy or trainingrun")
    .argument("[name]", "which one (or KIND/NAME)")
    .description("Show one object in full: spec, status, conditions, children, events.")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText(
      "after",
      "\nExamples:\n  $ plateau describe study brown\n  $ plateau describe cooldown brown-s-h2 -o json",
    )
    .action(async (word: string, name: string | undefined, options: DescribeOptions) => {
      const { kind, names } = resolveTargets(name === undefined ? [word] : [word, name]);
      const [wanted] = names;
      if (wanted === undefined)
        throw new CliError("E_USAGE", `Say which ${kind.kind}: plateau describe ${word} NAME.`);
      await withPlace(program, terminal, async ({ cluster, namespace }) => {
        const facts = await gather(cluster, kind, { namespace, name: wanted });
        terminal.out.write(
          options.output
            ? formatStructured(facts, options.output)
            : describeObject({ ...facts, kind, nowMs: Date.now() }, terminal.outColours),
        );
      });
    });
}

async function gather(
  cluster: Cluster,
  kind: ResourceKind,
  { namespace, name }: { namespace: string; name: string },
): Promise<{ object: KubeObject; children: KubeObject[]; events: EventFacts[] }> {
  const object = await cluster.get({ apiVersion: kind.apiVersion, kind: kind.kind, namespace, name });
  if (!object)
    throw new CliError(
      "E_NOT_FOUND",
      `${kind.kind} "${name}" does not exist in namespace ${namespace}; "plateau get ${kind.plural}" lists what does.`,
    );
  const { uid } = object.metadata;
  const listed = await Promise.all(
    ownKinds.map((each) => cluster.list(each.apiVersion, each.kind, { namespace })),
  );
  const children = listed
    .flatMap(({ items }) => items)
    .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid));
  const { items } = await cluster.list("v1", "Event", { namespace });
  return { object, children, events: eventsAbout(items, new Set([uid])) };
}
