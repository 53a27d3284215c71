/** `plateau get losses RUN`, `plateau get evaluations RUN`: what a run has told, from its first step to its last. */
import { CliError } from "../errors.ts";
import { findRun } from "../logs/run-pods.ts";
import type { Place } from "../place/place.ts";
import { formatEvaluations, formatSteps, type ToldFormat } from "../runs/told-table.ts";
import type { Terminal } from "../terminal.ts";

export const toldKinds = ["losses", "evaluations"] as const;
export type ToldKind = (typeof toldKinds)[number];

export function isToldKind(word: string): word is ToldKind {
  return (toldKinds as readonly string[]).includes(word);
}

export interface ToldRequest {
  kind: ToldKind;
  names: readonly string[];
  options: { output?: string; watch?: boolean; allNamespaces?: boolean };
}

/** @throws CliError E_USAGE, E_NOT_FOUND; EventBusError of a Kubernetes whose stream is not known or does not answer */
export async function getTold(
  { cluster, namespace, load, history }: Place,
  request: ToldRequest,
  terminal: Terminal,
): Promise<void> {
  const { kind, name, format } = checked(request);
  const { metadata } = await findRun(cluster, namespace, name);
  await load({ namespace, runUid: metadata.uid }, [kind === "losses" ? "step" : "evaluated"]);
  const steps = kind === "losses" ? history.steps(metadata.uid) : [];
  const evaluations = kind === "evaluations" ? history.evaluations(metadata.uid) : [];
  if (steps.length + evaluations.length === 0)
    terminal.err.write(`${name} has told of no ${kind} yet, or they are not kept any more.\n`);
  if (kind === "losses") terminal.out.write(formatSteps(steps, format));
  else terminal.out.write(formatEvaluations(evaluations, format));
}

function checked({ kind, names, options }: ToldRequest): {
  kind: ToldKind;
  name: string;
  format: ToldFormat;
} {
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw new CliError("E_USAGE", `Name one run: "plateau get ${kind} RUN".`);
  if (options.watch)
    throw new CliError("E_USAGE", `"plateau watch ${name}" shows a run while it goes on; leave out --watch.`);
  if (options.allNamespaces)
    throw new CliError("E_USAGE", "A name is one of a namespace: leave out --all-namespaces.");
  const { output = "table" } = options;
  if (output !== "table" && output !== "csv" && output !== "json")
    throw new CliError("E_USAGE", `-o ${output} is not for ${kind}: leave it out, or write csv or json.`);
  return { kind, name, format: output };
}
