/**
 * What a word on the command line means: our kinds by kind, plural, singular or short name, and those of Kubernetes that the
 * controller makes, to look behind the scenes.
 */
import { nearest } from "@plateau/controller/api/explain.ts";
import { apiVersion, kinds, type PrinterColumn } from "@plateau/controller/api/index.ts";
import { CliError } from "../errors.ts";

export interface ResourceKind {
  apiVersion: string;
  kind: string;
  plural: string;
  aliases: readonly string[];
  columns: readonly PrinterColumn[];
}

const age: PrinterColumn = {
  name: "Age",
  type: "date",
  jsonPath: ".metadata.creationTimestamp",
  description: "Time since it was created.",
};
const column = (name: string, jsonPath: string): PrinterColumn => ({
  name,
  type: "string",
  jsonPath,
  description: name,
});

const behindTheScenes: readonly ResourceKind[] = [
  {
    apiVersion: "batch/v1",
    kind: "Job",
    plural: "jobs",
    aliases: ["job"],
    columns: [
      column("Active", ".status.active"),
      column("Succeeded", ".status.succeeded"),
      column("Failed", ".status.failed"),
      age,
    ],
  },
  {
    apiVersion: "v1",
    kind: "Pod",
    plural: "pods",
    aliases: ["pod", "po"],
    columns: [column("Phase", ".status.phase"), column("Reason", ".status.reason"), age],
  },
  {
    apiVersion: "v1",
    kind: "Event",
    plural: "events",
    aliases: ["event", "ev"],
    columns: [
      column("Type", ".type"),
      column("Reason", ".reason"),
      column("Object", ".involvedObject.name"),
      column("Message", ".message"),
      { ...age, jsonPath: ".lastTimestamp" },
    ],
  },
  { apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", aliases: ["configmap", "cm"], columns: [age] },
  { apiVersion: "v1", kind: "Service", plural: "services", aliases: ["service", "svc"], columns: [age] },
];

const ours: readonly ResourceKind[] = Object.values(kinds).map(
  ({ kind, plural, singular, shortNames, columns }) => ({
    apiVersion,
    kind,
    plural,
    aliases: [singular, ...shortNames],
    columns,
  }),
);

export const resourceKinds: readonly ResourceKind[] = [...ours, ...behindTheScenes];
export const ownKinds: readonly ResourceKind[] = ours;

/** @throws CliError E_UNKNOWN_KIND with the closest name, or all of them */
export function resolveKind(word: string): ResourceKind {
  const wanted = word.toLowerCase().replace(/\.plateau\.dev$/, "");
  const names = (kind: ResourceKind): string[] => [kind.kind.toLowerCase(), kind.plural, ...kind.aliases];
  const hit = resourceKinds.find((kind) => names(kind).includes(wanted));
  if (hit) return hit;
  const near = nearest(wanted, resourceKinds.flatMap(names));
  const advice = near
    ? `Did you mean "${near}"?`
    : `Kinds: ${resourceKinds.map(({ plural }) => plural).join(", ")}.`;
  throw new CliError("E_UNKNOWN_KIND", `There is no kind "${word.slice(0, 60)}". ${advice}`);
}

/** `KIND NAME…`, or kubectl's `KIND/NAME…`. */
export function resolveTargets(words: readonly string[]): { kind: ResourceKind; names: string[] } {
  const [first = "", ...rest] = words;
  if (!first.includes("/")) return { kind: resolveKind(first), names: rest };
  const pairs = words.map((word) => word.split("/", 2) as [string, string?]);
  const kind = resolveKind(pairs[0]?.[0] ?? "");
  const odd = pairs.find(([word, name]) => name === undefined || name === "" || resolveKind(word) !== kind);
  if (odd)
    throw new CliError(
      "E_USAGE",
      `"${odd.join("/")}": write every object as ${kind.kind.toLowerCase()}/NAME, all of one kind.`,
    );
  return { kind, names: pairs.map(([, name]) => name ?? "") };
}
