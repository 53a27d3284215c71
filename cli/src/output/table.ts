/** Text tables: columns as wide as their widest cell, two blanks apart, no rules. */
import { stripVTControlCharacters } from "node:util";

export interface Column {
  title: string;
  align?: "left" | "right";
}

/**
 * Lines of a table. Cells may be coloured: only what is seen counts for the width.
 *
 * @param rows one cell per column; "" stays blank
 */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, i) =>
    Math.max(visibleLength(title), ...rows.map((row) => visibleLength(row[i] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, i) => pad(cells[i] ?? "", widths[i] ?? 0, align ?? "left"))
      .join("  ")
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}

/** Columns that a text takes on a terminal, as long as it holds no wide or combining characters: ours do not. */
export function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(0, width - visibleLength(text)));
  return align === "right" ? blanks + text : text + blanks;
}
