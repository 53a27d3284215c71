/** Panels as Grafana's SDK builds them, with what all of ours share: the data source variable, a legend, tooltips, thresholds. */
import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type * as common from "@grafana/grafana-foundation-sdk/common";
import * as bargauge from "@grafana/grafana-foundation-sdk/bargauge";
import * as gauge from "@grafana/grafana-foundation-sdk/gauge";
import * as sdk from "@grafana/grafana-foundation-sdk/common";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as statetimeline from "@grafana/grafana-foundation-sdk/statetimeline";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { Unit } from "./units.ts";

export const dataSource: common.DataSourceRef = { type: "prometheus", uid: "${datasource}" };

export interface Query {
  expr: string;
  /** What a person calls the series: words, or labels as `{{run}}`. */
  legend: string;
}

/** What every panel says of itself. */
export interface PanelText {
  title: string;
  /** What the numbers are, and what to make of them. */
  description: string;
  unit: Unit;
  decimals?: number;
  /** Ascending: from this value on, this colour; below the first, green (or `base`). */
  thresholds?: readonly { from: number; colour: string }[];
  base?: string;
  min?: number;
  max?: number;
}

export interface Widened {
  width: number;
  height: number;
}

/** The common face of the SDK's panel builders. */
interface CommonBuilder<B> extends Builder<dashboard.Panel> {
  title(title: string): B;
  description(description: string): B;
  unit(unit: string): B;
  decimals(decimals: number): B;
  min(min: number): B;
  max(max: number): B;
  datasource(source: common.DataSourceRef): B;
  targets(targets: Builder<Dataquery>[]): B;
  thresholds(thresholds: Builder<dashboard.ThresholdsConfig>): B;
}

export function describe<B extends CommonBuilder<B>>(builder: B, text: PanelText): B {
  builder.title(text.title).description(text.description).unit(text.unit).datasource(dataSource);
  if (text.decimals !== undefined) builder.decimals(text.decimals);
  if (text.min !== undefined) builder.min(text.min);
  if (text.max !== undefined) builder.max(text.max);
  const steps = [
    { value: null, color: text.base ?? (text.thresholds ? "green" : "text") },
    ...(text.thresholds ?? []).map(({ from, colour }) => ({ value: from, color: colour })),
  ];
  return builder.thresholds(
    new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps),
  );
}

const refIds = "ABCDEFGHIJ";

/** Curves over time. */
export function rangeQueries(queries: readonly Query[]): prometheus.DataqueryBuilder[] {
  return queries.map(({ expr, legend }, i) =>
    new prometheus.DataqueryBuilder()
      .refId(refIds[i]!)
      .expr(expr)
      .legendFormat(legend)
      .range()
      .datasource(dataSource),
  );
}

/** The value at the end of the chosen time. */
export function instantQueries(queries: readonly Query[]): prometheus.DataqueryBuilder[] {
  return queries.map(({ expr, legend }, i) =>
    new prometheus.DataqueryBuilder()
      .refId(refIds[i]!)
      .expr(expr)
      .legendFormat(legend)
      .instant()
      .datasource(dataSource),
  );
}

export interface CurvesOptions extends PanelText {
  queries: readonly Query[];
  stacked?: boolean;
  logarithmic?: boolean;
  /** Values that hold until the next one. */
  steps?: boolean;
  /** Draws a line at each threshold. */
  thresholdLines?: boolean;
  /** A table of last values (and whatever is named) to the right instead of a list below. */
  legendCalcs?: readonly string[];
  softMin?: number;
}

/** Lines over time, or areas on top of one another. */
export function curves(options: CurvesOptions): timeseries.PanelBuilder {
  const panel = describe(new timeseries.PanelBuilder(), options)
    .targets(rangeQueries(options.queries))
    .lineWidth(options.stacked ? 0 : 2)
    .fillOpacity(options.stacked ? 60 : 0)
    .showPoints(sdk.VisibilityMode.Never)
    .tooltip(
      new sdk.VizTooltipOptionsBuilder().mode(sdk.TooltipDisplayMode.Multi).sort(sdk.SortOrder.Descending),
    )
    .legend(legendOf(options.legendCalcs));
  if (options.stacked) panel.stacking(new sdk.StackingConfigBuilder().mode(sdk.StackingMode.Normal));
  if (options.steps) panel.lineInterpolation(sdk.LineInterpolation.StepAfter);
  if (options.softMin !== undefined) panel.axisSoftMin(options.softMin);
  if (options.logarithmic)
    panel.scaleDistribution(new sdk.ScaleDistributionConfigBuilder().type(sdk.ScaleDistribution.Log).log(10));
  if (options.thresholdLines)
    panel.thresholdsStyle(
      new sdk.GraphThresholdsStyleConfigBuilder().mode(sdk.GraphThresholdsStyleMode.Dashed),
    );
  return panel;
}

