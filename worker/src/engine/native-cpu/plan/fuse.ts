/**
 * Fuse: works become groups in the order of their execution. What is between the works of a group never reaches memory.
 *
 * 1. Each work joins the group of the last value that it needs, if that can be.
 * 2. A work moves to the group that alone wants its result, if that group then reads no more than it does without.
 * 3. Sums down the columns of the same numbers are formed together.
 * 4. Element-wise work on a product's result is done to each piece of it while that is in the cache.
 *
 * None of it changes a result: the same operations on the same numbers.
 */
import type { Base } from "./builder.ts";
import { commonShape, ownShape, placed, type Group } from "./group.ts";
import type { Lodging } from "./translate.ts";
import { sizeOf, type BaseId } from "./view.ts";
import { needsOf, resultsOf, type MapWork, type ProductWork, type TileWork, type Work } from "./work.ts";

/** More would need more registers than the first cache holds. */
const mostWorks = 48;

interface OpenGroup {
  works: Work[];
  /** Of groups of tiles. */
  shape: readonly number[];
  /** Of products. */
  after: MapWork[];
}

const isTile = (work: Work): work is TileWork => work.kind !== "product" && work.kind !== "other";
const tilesOf = ({ works }: OpenGroup): TileWork[] => works as TileWork[];

class Fusion {
  readonly #bases: readonly Base[];
  readonly #kept: ReadonlySet<BaseId>;
  #groups: OpenGroup[] = [];

  constructor(bases: readonly Base[], kept: ReadonlySet<BaseId>) {
    this.#bases = bases;
    this.#kept = kept;
  }

  run(works: readonly Work[]): Group[] {
    this.#join(works);
    this.#sink();
    this.#mergeColumns();
    this.#attach();
    return this.#groups.filter((group) => group.works.length > 0).map(closed);
  }

