/**
 * Points of a scaling law from CSV text: columns N, D, loss, or N, C, loss (then D = C/6N). Anybody's file: any common separator,
 * byte order mark, comments, further columns. Every mistake is told with its row and column.
 */
import { CsvError, parse } from "csv-parse/sync";
import { CliError } from "../errors.ts";

export interface Point {
  /** Parameters. */
  N: number;
  /** Training tokens. */
  D: number;
  /** Nats per token. */
  loss: number;
  /** Line of the file, 1-based. */
  row: number;
}

export interface PointsFile {
  points: Point[];
  /** Where D comes from. */
  dataColumn: "D" | "C/6N";
  /** Sentences on what was left out or assumed, for stderr. */
  notes: string[];
}

const names: Record<"N" | "D" | "C" | "loss", readonly string[]> = {
  N: ["n", "parameters", "params"],
  D: ["d", "tokens"],
  C: ["c", "flops"],
  loss: ["loss", "l", "validation loss", "val_loss"],
};
type Role = keyof typeof names;

const separators = [",", ";", "\t", "|"] as const;
/** More mistakes than this are not listed: it is the wrong file. */
const maxMistakes = 8;

/**
 * @param file name for the messages
 * @throws CliError E_CSV with every bad cell (row, column, what stands there), E_CSV_COLUMNS with the columns found
 */
export function readPoints(text: string, file: string): PointsFile {
  if (text.includes("\0"))
    throw new CliError("E_CSV", `${file} is not a text file: it holds zero bytes. Name a CSV file.`);
  const records = parseRecords(text, file);
  const header = records[0];
  if (!header || text.trim() === "") {
    throw new CliError(
      "E_CSV",
      `${file} is empty; write a header line such as "N,D,loss" and one point per line below it.`,
    );
  }
  const columns = findColumns(header.cells, file);
  const points = readRows(records.slice(1), columns, file);
  if (points.length === 0) {
    throw new CliError("E_CSV", `${file} has a header but no points; write one per line below it.`);
  }
  return { ...withoutRepeats(points, file, columns), dataColumn: columns.D === undefined ? "C/6N" : "D" };
}

interface Row {
  cells: string[];
  line: number;
}

function parseRecords(text: string, file: string): Row[] {
  const header =
    text
      .replace(/^\uFEFF/, "")
      .split(/\r?\n|\r/)
      .find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
  const count = (separator: string): number => header.split(separator).length;
  const delimiter = separators.reduce((best, each) => (count(each) > count(best) ? each : best));
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      comment: "#",
      comment_no_infix: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows
      .map(({ record, info }) => ({ cells: record, line: info.lines }))
      .filter(({ cells }) => cells.some((cell) => cell !== ""));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause.lines === "number" ? `, line ${cause.lines}` : "";
    throw new CliError(
      "E_CSV",
      `${file}${line}: cannot be read as CSV (${cause.message}). Check the quotes.`,
      { cause },
    );
  }
}

type Columns = { N: number; loss: number; D?: number; C?: number; titles: string[] };

function findColumns(header: readonly string[], file: string): Columns {
  const [N, D, C, loss] = (["N", "D", "C", "loss"] as const).map((role) => columnOf(role, header, file));
  const missing = [
    ...(N === undefined ? ["N (parameters)"] : []),
    ...(D === undefined && C === undefined ? ["D (training tokens) or C (training FLOPs)"] : []),
    ...(loss === undefined ? ["loss"] : []),
  ];
  if (N === undefined || loss === undefined || missing.length > 0) {
    throw new CliError(
      "E_CSV_COLUMNS",
      `${file} lacks the column${missing.length > 1 ? "s" : ""} ${missing.join(" and ")}. ${seen(header)}. Write a header such as "N,D,loss" or "N,C,loss".`,
    );
  }
  return {
    N,
    loss,
    titles: [...header],
    ...(D === undefined ? {} : { D }),
    ...(C === undefined ? {} : { C }),
  };
}

