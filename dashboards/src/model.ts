/** The part of Grafana's dashboard JSON that we write, as the renderer and the tests read it back. */

export interface DashboardJson {
  uid: string;
  title: string;
  description: string;
  panels: PanelJson[];
  templating: { list: VariableJson[] };
  annotations: { list: AnnotationJson[] };
  links: { title: string; url: string; includeVars: boolean; keepTime: boolean }[];
  time: { from: string; to: string };
}

export interface VariableJson {
  type: "datasource" | "query";
  name: string;
  label: string;
  query: string | { query: string };
  includeAll?: boolean;
  allValue?: string;
}

export interface AnnotationJson {
  name: string;
  enable: boolean;
  iconColor: string;
  titleFormat: string;
  textFormat: string;
  useValueForTime?: boolean;
  target: TargetJson;
}

export interface TargetJson {
  refId: string;
  expr: string;
  legendFormat?: string;
  format?: "table" | "time_series";
  instant?: boolean;
  range?: boolean;
  datasource: { type: string; uid: string };
}

export interface PanelJson {
  id: number;
  type: "row" | "timeseries" | "stat" | "gauge" | "bargauge" | "table" | "xychart" | "state-timeline";
  title: string;
  description?: string;
  datasource?: { type: string; uid: string };
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: TargetJson[];
  transformations?: { id: string; options: Record<string, unknown> }[];
  fieldConfig?: { defaults: FieldSettings; overrides: Override[] };
  options?: PanelOptions;
}

export interface Override {
  matcher: { id: string; options: string };
  properties: { id: string; value: unknown }[];
}

export interface FieldSettings {
  /** In place of a number that is not there. */
  noValue?: string;
  unit?: string;
  decimals?: number;
  min?: number;
  max?: number;
  displayName?: string;
  thresholds?: { steps: { value: number | null; color: string }[] };
  mappings?: { options: Record<string, { text: string; color: string }> }[];
  color?: { mode: string; fixedColor?: string };
  custom?: CustomSettings;
}

export interface CustomSettings {
  lineWidth?: number;
  lineStyle?: { fill: string; dash?: number[] };
  lineInterpolation?: string;
  fillOpacity?: number;
  fillBelowTo?: string;
  stacking?: { mode: string };
  scaleDistribution?: { type: string };
  thresholdsStyle?: { mode: string };
  axisSoftMin?: number;
  axisLabel?: string;
  show?: "lines" | "points" | "points+lines";
  cellOptions?: { type: string };
}

export interface PanelOptions {
  legend?: { displayMode: string; placement: string; showLegend: boolean; calcs: string[] };
  textMode?: string;
  graphMode?: string;
  colorMode?: string;
  sortBy?: { displayName: string; desc: boolean }[];
}