  /** Position of the last group that writes a base; pieces of one base may be written by several. */
  #writers(): Map<BaseId, number> {
    const writers = new Map<BaseId, number>();
    this.#groups.forEach((group, at) => {
      for (const work of [...group.works, ...group.after]) {
        for (const { base } of resultsOf(work)) writers.set(base, at);
      }
    });
    return writers;
  }

  #join(works: readonly Work[]): void {
    const writers = new Map<BaseId, number>();
    for (const work of works) {
      const at = this.#homeOf(work, writers) ?? this.#groups.push({ works: [], shape: [], after: [] }) - 1;
      const group = this.#groups[at]!;
      if (group.works.length === 0 && isTile(work)) group.shape = ownShape(work);
      group.works.push(work);
      for (const { base } of resultsOf(work)) writers.set(base, at);
    }
  }

  #homeOf(work: Work, writers: ReadonlyMap<BaseId, number>): number | undefined {
    if (!isTile(work) || !this.#isWhole(work)) return undefined;
    const at = Math.max(-1, ...needsOf(work).map((base) => writers.get(base) ?? -1));
    const group = this.#groups[at];
    if (group === undefined || !isTile(group.works[0]!)) return undefined;
    // What has only to be computed before is not to be computed beside it.
    if (work.from.some(({ after = [] }) => after.some((base) => writers.get(base) === at))) return undefined;
    const shape = this.#shapeWith(group, [...tilesOf(group), work], work);
    if (shape === undefined) return undefined;
    group.shape = shape;
    return at;
  }

  #shapeWith(group: OpenGroup, works: readonly TileWork[], added: TileWork): readonly number[] | undefined {
    if (works.length > mostWorks) return undefined;
    return commonShape(works, [group.shape, ownShape(added)]);
  }

  /** Pieces of a larger result are copied on their own: who reads that needs all of them. */
  #isWhole({ to }: Work): boolean {
    const base = this.#bases[to.base]!;
    return base.kind === "work" && base.size === sizeOf(to.shape);
  }

  /** Groups that need a base, by position. */
  #readers(): Map<BaseId, Set<number>> {
    const readers = new Map<BaseId, Set<number>>();
    this.#groups.forEach((group, at) => {
      for (const base of [...group.works, ...group.after].flatMap(needsOf)) {
        const known = readers.get(base);
        if (known) known.add(at);
        else readers.set(base, new Set([at]));
      }
    });
    return readers;
  }

  #sink(): void {
    const readers = this.#readers();
    for (let at = this.#groups.length - 1; at >= 0; at--) {
      const group = this.#groups[at]!;
      if (!isTile(group.works[0]!)) continue;
      for (const work of tilesOf(group).toReversed()) {
        if (work.kind !== "map" || !this.#isWhole(work) || this.#kept.has(work.to.base)) continue;
        const [target, ...others] = readers.get(work.to.base) ?? [];
        if (target === undefined || others.length > 0 || target === at) continue;
        if (this.#moves(work, group, this.#groups[target]!)) this.#update(readers, work, { at, target });
      }
    }
  }

  #moves(work: MapWork, from: OpenGroup, to: OpenGroup): boolean {
    if (!isTile(to.works[0]!) || work.from.some(({ after }) => after !== undefined)) return false;
    const read = new Set(to.works.flatMap((each) => each.from.map(({ base }) => base)));
    const added = new Set(
      work.from.map(({ base }) => base).filter((base) => !read.has(base) && this.#isLarge(base, work)),
    );
    // Its result is neither written nor read any more.
    if (added.size > 1) return false;
    const works = [work, ...tilesOf(to)];
    const shape = this.#shapeWith(to, works, work);
    if (shape === undefined) return false;
    to.shape = shape;
    to.works = works;
    from.works = from.works.filter((each) => each !== work);
    return true;
  }

  #isLarge(base: BaseId, { to }: MapWork): boolean {
    return this.#bases[base]!.size >= sizeOf(to.shape);
  }

  #update(
    readers: Map<BaseId, Set<number>>,
    work: Work,
    { at, target }: { at: number; target: number },
  ): void {
    const left = new Set(this.#groups[at]!.works.flatMap(needsOf));
    for (const base of needsOf(work)) {
      const known = readers.get(base)!;
      known.add(target);
      if (!left.has(base)) known.delete(at);
    }
  }

  /** The later of two groups takes over the earlier one's sums, if nobody wants them in between. */
  #mergeColumns(): void {
    const readers = this.#readers();
    const earlier: number[] = [];
    this.#groups.forEach((group, at) => {
      if (!group.works.some(({ kind }) => kind === "columns")) return;
      const found = earlier.findLast((other) => this.#canMerge(other, at, readers));
      earlier.push(at);
      if (found === undefined) return;
      const before = this.#groups[found]!;
      group.works = [...before.works, ...group.works];
      before.works = [];
    });
  }

  #canMerge(early: number, late: number, readers: ReadonlyMap<BaseId, ReadonlySet<number>>): boolean {
    const [a, b] = [this.#groups[early]!, this.#groups[late]!];
    if (
      a.works.length === 0 ||
      a.shape.join() !== b.shape.join() ||
      a.works.length + b.works.length > mostWorks
    )
      return false;
    const read = new Set(a.works.flatMap((work) => work.from.map(({ base }) => base)));
    if (!b.works.some((work) => work.from.some(({ base }) => read.has(base)))) return false;
    const isWantedBefore = a.works.some(({ to }) =>
      [...(readers.get(to.base) ?? [])].some((at) => at !== early && at <= late),
    );
    return !isWantedBefore && placed([...tilesOf(a), ...tilesOf(b)], b.shape) !== undefined;
  }

  /** Works whose operands are all there when a product has been computed, and that use its result. */
  #attach(): void {
    const writers = this.#writers();
    this.#groups.forEach((group, at) => {
      const [product] = group.works;
      if (product?.kind !== "product") return;
      group.after = this.#following(product, at, writers);
      const taken = new Set<Work>(group.after);
      for (const each of this.#groups)
        if (each !== group) each.works = each.works.filter((work) => !taken.has(work));
      for (const { to } of group.after) writers.set(to.base, at);
    });
  }

  #following(product: ProductWork, at: number, writers: ReadonlyMap<BaseId, number>): MapWork[] {
    const shape = productShape(product);
    const own = new Set([product.to.base]);
    let taken: MapWork[] = [];
    for (const { works } of this.#groups.slice(at + 1)) {
      for (const work of works) {
        if (work.kind !== "map" || !this.#isWhole(work) || taken.length === mostWorks) continue;
        if (!isReady(work, own, (base) => (writers.get(base) ?? -1) < at)) continue;
        if (!readsWhole(work, own, shape) || placed([...taken, work], shape) === undefined) continue;
        taken.push(work);
        own.add(work.to.base);
      }
    }
    for (let before = -1; before !== taken.length;) {
      before = taken.length;
      taken = withoutLoose(product, taken, (base) => (writers.get(base) ?? -1) < at);
      taken = taken.filter(
        (work) => this.#belongs(work, product, taken) && !this.#isBetterLeft(work, product, taken),
      );
    }
    return withoutLoose(product, taken, (base) => (writers.get(base) ?? -1) < at);
  }

  /** It uses the product's result, or is there only for works that do. */
  #belongs(work: MapWork, product: ProductWork, taken: readonly MapWork[]): boolean {
    const results = new Set([product.to.base]);
    for (const { from, to } of taken) if (from.some(({ base }) => results.has(base))) results.add(to.base);
    if (results.has(work.to.base)) return true;
    const chosen = new Set<Work>(taken);
    return !this.#wants(work.to.base, (each) => !chosen.has(each));
  }

  #wants(base: BaseId, by: (work: Work) => boolean): boolean {
    return (
      this.#kept.has(base) ||
      this.#groups.some(({ works, after }) =>
        [...works, ...after].some((work) => by(work) && needsOf(work).includes(base)),
      )
    );
  }

  /** Whose result only its old group wants, which would read it in place of operands that are stored anyway. */
  #isBetterLeft(work: MapWork, product: ProductWork, taken: readonly MapWork[]): boolean {
    const home = this.#groups.find(({ works }) => works.includes(work))!;
    const chosen = new Set<Work>(taken);
    const isOther = (each: Work): boolean => !chosen.has(each) && !home.works.includes(each);
    if (this.#wants(work.to.base, (each) => chosen.has(each) || isOther(each))) return false;
    const own = [product.to.base, ...taken.map(({ to }) => to.base)];
    const operands = work.from.map(({ base }) => base).filter((base) => own.includes(base));
    return operands.every((base) => this.#wants(base, (each) => !chosen.has(each) && each !== work));
  }
}

