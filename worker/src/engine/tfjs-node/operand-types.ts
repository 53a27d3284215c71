/**
 * Operand types: where TensorFlow's kernels do not take what TensorFlow.js's other backends take, and so a record may have.
 */
import type { DataType } from "../record/graph.ts";

const compared = (type: DataType): DataType => (type === "bool" ? "int32" : type);
const float = (): DataType => "float32";

const rows: Readonly<Record<string, (type: DataType) => DataType>> = {
  Ceil: float,
  Equal: compared,
  Floor: float,
  Greater: compared,
  GreaterEqual: compared,
  IsFinite: float,
  IsInf: float,
  IsNan: float,
  Less: compared,
  LessEqual: compared,
  NotEqual: compared,
  Round: float,
};

/** The type that an operand is converted to before the kernel gets it. */
export function operandType(kernel: string, type: DataType): DataType {
  return rows[kernel]?.(type) ?? type;
}
