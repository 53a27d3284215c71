/** Settings of one series or column: the panel's defaults with the overrides that match its name. */
import type { CustomSettings, FieldSettings, PanelJson } from "../src/model.ts";

export interface Field extends FieldSettings {
  custom: CustomSettings;
}

export function fieldOf(panel: PanelJson, name: string): Field {
  const { defaults, overrides } = panel.fieldConfig ?? { defaults: {}, overrides: [] };
  const field: Record<string, unknown> = { ...defaults };
  const custom: Record<string, unknown> = { ...defaults.custom };
  for (const { matcher, properties } of overrides) {
    if (matcher.id !== "byName" || matcher.options !== name) continue;
    for (const { id, value } of properties) {
      if (id.startsWith("custom.")) custom[id.slice("custom.".length)] = value;
      else field[id] = value;
    }
  }
  return { ...field, custom } as Field;
}

/** The last value that is a number. */
export function lastOf(points: readonly [number, number][]): number | undefined {
  return points.findLast(([, value]) => !Number.isNaN(value))?.[1];
}