/** [all rows, N] */
export function productShape({ to }: ProductWork): number[] {
  const [count, rows, columns] = to.shape as [number, number, number];
  return [count * rows, columns];
}

type Earlier = (base: BaseId) => boolean;

function isReady(work: MapWork, own: ReadonlySet<BaseId>, isEarlier: Earlier): boolean {
  return needsOf(work).every((base) => own.has(base) || isEarlier(base));
}

/** Without works whose operands have been taken out. */
function withoutLoose(product: ProductWork, taken: readonly MapWork[], isEarlier: Earlier): MapWork[] {
  const own = new Set([product.to.base]);
  return taken.filter((work) => {
    const stays = isReady(work, own, isEarlier);
    if (stays) own.add(work.to.base);
    return stays;
  });
}

/** A piece of the result is all that is there of it. */
function readsWhole(work: MapWork, own: ReadonlySet<BaseId>, shape: readonly number[]): boolean {
  return work.from.every(
    ({ base, offset, shape: viewed, strides }) =>
      !own.has(base) ||
      (offset === 0 &&
        sizeOf(viewed) === sizeOf(shape) &&
        strides.every((stride, axis) => stride !== 0 || viewed[axis] === 1)),
  );
}

function closed({ works, shape, after }: OpenGroup): Group {
  const [work] = works as [Work, ...Work[]];
  if (work.kind === "product") return { kind: "product", work, after, shape: productShape(work) };
  if (work.kind === "other") return { kind: "other", work };
  return { kind: "tile", works: works as TileWork[], shape };
}

/** @param lodgings of results, which are kept even if nothing else wants them */
export function fuse(works: readonly Work[], bases: readonly Base[], lodgings: readonly Lodging[]): Group[] {
  return new Fusion(bases, new Set(lodgings.map(({ base }) => base))).run(works);
}

/** One group a work: what fusing is compared with. */
export function unfused(works: readonly Work[]): Group[] {
  return works.map((work) => closed({ works: [work], shape: isTile(work) ? ownShape(work) : [], after: [] }));
}
