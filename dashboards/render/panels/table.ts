/** Rows and columns, sorted, with colours, bars and names of states as the columns say. */
import type { PanelJson } from "../../src/model.ts";
import { colourOf, theme } from "../colours.ts";
import { fieldOf, type Field } from "../fields.ts";
import { formatValue } from "../format.ts";
import { compare, framesOf, type Asked, type Cell } from "../frames.ts";
import { element, text, widthOf } from "../svg.ts";
import type { Box } from "./frame.ts";

const line = 24;

export function drawTable(panel: PanelJson, asked: readonly Asked[], box: Box): string {
  const [frame] = framesOf(panel, asked);
  if (!frame || frame.rows.length === 0)
    return text("No data", {
      x: box.x + box.w / 2,
      y: box.y + box.h / 2,
      fill: theme.muted,
      anchor: "middle",
    });
  const columns = frame.fields.map((name) => ({ name, field: fieldOf(panel, name) }));
  const title = ({ name, field }: (typeof columns)[number]): string => field.displayName ?? name;
  const [sort] = panel.options?.sortBy ?? [];
  const key = columns.find((column) => title(column) === sort?.displayName)?.name ?? "";
  const rows = frame.rows.toSorted((a, b) => compare(a[key], b[key]) * (sort?.desc === true ? -1 : 1));
  const shown = rows.slice(0, Math.floor((box.h - line) / line));
  const widths = shares(
    columns.map((column) =>
      Math.max(widthOf(title(column)), ...shown.map((row) => widthOf(words(row[column.name], column.field)))),
    ),
    box.w,
  );
  let x = box.x;
  return columns
    .map((column, i) => {
      const left = x;
      const width = widths[i]!;
      x += width;
      const head = text(title(column), {
        x: left + 6,
        y: box.y + 15,
        size: 12,
        fill: "#6e9fff",
        bold: true,
        within: width - 8,
      });
      const cells = shown.map((row, j) =>
        drawCell(row[column.name], column.field, { x: left, y: box.y + (j + 1) * line, w: width, h: line }),
      );
      return head + cells.join("");
    })
    .concat(
      shown.map((_, j) =>
        element("line", {
          x1: box.x,
          x2: box.x + box.w,
          y1: box.y + (j + 1) * line,
          y2: box.y + (j + 1) * line,
          stroke: theme.grid,
        }),
      ),
    )
    .join("");
}

/** In proportion to what each column needs. */
function shares(needed: readonly number[], width: number): number[] {
  const padded = needed.map((each) => each + 18);
  const sum = padded.reduce((all, each) => all + each, 0);
  return padded.map((each) => (each * width) / sum);
}

function words(cell: Cell, field: Field): string {
  if (typeof cell !== "number") return cell ?? "";
  const state = field.mappings?.[0]?.options[String(cell)];
  return state?.text ?? formatValue(cell, field.unit ?? "none", field.decimals);
}

function drawCell(cell: Cell, field: Field, box: Box): string {
  const bar = field.custom.cellOptions?.type === "gauge" && typeof cell === "number";
  const state = typeof cell === "number" ? field.mappings?.[0]?.options[String(cell)] : undefined;
  const content = text(words(cell, field), {
    x: bar ? box.x + box.w - 6 : box.x + 6,
    y: box.y + 16,
    fill: state ? colourOf(state.color) : theme.text,
    anchor: bar ? "end" : "start",
    within: box.w - 8,
  });
  return bar ? drawBar(cell, colourOf(field.color?.fixedColor ?? "blue"), box) + content : content;
}

/** @param share 0 to 1 */
function drawBar(share: number, fill: string, box: Box): string {
  const whole = { x: box.x + 6, y: box.y + 7, width: Math.max(10, box.w - 56), height: 10 };
  const width = whole.width * Math.min(1, Math.max(0, share));
  return element("rect", { ...whole, fill: theme.grid }) + element("rect", { ...whole, width, fill });
}
