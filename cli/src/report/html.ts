/** Small pieces of HTML. All text goes through `escapeHtml`. */
import { pageStyle } from "./page-style.ts";

export interface Table {
  columns: { title: string; number?: boolean }[];
  rows: string[][];
}

export const textColumn = (title: string): Table["columns"][number] => ({ title });
export const numberColumn = (title: string): Table["columns"][number] => ({ title, number: true });

export interface Page {
  title: string;
  /** Added to the style of all pages. */
  style?: string;
  /** HTML below the title. */
  content: string;
  version: string;
  generatedAt: string;
}

/** A whole page; no request leaves it. */
export function htmlPage({ title, style = "", content, version, generatedAt }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
<footer>plateau ${escapeHtml(version)}, ${escapeHtml(generatedAt)}</footer>
</body>
</html>
`;
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
