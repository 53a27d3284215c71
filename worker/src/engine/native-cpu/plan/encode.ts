/**
 * Encode: a plan as the list of numbers that the native part reads (worker/native/cpu/plan.cc).
 */
import type { Base } from "./builder.ts";
import type { Layout } from "./memory.ts";
import type { Operand, TileProgram } from "./tile-program.ts";
import { sizeOf, type BaseId, type View } from "./view.ts";
import { otherSteps, type OtherWork, type ProductWork } from "./work.ts";

export type Step =
  | { readonly kind: "tile"; readonly program: TileProgram }
  | { readonly kind: "product"; readonly work: ProductWork; readonly after: TileProgram | undefined }
  | { readonly kind: "other"; readonly work: OtherWork };

export interface Encoded {
  readonly numbers: Float64Array;
  /** Of 4 bytes each, side by side. */
  readonly constants: Uint8Array;
  /** Vectors of the caller's in the order in which a call brings them, and their lengths. */
  readonly vectors: readonly { readonly vector: string; readonly length: number }[];
}

const operandKinds = ["tile", "perRow", "constant", "memory", "strided"] as const;
const [arena, constantsBuffer, firstVector] = [0, 1, 2];

class Encoder {
  readonly numbers: number[] = [];
  readonly #bases: readonly Base[];
  readonly #layout: Layout;
  readonly #codeOf: (operation: string) => number;
  readonly #vectors: readonly BaseId[];
  readonly #constants = new Map<BaseId, number>();
  #constantLength = 0;

  constructor(bases: readonly Base[], layout: Layout, codeOf: (operation: string) => number) {
    this.#bases = bases;
    this.#layout = layout;
    this.#codeOf = codeOf;
    this.#vectors = bases.flatMap(({ kind }, base) => (kind === "vector" ? [base] : []));
  }

  encode(steps: readonly Step[]): Encoded {
    for (const step of steps) this.#step(step);
    const lengths = this.#vectors.map((base) => this.#bases[base]!.size);
    const sizes = [this.#layout.arena, this.#constantLength, ...lengths];
    const head = [sizes.length, ...sizes, steps.length];
    return {
      // Joined like this, since a call takes only so many arguments.
      numbers: Float64Array.from(head.concat(this.numbers)),
      constants: this.#constantBytes(),
      vectors: this.#vectors.map((base) => {
        const found = this.#bases[base] as Base & { kind: "vector" };
        return { vector: found.vector, length: found.size };
      }),
    };
  }

  #constantBytes(): Uint8Array {
    const bytes = new Uint8Array(4 * this.#constantLength);
    for (const [base, offset] of this.#constants) {
      const { data } = this.#bases[base] as Base & { kind: "constant" };
      bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 4 * offset);
    }
    return bytes;
  }

  #step(step: Step): void {
    if (step.kind === "tile") {
      this.numbers.push(0, Number(step.program.downColumns));
      this.#program(step.program);
    } else if (step.kind === "product") {
      this.numbers.push(1);
      this.#product(step);
    } else {
      const { work } = step;
      this.numbers.push(2 + otherSteps.indexOf(work.step), ...work.numbers);
      for (const view of [...work.from, work.to, ...work.more]) this.#place(view.base, view.offset);
    }
  }

  #place(base: BaseId, offset: number): void {
    this.numbers.push(...this.#address(base, offset));
  }

  #address(base: BaseId, offset: number): [buffer: number, offset: number] {
    const found = this.#bases[base]!;
    if (found.kind === "vector") return [firstVector! + this.#vectors.indexOf(base), offset];
    if (found.kind === "constant") return [constantsBuffer!, this.#constantAt(base, found.size) + offset];
    const { vector, offset: start } = this.#layout.addresses.get(base)!;
    return [vector === undefined ? arena! : firstVector! + this.#vectors.indexOf(vector), start + offset];
  }

  #constantAt(base: BaseId, size: number): number {
    const known = this.#constants.get(base);
    if (known !== undefined) return known;
    const at = this.#constantLength;
    this.#constants.set(base, at);
    this.#constantLength += size;
    return at;
  }

  #program({ dimensions, tile, registers, operands, actions }: TileProgram): void {
    this.numbers.push(dimensions.length, ...dimensions, ...tile, registers.tile, registers.perRow);
    this.numbers.push(operands.length);
    for (const operand of operands) this.#operand(operand);
    this.numbers.push(actions.length);
    for (const { operation, perRow, to, from, x, y } of actions) {
      const [a = -1, b = -1, c = -1] = from;
      this.numbers.push(this.#codeOf(operation), Number(perRow), to, a, b, c, x, y);
    }
  }

  #operand(operand: Operand): void {
    this.numbers.push(operandKinds.indexOf(operand.kind));
    if (operand.kind === "constant") {
      this.numbers.push(Number(operand.isWhole), operand.value);
    } else if (operand.kind === "memory") {
      this.#place(operand.base, operand.offset);
      this.numbers.push(operand.rowStride, Number(operand.splat));
    } else if (operand.kind === "strided") {
      this.#place(operand.base, operand.offset);
      this.numbers.push(...operand.strides);
    } else {
      this.numbers.push(operand.register);
    }
  }

  #product({ work: { from, to }, after }: Step & { kind: "product" }): void {
    const [a, b] = from;
    const [count, rows, columns] = to.shape as [number, number, number];
    this.numbers.push(rows, columns, a.shape[2]!, count);
    for (const side of [a, b]) {
      this.#place(side.base, 0);
      this.numbers.push(side.strides[1]!, side.strides[2]!);
    }
    this.#place(to.base, to.offset);
    this.numbers.push(to.strides[1]!);
    for (let i = 0; i < count; i++) this.numbers.push(this.#productAt(a, i), this.#productAt(b, i));
    this.numbers.push(Number(after !== undefined));
    if (after !== undefined) this.#program(after);
  }

  #productAt({ base, offset, strides }: View, index: number): number {
    return this.#address(base, offset + index * strides[0]!)[1];
  }
}

/** @param codeOf the native part's number of an operation */
export function encode(
  steps: readonly Step[],
  { bases, layout }: { bases: readonly Base[]; layout: Layout },
  codeOf: (operation: string) => number,
): Encoded {
  return new Encoder(bases, layout, codeOf).encode(steps);
}

/** Numbers of registers that each thread holds for a program. */
export function registerNumbers({ tile, registers }: TileProgram): number {
  const padded = (count: number): number => Math.ceil(count / 16) * 16;
  return registers.tile * padded(sizeOf(tile)) + registers.perRow * padded(tile[0]);
}