export function legendOf(calcs: readonly string[] | undefined): sdk.VizLegendOptionsBuilder {
  const legend = new sdk.VizLegendOptionsBuilder().showLegend(true);
  return calcs
    ? legend
        .displayMode(sdk.LegendDisplayMode.Table)
        .placement(sdk.LegendPlacement.Right)
        .calcs([...calcs])
    : legend.displayMode(sdk.LegendDisplayMode.List).placement(sdk.LegendPlacement.Bottom);
}

/** What is not known, or is over, such as the time that a finished study has left. */
const notThere = "–";

export interface NumberOptions extends PanelText {
  query: Query;
  /** Shows the legend's words in place of the number: for a state. */
  words?: boolean;
  /** A small curve behind the number. */
  curve?: boolean;
}

/** One number, large. */
export function number(options: NumberOptions): stat.PanelBuilder {
  const queries = options.curve ? rangeQueries([options.query]) : instantQueries([options.query]);
  return describe(new stat.PanelBuilder(), options)
    .noValue(notThere)
    .targets(queries)
    .reduceOptions(lastValue())
    .graphMode(options.curve ? sdk.BigValueGraphMode.Area : sdk.BigValueGraphMode.None)
    .colorMode(options.thresholds ? sdk.BigValueColorMode.Value : sdk.BigValueColorMode.None)
    .textMode(options.words ? sdk.BigValueTextMode.Name : sdk.BigValueTextMode.Value);
}

/** A share of something, as an arc that fills. */
export function arc(options: PanelText & { query: Query }): gauge.PanelBuilder {
  return describe(new gauge.PanelBuilder(), { min: 0, max: 1, ...options })
    .noValue(notThere)
    .targets(instantQueries([options.query]))
    .reduceOptions(lastValue());
}

/** One bar for each series. */
export function bars(options: PanelText & { query: Query }): bargauge.PanelBuilder {
  return describe(new bargauge.PanelBuilder(), { min: 0, ...options })
    .targets(instantQueries([options.query]))
    .orientation(sdk.VizOrientation.Horizontal)
    .displayMode(sdk.BarGaugeDisplayMode.Basic)
    .reduceOptions(lastValue());
}

export interface State {
  name: string;
  colour: string;
}

/** What each thing was doing when. The query gives the position of the state in `states`, from 0. */
export function states(
  options: PanelText & { query: Query; states: readonly State[] },
): statetimeline.PanelBuilder {
  return describe(new statetimeline.PanelBuilder(), options)
    .targets(rangeQueries([options.query]))
    .mappings([stateMapping(options.states)])
    .mergeValues(true)
    .showValue(sdk.VisibilityMode.Never)
    .rowHeight(0.8)
    .legend(legendOf(undefined));
}

export function stateMapping(list: readonly State[]): dashboard.ValueMapping {
  return {
    type: dashboard.MappingType.ValueToText,
    options: Object.fromEntries(
      list.map(({ name, colour }, index) => [String(index), { text: name, color: colour, index }]),
    ),
  } as dashboard.ValueMapping;
}

export function lastValue(): sdk.ReduceDataOptionsBuilder {
  return new sdk.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false);
}

/** Colour, dashes, another axis: for the series whose name matches. */
export interface Look {
  name: string;
  colour?: string;
  dashed?: boolean;
  fillBelowTo?: string;
  width?: number;
  hidden?: boolean;
}

export function withLooks(panel: timeseries.PanelBuilder, looks: readonly Look[]): timeseries.PanelBuilder {
  for (const look of looks) panel.overrideByName(look.name, lookProperties(look));
  return panel;
}

function lookProperties(look: Look): dashboard.DynamicConfigValue[] {
  const all: (dashboard.DynamicConfigValue | false)[] = [
    look.colour !== undefined && { id: "color", value: { mode: "fixed", fixedColor: look.colour } },
    look.dashed === true && { id: "custom.lineStyle", value: { fill: "dash", dash: [8, 6] } },
    look.width !== undefined && { id: "custom.lineWidth", value: look.width },
    look.fillBelowTo !== undefined && { id: "custom.fillBelowTo", value: look.fillBelowTo },
    look.fillBelowTo !== undefined && { id: "custom.fillOpacity", value: 18 },
    look.hidden === true && { id: "custom.hideFrom", value: { legend: true, tooltip: false, viz: false } },
  ];
  return all.filter((each) => each !== false);
}
