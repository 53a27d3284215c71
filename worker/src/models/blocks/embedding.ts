/**
 * Embedding lookup: row `id` of a table for every token id.
 *
 * Its own gradient, since that of `tf.gather` visits every row of the table once per vocabulary entry on the eager backend.
 */
import { tf } from "../../engine/tf.ts";

/**
 * Rows of the table.
 *
 * @param table_VD [V, D]
 * @param ids_N int32 [N], each in [0, V)
 * @returns [N, D]; the table's gradient adds up the rows of equal ids
 */
export function embed(table_VD: tf.Tensor2D, ids_N: tf.Tensor1D): tf.Tensor2D {
  const ids_N1 = tf.expandDims(ids_N, 1);
  const rows = tf.customGrad((table, save) => {
    const value = tf.gather(table as tf.Tensor, ids_N);
    (save as tf.GradSaveFunc)([ids_N1]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, [ids]: tf.Tensor[]) => tf.scatterND(ids as tf.Tensor2D, dy, table_VD.shape),
    };
  });
  return rows(table_VD) as tf.Tensor2D;
}
