/**
 * The digits: 1 797 handwritten digits of 8 × 8 pixels in 17 shades (UCI, Alpaydin and Kaynak), as scikit-learn's wheel ships them.
 * The wheel is installed without what it depends on, into an environment under bench/cache/, on first use; its code is never run.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export const pixels = 64;
export const shades = 17;
export const classes = 10;
const scikitLearn = "1.9.1";

export interface Digits {
  count: number;
  /** [count × 64] 0 … 16 */
  images: Uint8Array;
  /** [count] 0 … 9 */
  labels: Uint8Array;
}

/** Fetches the file if it is not there yet. @returns its path */
export function fetchDigits(cache: string): string {
  const folder = join(cache, `scikit-learn-${scikitLearn}`);
  const file = join(folder, "sklearn", "datasets", "data", "digits.csv.gz");
  if (existsSync(file)) return file;
  console.log(`Fetching the digits with scikit-learn ${scikitLearn} into ${folder} (once)…`);
  const pip = ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check"];
  execFileSync("python3", [...pip, "--no-deps", "--target", folder, `scikit-learn==${scikitLearn}`], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (!existsSync(file)) {
    throw new Error(
      `scikit-learn ${scikitLearn} was installed into ${folder}, but without ${file}: this version ships the digits elsewhere.`,
    );
  }
  return file;
}

/** One digit a line: 64 shades, then the label. */
export function readDigits(file: string): Digits {
  const rows = gunzipSync(readFileSync(file))
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(",").map(Number));
  const wrong = rows.findIndex(
    (row) => row.length !== pixels + 1 || row.some((value) => !Number.isInteger(value) || value >= shades),
  );
  if (wrong >= 0) throw new Error(`${file}: line ${wrong + 1} is not 64 shades below ${shades} and a label.`);
  return {
    count: rows.length,
    images: Uint8Array.from(rows.flatMap((row) => row.slice(0, pixels))),
    labels: Uint8Array.from(rows, (row) => row[pixels]!),
  };
}
