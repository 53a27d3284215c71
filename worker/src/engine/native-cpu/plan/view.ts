/**
 * View: how a tensor lies in a piece of memory. Transposing, cutting, repeating and most reshaping give another view of the same numbers,
 * so they cost nothing; what reads a view is told its strides.
 */

/** A piece of memory: written as a whole before it is read. */
export type BaseId = number;

export interface View {
  readonly base: BaseId;
  /** Of the first element, in elements. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** Per dimension, in elements; 0 repeats, negative runs backwards. */
  readonly strides: readonly number[];
  /** What has to be computed before this is read, although it is no part of it. */
  readonly after?: readonly BaseId[];
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** Strides of elements side by side, the last dimension running fastest. */
export function denseStrides(shape: readonly number[]): number[] {
  const strides = Array.from(shape, () => 1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * shape[i + 1]!;
  return strides;
}

export function denseView(base: BaseId, shape: readonly number[], offset = 0): View {
  return { base, offset, shape, strides: denseStrides(shape) };
}

/** Whether all elements lie side by side in order. */
export function isDense({ shape, strides }: View): boolean {
  const dense = denseStrides(shape);
  return sizeOf(shape) === 0 || shape.every((size, i) => size === 1 || strides[i] === dense[i]);
}

export function transposed(view: View, axes: readonly number[]): View {
  return {
    ...view,
    shape: axes.map((axis) => view.shape[axis]!),
    strides: axes.map((axis) => view.strides[axis]!),
  };
}

export interface Cut {
  readonly begin: readonly number[];
  readonly size: readonly number[];
  readonly strides?: readonly number[];
}

export function cut(view: View, { begin, size, strides = [] }: Cut): View {
  return {
    ...view,
    offset: view.offset + begin.reduce((sum, at, axis) => sum + at * view.strides[axis]!, 0),
    shape: size,
    strides: view.strides.map((stride, axis) => stride * (strides[axis] ?? 1)),
  };
}

/** Repeated along dimensions of 1 and new leading ones. */
export function broadcast(view: View, shape: readonly number[]): View {
  const added = shape.length - view.shape.length;
  const strides = shape.map((size, axis) => {
    const own = view.shape[axis - added];
    return own === undefined || (own === 1 && size !== 1) ? 0 : view.strides[axis - added]!;
  });
  return { ...view, shape, strides };
}

interface Dimension {
  size: number;
  stride: number;
}

/** Neighbours that run on into each other are one dimension; those of 1 are none. */
function joined({ shape, strides }: View): Dimension[] {
  const list: Dimension[] = [];
  shape.forEach((size, axis) => {
    const stride = strides[axis]!;
    const last = list.at(-1);
    if (size === 1) return;
    if (last?.stride === stride * size) list[list.length - 1] = { size: last.size * size, stride };
    else list.push({ size, stride });
  });
  return list;
}

/** The same numbers in another shape, or undefined if no strides say so. */
export function reshaped(view: View, shape: readonly number[]): View | undefined {
  if (sizeOf(shape) === 0 || isDense(view)) return { ...view, shape, strides: denseStrides(shape) };
  const strides: number[] = Array.from(shape, () => 1);
  const rest = joined(view);
  let current = rest.pop();
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size === 1) continue;
    if (current === undefined || current.size === 1) current = rest.pop();
    if (current === undefined || current.size % size !== 0) return undefined;
    strides[axis] = current.stride;
    current = { size: current.size / size, stride: current.stride * size };
  }
  return { ...view, shape, strides };
}