function columnOf(role: Role, header: readonly string[], file: string): number | undefined {
  const hits = header.flatMap((title, i) => (names[role].includes(title.toLowerCase()) ? [i] : []));
  if (hits.length > 1) {
    const titles = hits.map((i) => `"${header[i]}"`).join(" and ");
    throw new CliError(
      "E_CSV_COLUMNS",
      `${file}: columns ${titles} both mean ${role}; remove or rename one.`,
    );
  }
  return hits[0];
}

function seen(header: readonly string[]): string {
  if (header.every((title) => toNumber(title) !== undefined))
    return "The first line holds numbers, not names";
  return `Found: ${header.map((title) => (title === "" ? '""' : title)).join(", ")}`;
}

function readRows(rows: readonly Row[], columns: Columns, file: string): Point[] {
  const mistakes: string[] = [];
  const points: Point[] = [];
  for (const { cells, line } of rows) {
    const read = (index: number): number => {
      const mistake = fault(cells[index]);
      if (mistake) mistakes.push(`${file}, row ${line}, column ${columns.titles[index]}: ${mistake}`);
      return Number(cells[index]);
    };
    const N = read(columns.N);
    const D = columns.D === undefined ? read(columns.C ?? 0) / (6 * N) : read(columns.D);
    if (columns.D === undefined && mistakes.length === 0 && !(D > 0 && Number.isFinite(D))) {
      mistakes.push(`${file}, row ${line}: C/6N = ${D}, which no run can train on; check N and C.`);
    }
    points.push({ N, D, loss: read(columns.loss), row: line });
  }
  if (mistakes.length > 0) {
    const more = mistakes.length > maxMistakes ? [`… and ${mistakes.length - maxMistakes} more`] : [];
    const listed = [...mistakes.slice(0, maxMistakes), ...more];
    throw new CliError(
      "E_CSV",
      listed.length === 1
        ? `${listed[0]}`
        : `${mistakes.length} cells cannot be used:\n${listed.map((each) => `  - ${each}`).join("\n")}`,
    );
  }
  return points;
}

/** What is wrong with a cell that should hold a positive number, and what to write. */
function fault(cell: string | undefined): string | undefined {
  if (cell === undefined || cell === "") return "the cell is empty; write a number, or remove the row.";
  const shown = `"${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}"`;
  const value = toNumber(cell);
  if (value === undefined) {
    if (/^[+-]?\d+,\d+(e[+-]?\d+)?$/i.test(cell))
      return `${shown} has a decimal comma; write ${cell.replace(",", ".")}.`;
    if (/^\d{1,3}([ ,_']\d{3})+$/.test(cell))
      return `${shown} has thousands separators; write ${cell.replaceAll(/[ ,_']/g, "")}.`;
    if (/^[\d.]+\s*[kmbt]$/i.test(cell)) return `${shown} has a unit prefix; write it out, such as 1.2e9.`;
    return `${shown} is not a number.`;
  }
  if (!Number.isFinite(value)) return `${shown} is beyond the largest number (1.8e308).`;
  if (value === 0 && /[1-9]/.test(cell.replace(/e.*$/i, "")))
    return `${shown} is below the smallest number (5e-324).`;
  return value > 0 ? undefined : `${shown} must be above zero.`;
}

/** Decimal numbers only: no hex, no text, no "Infinity". */
function toNumber(cell: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : undefined;
}

/** A line that stands there twice is a copying slip and would count double; two losses for one (N, D) are two runs and stay. */
function withoutRepeats(
  points: readonly Point[],
  file: string,
  columns: Columns,
): { points: Point[]; notes: string[] } {
  const first = new Map<string, number>();
  const notes: string[] = [];
  const kept = points.filter(({ N, D, loss, row }) => {
    const key = `${N}/${D}/${loss}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, row);
    else notes.push(`${file}: row ${row} repeats row ${before} and is left out.`);
    return before === undefined;
  });
  if (columns.D === undefined) notes.push(`There is no column D: D = C/6N is used.`);
  else if (columns.C !== undefined)
    notes.push(`Column ${columns.titles[columns.C]} is not used: D is given.`);
  return { points: kept, notes };
}
