/** One object as text for people. Pure: the time comes in. */
import type { Condition } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { clean } from "../errors.ts";
import { asText, isRecord, readPath } from "../output/json-path.ts";
import { formatDuration } from "../output/numbers.ts";
import { formatTable } from "../output/table.ts";
import type { Colours } from "../terminal.ts";
import type { EventFacts } from "./events.ts";
import type { ResourceKind } from "./resolve.ts";

export interface ObjectFacts {
  object: KubeObject;
  kind: ResourceKind;
  children: readonly KubeObject[];
  /** Oldest first. */
  events: readonly EventFacts[];
  nowMs: number;
}

const maxEvents = 20;

export function describeObject(
  { object, kind, children, events, nowMs }: ObjectFacts,
  colours: Colours,
): string {
  const { metadata } = object;
  const ago = (time: unknown): string => formatDuration(nowMs - Date.parse(String(time)));
  const owner =
    metadata.ownerReferences?.find(({ controller }) => controller) ?? metadata.ownerReferences?.[0];
  const head = [
    `${colours.bold(`${kind.kind} ${metadata.name}`)}  namespace ${metadata.namespace}, ${ago(metadata.creationTimestamp)} old, generation ${metadata.generation}`,
    ...(owner ? [`Owned by ${owner.kind} ${owner.name}`] : []),
    ...(metadata.deletionTimestamp
      ? [colours.yellow(`Is being deleted; waits for ${metadata.finalizers?.join(", ") ?? "its dependents"}`)]
      : []),
  ];
  const { conditions, ...status } = isRecord(object.status) ? object.status : {};
  const sections: [string, string[]][] = [
    ["Spec", fields(object.spec)],
    ["Status", fields(status)],
    ["Conditions", conditionLines(conditions as Condition[] | undefined, ago, colours)],
    ["Children", childLines(children)],
    ["Events", eventLines(events, ago, colours)],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  return [
    ...head,
    ...shown.flatMap(([title, lines]) => ["", colours.bold(title), ...lines.map((line) => `  ${line}`)]),
    "",
  ].join("\n");
}

/** `path.of.field  value`, lists of plain values on one line, long lists cut. */
function fields(value: unknown): string[] {
  const rows: [string, string][] = [];
  const visit = (path: string, here: unknown): void => {
    if (Array.isArray(here) && here.every((item) => !isRecord(item) && !Array.isArray(item)))
      rows.push([path, here.join(", ")]);
    else if (Array.isArray(here)) here.forEach((item, i) => visitItem(path, item, i));
    else if (isRecord(here))
      for (const [key, each] of Object.entries(here)) visit(path === "" ? key : `${path}.${key}`, each);
    else rows.push([path, clean(String(here))]);
  };
  const visitItem = (path: string, item: unknown, index: number): void => {
    const flat = isRecord(item) && Object.values(item).every((each) => typeof each !== "object");
    if (!flat) return visit(`${path}[${index}]`, item);
    const name = item.name ?? index;
    const rest = Object.entries(item).filter(([key]) => key !== "name");
    rows.push([
      `${path}[${asText(name)}]`,
      rest.map(([key, each]) => `${key} ${clean(String(each))}`).join(", "),
    ]);
  };
  visit("", value ?? {});
  const width = Math.min(Math.max(0, ...rows.map(([path]) => path.length)), 44);
  return rows.map(([path, text]) => `${path.padEnd(width)}  ${text}`);
}

function conditionLines(
  conditions: readonly Condition[] | undefined,
  ago: (time: unknown) => string,
  colours: Colours,
): string[] {
  if (!conditions || conditions.length === 0) return [];
  const lines = formatTable(
    [{ title: "TYPE" }, { title: "STATUS" }, { title: "REASON" }, { title: "FOR" }, { title: "MESSAGE" }],
    conditions.map(({ type, status, reason, lastTransitionTime, message }) => [
      type,
      status,
      reason,
      ago(lastTransitionTime),
      clean(message),
    ]),
  );
  return lines.map((line, i) =>
    i > 0 && conditions[i - 1]?.type === "Failed" && conditions[i - 1]?.status === "True"
      ? colours.red(line)
      : line,
  );
}

function childLines(children: readonly KubeObject[]): string[] {
  if (children.length === 0) return [];
  const state = '.status.conditions[?(@.type=="Progressing")].reason';
  const text = (value: unknown): string => (value === undefined ? "–" : clean(asText(value)));
  return formatTable(
    [{ title: "KIND" }, { title: "NAME" }, { title: "STATE" }, { title: "PROGRESS" }, { title: "LOSS" }],
    children.map((child) => [
      child.kind,
      child.metadata.name,
      text(readPath(child, state)),
      text(readPath(child, ".status.progress")),
      text(readPath(child, ".status.finalLoss") ?? readPath(child, ".status.loss")),
    ]),
  );
}

function eventLines(
  events: readonly EventFacts[],
  ago: (time: unknown) => string,
  colours: Colours,
): string[] {
  const shown = events.slice(-maxEvents);
  const left = events.length - shown.length;
  return [
    ...(left > 0 ? [`(${left} older left out; "plateau get events" lists all)`] : []),
    ...shown.map(({ at, type, reason, message, count }) => {
      const line = `${ago(at).padStart(7)} ago  ${reason}  ${message}${count > 1 ? ` (×${count})` : ""}`;
      return type === "Warning" ? colours.yellow(line) : line;
    }),
  ];
}
