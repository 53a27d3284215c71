/** Where a rank stands, as it tells its peers, and what follows from that (membership.ts has the rules). */
export interface Presence {
  lastVersion: number;
  /** 0 = in no group. */
  version: number;
  ranks: number[];
  seeks: boolean;
  endedVersion: number;
  linked: number[];
  absent: number[];
  leaving: boolean;
  finished: boolean;
  reason: string;
}

export interface Formation {
  version: number;
  /** Ascending; the first coordinates. */
  ranks: number[];
}

export type Message = { presence: Presence } | { form: Formation };

/** The rank that a peer waits for to form a group. */
export function followed(peer: number, { linked }: Presence): number {
  return Math.min(peer, ...linked);
}

/** Whether somebody who says this is out of a group, and not because it ended by agreement. */
export function isPast({ lastVersion, version, endedVersion }: Presence, group: number): boolean {
  return lastVersion >= group && version !== group && endedVersion !== group;
}

export const ascending = (ranks: Iterable<number>): number[] => [...ranks].sort((a, b) => a - b);
