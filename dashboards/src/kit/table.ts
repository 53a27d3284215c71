/** A table of one row for each combination of labels, and a column for each query. */
import * as common from "@grafana/grafana-foundation-sdk/common";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as table from "@grafana/grafana-foundation-sdk/table";
import { dataSource, describe, stateMapping, type PanelText, type State } from "./panels.ts";
import type { Unit } from "./units.ts";

interface Column {
  title: string;
  expr: string;
  unit: Unit;
  decimals?: number;
  /** The number is a position in this list, shown as its name in its colour. */
  states?: readonly State[];
  /** The number, 0 to 1, as a bar. */
  bar?: boolean;
}

export interface TableOptions extends PanelText {
  keys: readonly { label: string; title: string; links?: readonly Builder<dashboard.DashboardLink>[] }[];
  columns: readonly Column[];
  /** Title of a column, ascending. */
  sortBy: string;
}

export function dataTable(options: TableOptions): table.PanelBuilder {
  const { keys, columns } = options;
  // What Grafana calls the values of query A.
  const fields = columns.map((column, i) => ({ ...column, field: `Value #${refId(i)}` }));
  const order = [...keys.map(({ label }) => label), ...fields.map(({ field }) => field)];
  const panel = describe(new table.PanelBuilder(), options)
    .targets(
      columns.map(({ expr }, i) =>
        new prometheus.DataqueryBuilder()
          .refId(refId(i))
          .expr(expr)
          .instant()
          .format(prometheus.PromQueryFormat.Table)
          .datasource(dataSource),
      ),
    )
    .withTransformation({ id: "merge", options: {} })
    .withTransformation({
      id: "organize",
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries(order.map((name, i) => [name, i])),
        renameByName: {},
      },
    })
    .sortBy([new common.TableSortByFieldStateBuilder().displayName(options.sortBy).desc(false)]);
  for (const { label, title, links } of keys)
    panel.overrideByName(label, [
      { id: "displayName", value: title },
      ...(links ? [{ id: "links", value: links.map((link) => link.build()) }] : []),
    ]);
  for (const column of fields) panel.overrideByName(column.field, columnProperties(column));
  return panel;
}

function columnProperties(column: Column): dashboard.DynamicConfigValue[] {
  return [
    { id: "displayName", value: column.title },
    { id: "unit", value: column.unit },
    ...(column.decimals === undefined ? [] : [{ id: "decimals", value: column.decimals }]),
    ...(column.states
      ? [
          { id: "mappings", value: [stateMapping(column.states)] },
          { id: "custom.cellOptions", value: { type: "color-text" } },
        ]
      : []),
    ...(column.bar === true
      ? [
          { id: "min", value: 0 },
          { id: "max", value: 1 },
          { id: "color", value: { mode: "fixed", fixedColor: "blue" } },
          { id: "custom.cellOptions", value: { type: "gauge", mode: "basic" } },
        ]
      : []),
  ];
}

function refId(index: number): string {
  return String.fromCodePoint("A".codePointAt(0)! + index);
}
