/** Objects as a table with the printer columns of their kind, as `kubectl get` shows them. */
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import type { PrinterColumn } from "@plateau/controller/api/index.ts";
import { clean } from "../errors.ts";
import { asText, readPath } from "../output/json-path.ts";
import { formatCount, formatDuration, formatFlops } from "../output/numbers.ts";
import type { Column } from "../output/table.ts";
import type { ResourceKind } from "./resolve.ts";

const longestCell = 80;

export function objectColumns(kind: ResourceKind, wide: boolean): Column[] {
  return [
    { title: "NAME" },
    ...shownColumns(kind, wide).map(({ name, type }) => ({
      title: name.toUpperCase(),
      align: type === "integer" ? ("right" as const) : ("left" as const),
    })),
  ];
}

export function objectRow(
  object: KubeObject,
  kind: ResourceKind,
  { wide, nowMs }: { wide: boolean; nowMs: number },
): string[] {
  return [object.metadata.name, ...shownColumns(kind, wide).map((column) => cell(object, column, nowMs))];
}

const shownColumns = (kind: ResourceKind, wide: boolean): PrinterColumn[] =>
  kind.columns.filter(({ priority }) => wide || (priority ?? 0) === 0);

function cell(object: KubeObject, { name, type, jsonPath }: PrinterColumn, nowMs: number): string {
  // An Event of the newer form has no last time.
  const value =
    readPath(object, jsonPath) ?? (type === "date" ? object.metadata.creationTimestamp : undefined);
  if (value === undefined || value === null || value === "") return "–";
  if (type === "date") return formatDuration(nowMs - Date.parse(asText(value)));
  const text = clean(asText(value)).replaceAll("\n", " ");
  if (/^(flops|planned|independent)$/i.test(name)) return formatFlops(Number(text));
  if (/^(tokens|tokens\/s|bytes)$/i.test(name)) return formatCount(Number(text));
  return text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text;
}
