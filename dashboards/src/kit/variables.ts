/** Template variables: the data source first, then each list narrowed by those before it. */
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { LabelOf, SeriesName } from "./catalogue.ts";
import { dataSource } from "./panels.ts";
import { series, type Where } from "./query.ts";

export function dataSourceVariable(): dashboard.DatasourceVariableBuilder {
  return new dashboard.DatasourceVariableBuilder("datasource").label("Data source").type("prometheus");
}

interface ListOptions<N extends SeriesName> {
  name: string;
  label: string;
  metric: N;
  where?: Where<N>;
  /** Label whose values are listed, if it is not the variable's name. */
  values: LabelOf<N>;
  /** Offers "All", which is chosen at first. */
  all?: boolean;
}

export function listVariable<N extends SeriesName>(options: ListOptions<N>): dashboard.QueryVariableBuilder {
  const query = `label_values(${series(options.metric, options.where)}, ${options.values})`;
  const variable = new dashboard.QueryVariableBuilder(options.name)
    .label(options.label)
    .datasource(dataSource)
    .query({ query, refId: options.name })
    .definition(query)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.NaturalAsc);
  if (options.all !== true) return variable;
  // Everything, what has an empty label included.
  return variable.includeAll(true).allValue(".*").current({ selected: true, text: "All", value: "$__all" });
}
