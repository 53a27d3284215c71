/** Files of the chart that are made from others: values, their schema, and the pages about values and rights. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { ValueSchema } from "./schema.ts";
import { chartValues } from "./values.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface RightsRule {
  scope: "run" | "own";
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
  why: string;
}

/** Path in the repository → content. */
export function chartFiles(): Map<string, string> {
  const schema = { $schema: "http://json-schema.org/draft-07/schema#", ...chartValues };
  return new Map([
    ["charts/plateau/values.schema.json", `${JSON.stringify(schema, undefined, 2)}\n`],
    ["charts/plateau/values.yaml", valuesYaml()],
    ["docs/reference/chart-values.md", valuesPage()],
    ["docs/reference/rights.md", rightsPage()],
  ]);
}

export function rightsRules(): RightsRule[] {
  return parse(readFileSync(join(root, "charts/plateau/rbac/rules.yaml"), "utf8")) as RightsRule[];
}

/** Defaults of a schema as the object that values.yaml holds. */
export function defaultsOf(schema: ValueSchema): unknown {
  if (!schema.properties) return schema.default;
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, field]) => [name, defaultsOf(field)]),
  );
}

function valuesYaml(): string {
  const lines = [
    "# Made by scripts/gen.ts from scripts/chart/values.ts. Give your own values with -f or --set.",
  ];
  writeFields(chartValues, "", lines);
  return `${lines.join("\n")}\n`;
}

function writeFields(schema: ValueSchema, indent: string, lines: string[]): void {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    lines.push(`${indent}# ${field.description}`);
    if (field.properties) {
      lines.push(`${indent}${name}:`);
      writeFields(field, `${indent}  `, lines);
    } else {
      const yaml = stringify({ [name]: field.default }, { lineWidth: 0 }).trimEnd();
      lines.push(...yaml.split("\n").map((line) => indent + line));
    }
  }
}

function valuesPage(): string {
  const rows = flatten(chartValues, "").map(
    ([path, field]) => `| \`${path}\` | \`${JSON.stringify(field.default)}\` | ${cell(field.description)} |`,
  );
  return [
    "# Values of the chart",
    "Made from `scripts/chart/values.ts`. Helm refuses values that are not here and values of another type.",
    ["| Value | Default | What |", "| --- | --- | --- |", ...rows].join("\n"),
  ].join("\n\n");
}

function flatten(schema: ValueSchema, prefix: string): [string, ValueSchema][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]): [string, ValueSchema][] =>
    field.properties ? flatten(field, `${prefix}${name}.`) : [[prefix + name, field]],
  );
}

function rightsPage(): string {
  const table = (scope: RightsRule["scope"]): string => {
    const rows = rightsRules()
      .filter((rule) => rule.scope === scope)
      .map((rule) => {
        const group = rule.apiGroups[0] === "" ? "core" : rule.apiGroups[0];
        const what = `${rule.resources.join(", ")}${rule.resourceNames ? " (the key's only)" : ""}`;
        return `| ${group} | ${what} | ${rule.verbs.join(", ")} | ${cell(rule.why)} |`;
      });
    return ["| Group | Resources | Verbs | Why |", "| --- | --- | --- | --- |", ...rows].join("\n");
  };
  return [
    "# Rights of the controller",
    "Made from `charts/plateau/rbac/rules.yaml`, of which the chart's Roles are made too.",
    "## Where runs are",
    "A ClusterRole; with `watchNamespaces`, a Role in each of these namespaces instead.",
    table("run"),
    "## In its own namespace",
    table("own"),
  ].join("\n\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
