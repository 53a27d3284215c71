/** A curve in braille dots, two wide and four high to a character. Pure. */

export interface Point {
  x: number;
  y: number;
}

export interface PlotSize {
  /** Characters. */
  width: number;
  height: number;
}

/** Bits of a braille character by dot: column, then row from the top. */
const bits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const blank = 0x2800;

/**
 * Each column of dots shows the mean of the points in it, joined to the column before.
 *
 * @param points ascending in x, finite
 * @param range  what the left and right, the bottom and top edge stand for
 */
export function plotCurve(
  points: readonly Point[],
  range: { x: readonly [number, number]; y: readonly [number, number] },
  { width, height }: PlotSize,
): string[] {
  const cells = Array.from({ length: height }, () => new Uint8Array(width));
  let before: number | undefined;
  for (const { column, y } of means(points, range.x, 2 * width)) {
    const row = rowOf(y, range.y, 4 * height);
    const from = before === undefined ? row : before + Math.sign(row - before);
    for (let at = Math.min(from, row); at <= Math.max(from, row); at++)
      cells[at >> 2]![column >> 1]! |= bits[column & 1]![at & 3]!;
    before = row;
  }
  return cells.map((line) => String.fromCharCode(...Array.from(line, (cell) => blank + cell)));
}

function means(
  points: readonly Point[],
  [left, right]: readonly [number, number],
  columns: number,
): { column: number; y: number }[] {
  const sums = new Map<number, { sum: number; count: number }>();
  const span = Math.max(right - left, Number.MIN_VALUE);
  for (const { x, y } of points) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor(((x - left) / span) * columns)));
    const { sum, count } = sums.get(column) ?? { sum: 0, count: 0 };
    sums.set(column, { sum: sum + y, count: count + 1 });
  }
  return [...sums].map(([column, { sum, count }]) => ({ column, y: sum / count }));
}

/** 0 is the top. */
function rowOf(y: number, [low, high]: readonly [number, number], rows: number): number {
  const share = high > low ? (high - y) / (high - low) : 0.5;
  return Math.min(rows - 1, Math.max(0, Math.floor(share * rows)));
}
