/** Writes a report: the page, and its points as CSV beside it. Written aside and renamed, so that no reader meets half a page. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import type { Comparison } from "./comparison/comparison.ts";
import { pointsCsv } from "./points-csv.ts";
import type { StudyReport } from "./study-report.ts";

export interface WrittenReport {
  page: string;
  points: string;
}

/** @param page path of the HTML file; its directory is made */
export async function writeReport(report: StudyReport, page: string): Promise<WrittenReport> {
  // Drawing is loaded only by those who draw.
  const { reportPage } = await import("./page.ts");
  return write(page, reportPage(report), { name: "points", content: pointsCsv(report) });
}

/** The same for a comparison: the page, and its methods as CSV beside it. */
export async function writeComparison(comparison: Comparison, page: string): Promise<WrittenReport> {
  const { comparisonPage, comparisonCsv } = await import("./comparison/page.ts");
  return write(page, comparisonPage(comparison), { name: "methods", content: comparisonCsv(comparison) });
}

async function write(
  page: string,
  html: string,
  table: { name: string; content: string },
): Promise<WrittenReport> {
  const points = join(dirname(page), `${basename(page, extname(page))}-${table.name}.csv`);
  await mkdir(dirname(page), { recursive: true });
  await replace(points, table.content);
  await replace(page, html);
  return { page, points };
}

async function replace(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, content);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Where a study's report lies unless somebody says otherwise. */
export function defaultReportPath(reports: string, study: string): string {
  return join(reports, `${study}.html`);
}
