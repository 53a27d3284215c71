/** Puts panels onto Grafana's grid of 24 columns: rows under a title, panels left to right, numbered in reading order. */
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";

export const columns = 24;

export interface Row {
  title: string;
  /** Of its panels, in grid units of 30 px. */
  height: number;
  panels: readonly { width: number; panel: Builder<dashboard.Panel> }[];
}

export type PlacedPanel = dashboard.Panel | dashboard.RowPanel;

/** A row whose panels are wider than the grid goes on in a line below. */
export function placeRows(rows: readonly Row[]): PlacedPanel[] {
  const placed: PlacedPanel[] = [];
  let y = 0;
  for (const row of rows) {
    placed.push({
      type: "row",
      id: placed.length + 1,
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y, w: columns, h: 1 },
      panels: [],
    });
    y += 1;
    let x = 0;
    for (const { width, panel } of row.panels) {
      if (x + width > columns) {
        x = 0;
        y += row.height;
      }
      placed.push({
        ...panel.build(),
        id: placed.length + 1,
        gridPos: { x, y, w: width, h: row.height },
      });
      x += width;
    }
    y += row.height;
  }
  return placed;
}
