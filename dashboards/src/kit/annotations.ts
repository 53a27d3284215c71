/** Marks on the time axis, from metrics alone: nothing has to write annotations into Grafana. */
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import { dataSource } from "./panels.ts";

export interface Marks {
  name: string;
  /** Above 0 where something happened; or, with `valueIsTime`, when it happened in ms. */
  expr: string;
  title: string;
  text: string;
  colour: string;
  valueIsTime?: boolean;
  /** Not shown until somebody turns it on. */
  off?: boolean;
}

export function annotation(marks: Marks): dashboard.AnnotationQueryBuilder {
  const builder = new dashboard.AnnotationQueryBuilder()
    .name(marks.name)
    .enable(marks.off !== true)
    .datasource(dataSource)
    .iconColor(marks.colour)
    .titleFormat(marks.title)
    .textFormat(marks.text)
    .target(new prometheus.DataqueryBuilder().refId("Anno").expr(marks.expr).range().datasource(dataSource));
  return marks.valueIsTime === true ? builder.useValueForTime(true) : builder;
}
