/**
 * Stand-ins: what the package requires and does not get as it was. Node has no `isNullOrUndefined` and `isArray` in `node:util` any more;
 * the messages of its api_pb, for summaries of TensorBoard, are left out, and with them a library for protocol buffers.
 */

export function isNullOrUndefined(value: unknown): boolean {
  return value === null || value === undefined;
}

export const isArray = Array.isArray;
