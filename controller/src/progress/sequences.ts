/**
 * Which sequences of a process have been stored. News comes by two paths, directly and by the event stream; either may leave something
 * out that the other still brings. What is missing below the highest is kept as ranges, of which there are few.
 */
import type { Database } from "../cluster/local/database.ts";

export interface Numbered {
  process: string;
  runUid: string;
  rank: number;
  sequence: number;
}

/** @returns whether it goes beyond all before it, fills a gap that they left, or has been here */
export function countSequence(db: Database, told: Numbered): "next" | "filled" | "known" {
  const { process, runUid, rank, sequence } = told;
  const row = db.one("SELECT highest FROM senders WHERE process = ?", process);
  const highest = row ? Number(row.highest) : 0;
  const place = sequence > highest ? "next" : fill(db, told) ? "filled" : "known";
  if (sequence > highest + 1) addGap(db, told, [highest + 1, sequence - 1]);
  db.run(
    `INSERT INTO senders VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (process) DO UPDATE SET
     highest = max(highest, excluded.highest), received = received + 1, duplicates = duplicates + excluded.duplicates`,
    process,
    runUid,
    rank,
    sequence,
    place === "known" ? 1 : 0,
  );
  return place;
}

/** @returns false if it was not missing */
function fill(db: Database, told: Numbered): boolean {
  const { process, sequence } = told;
  const gap = db.one(
    "SELECT first, last FROM gaps WHERE process = ? AND first <= ? ORDER BY first DESC LIMIT 1",
    process,
    sequence,
  );
  const [first, last] = [Number(gap?.first), Number(gap?.last)];
  if (!gap || last < sequence) return false;
  db.run("DELETE FROM gaps WHERE process = ? AND first = ?", process, first);
  if (first < sequence) addGap(db, told, [first, sequence - 1]);
  if (sequence < last) addGap(db, told, [sequence + 1, last]);
  return true;
}

function addGap(db: Database, { process, runUid }: Numbered, [first, last]: [number, number]): void {
  db.run("INSERT INTO gaps VALUES (?, ?, ?, ?)", process, runUid, first, last);
}
