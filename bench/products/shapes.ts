/**
 * Shapes: the products of bench/step's sizes S and M and of a model of 163 M parameters, forward and backward, and of generation. A is
 * rows × depth, B depth × columns; a transposed one lies in memory the other way round, as it does in a training step.
 */

export interface ProductShape {
  name: string;
  rows: number;
  depth: number;
  columns: number;
  transposedA: boolean;
  transposedB: boolean;
}

/** A layer's product and what its gradients need: of the input, dC·Bᵀ, and of the weights, Aᵀ·dC. */
function layer(name: string, rows: number, depth: number, columns: number): ProductShape[] {
  return [
    { name, rows, depth, columns, transposedA: false, transposedB: false },
    { name: `${name} dx`, rows, depth: columns, columns: depth, transposedA: false, transposedB: true },
    { name: `${name} dw`, rows: depth, depth: rows, columns, transposedA: true, transposedB: false },
  ];
}

const generation = (rows: number): ProductShape => ({
  name: `M qkv, ${rows} of a token`,
  rows,
  depth: 384,
  columns: 1152,
  transposedA: false,
  transposedB: false,
});

export const shapes: readonly ProductShape[] = [
  ...layer("S qkv", 512, 128, 384),
  ...layer("S up", 512, 128, 512),
  ...layer("M qkv", 2048, 384, 1152),
  ...layer("M out", 2048, 384, 384),
  ...layer("M up", 2048, 384, 1536),
  ...layer("M head", 2048, 384, 1024),
  ...layer("L up", 1024, 768, 3072),
  ...layer("L head", 1024, 768, 50_304),
  generation(1),
  generation(8),
];
