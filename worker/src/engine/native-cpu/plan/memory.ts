/**
 * Memory: where in the arena each value lies. Values that are needed at the same time lie apart; others share their place. An element-wise
 * result is written over an operand that nobody needs any more.
 */
import type { Base } from "./builder.ts";
import type { Lodging } from "./translate.ts";
import type { BaseId } from "./view.ts";

/** What a group does to memory, in the order of its actions. */
export interface Use {
  readonly base: BaseId;
  /** Position of the action in its group. */
  readonly action: number;
  readonly writes: boolean;
  /** Only the elements of the tile at hand: others may be overwritten. */
  readonly inPlace: boolean;
}

export interface Address {
  /** The arena, if undefined. */
  readonly vector?: BaseId;
  readonly offset: number;
}

export interface Layout {
  /** Of all values that are stored; not of constants and vectors. */
  readonly addresses: ReadonlyMap<BaseId, Address>;
  /** Numbers in the arena. */
  readonly arena: number;
}

/** In numbers: a cache line. */
const alignment = 16;

interface Room {
  size: number;
  /** Groups from the one that writes it first to the one that reads it last. */
  from: number;
  to: number;
  lodging: Lodging | undefined;
  offset: number;
}

/** Bases as they share rooms. */
function roomsOf(
  bases: readonly Base[],
  uses: readonly (readonly Use[])[],
  lodgings: readonly Lodging[],
): Map<BaseId, Room> {
  const rooms = new Map<BaseId, Room>();
  const last = new Map<BaseId, number>();
  uses.forEach((group, at) => group.forEach(({ base }) => last.set(base, at)));
  const lodged = new Map(lodgings.map((lodging) => [lodging.base, lodging]));
  uses.forEach((group, at) => {
    for (const use of group) {
      if (bases[use.base]!.kind !== "work") continue;
      const known = rooms.get(use.base);
      if (known !== undefined) {
        known.to = Math.max(known.to, at);
        continue;
      }
      const lodging = lodged.get(use.base);
      const taken = overwritten(
        group,
        use,
        (base) =>
          // A result of the program stays.
          !lodged.has(base) &&
          last.get(base) === at &&
          canShare(bases, [base, use.base], rooms.get(base), lodging),
      );
      const room = taken === undefined ? undefined : rooms.get(taken);
      if (room) {
        room.to = at;
        room.lodging ??= lodging;
        rooms.set(use.base, room);
        // Nobody else may take it over, too.
        last.set(taken!, -1);
      } else {
        rooms.set(use.base, { size: bases[use.base]!.size, from: at, to: at, lodging, offset: 0 });
      }
    }
  });
  return rooms;
}

function canShare(
  bases: readonly Base[],
  [before, now]: readonly [BaseId, BaseId],
  room: Room | undefined,
  lodging: Lodging | undefined,
): boolean {
  if (room === undefined || bases[before]!.size !== bases[now]!.size) return false;
  return room.lodging === undefined || lodging === undefined;
}

/** An operand whose every use in the group is in place, and over when the result is written. */
function overwritten(
  group: readonly Use[],
  result: Use,
  isFree: (base: BaseId) => boolean,
): BaseId | undefined {
  if (!result.writes || !result.inPlace) return undefined;
  const operands = Map.groupBy(group, ({ base }) => base);
  for (const [base, own] of operands) {
    if (base === result.base || own.some(({ inPlace, action }) => !inPlace || action > result.action))
      continue;
    if (isFree(base)) return base;
  }
  return undefined;
}

/** The lowest place that is free as long as the room is needed, in the smallest gap. */
function place(room: Room, others: readonly Room[]): number {
  const near = others
    .filter((other) => other.from <= room.to && room.from <= other.to)
    .toSorted((a, b) => a.offset - b.offset);
  let best: { offset: number; gap: number } | undefined;
  let next = 0;
  for (const other of near) {
    const gap = other.offset - next;
    if (gap >= room.size && (best === undefined || gap < best.gap)) best = { offset: next, gap };
    next = Math.max(next, Math.ceil((other.offset + other.size) / alignment) * alignment);
  }
  return best?.offset ?? next;
}

/** @param uses of each group, in the order of execution */
export function layOut(
  bases: readonly Base[],
  uses: readonly (readonly Use[])[],
  lodgings: readonly Lodging[],
): Layout {
  const rooms = roomsOf(bases, uses, lodgings);
  const inArena = [...new Set(rooms.values())].filter(({ lodging }) => lodging === undefined);
  const done: Room[] = [];
  for (const room of inArena.toSorted((a, b) => b.size - a.size)) {
    room.offset = place(room, done);
    done.push(room);
  }
  const addresses = new Map<BaseId, Address>();
  for (const [base, { lodging, offset }] of rooms) {
    addresses.set(base, lodging ? { vector: lodging.vector, offset: lodging.from } : { offset });
  }
  return { addresses, arena: done.reduce((end, { offset, size }) => Math.max(end, offset + size), 0) };
}
