/**
 * Points in a plane: one query gives x, another y, matched by their labels (and by time, for the course of a curve). Prometheus knows
 * series over time only; Grafana merges the two tables and splits the rows into one frame for each value of a label.
 */
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as xychart from "@grafana/grafana-foundation-sdk/xychart";
import { dataSource, describe, legendOf, type PanelText } from "./panels.ts";
import type { Unit } from "./units.ts";

export interface PlaneLines {
  /** Label that names a series. */
  by: string;
  mode: "lines" | "points" | "points+lines";
}

interface Axis {
  expr: string;
  label: string;
  logarithmic?: boolean;
}

export interface PlaneOptions extends PanelText {
  x: Axis & { unit: Unit };
  y: Axis;
  lines: PlaneLines;
  /** The course of the two over the chosen time, in place of their last values. */
  overTime?: boolean;
}

const showModes = {
  lines: xychart.XYShowMode.Lines,
  points: xychart.XYShowMode.Points,
  "points+lines": xychart.XYShowMode.PointsAndLines,
};

export function plane(options: PlaneOptions): xychart.PanelBuilder {
  const { x, y, lines } = options;
  const panel = describe(new xychart.PanelBuilder(), options)
    .targets([table("A", x.expr, options.overTime), table("B", y.expr, options.overTime)])
    .withTransformation({ id: "merge", options: {} })
    .withTransformation({ id: "sortBy", options: { sort: [{ field: "Value #A" }] } })
    .withTransformation({
      id: "partitionByValues",
      options: { fields: [lines.by], keepFields: false, naming: { asLabels: true } },
    })
    .mapping(xychart.SeriesMapping.Auto)
    .series([
      new xychart.XYSeriesConfigBuilder()
        .x({ matcher: { id: "byName", options: "Value #A" } })
        .y({ matcher: { id: "byName", options: "Value #B" } }),
    ])
    .show(showModes[lines.mode])
    .lineWidth(2)
    .legend(legendOf(undefined))
    .overrideByName("Value #A", [
      { id: "unit", value: x.unit },
      { id: "custom.axisLabel", value: x.label },
      ...scaleOf(x),
    ])
    .overrideByName("Value #B", [
      { id: "displayName", value: `\${__field.labels.${lines.by}}` },
      { id: "custom.axisLabel", value: y.label },
      ...scaleOf(y),
    ]);
  return lines.mode === "lines" ? panel : panel.pointSize({ fixed: 7 });
}

function scaleOf({ logarithmic }: Axis): { id: string; value: unknown }[] {
  if (logarithmic !== true) return [];
  return [{ id: "custom.scaleDistribution", value: { type: common.ScaleDistribution.Log, log: 10 } }];
}

function table(refId: string, expr: string, overTime = false): prometheus.DataqueryBuilder {
  const query = new prometheus.DataqueryBuilder()
    .refId(refId)
    .expr(expr)
    .format(prometheus.PromQueryFormat.Table)
    .datasource(dataSource);
  return overTime ? query.range() : query.instant();
}
