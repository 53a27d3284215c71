/** Small pieces of HTML. All text goes through `escapeHtml`. */

export interface Table {
  columns: { title: string; number?: boolean }[];
  rows: string[][];
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A table that scrolls by itself where it is too wide. Empty rows give "". */
export function htmlTable({ columns, rows }: Table): string {
  if (rows.length === 0) return "";
  const cell = (tag: "th" | "td", text: string, i: number): string =>
    `<${tag}${tag === "th" ? ' scope="col"' : ""}${columns[i]?.number ? ' class="number"' : ""}>${escapeHtml(text)}</${tag}>`;
  const head = columns.map(({ title }, i) => cell("th", title, i)).join("");
  const body = rows.map((row) => `<tr>${row.map((text, i) => cell("td", text, i)).join("")}</tr>`).join("\n");
  return `<div class="table" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}
