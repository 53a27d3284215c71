/** How long to wait before dialling again, to the controller or to the event stream: doubled up to 40 times, and not for all ranks alike. */

/** @param failures tries in vain since something was last taken */
export function backOffMs(firstMs: number, failures: number): number {
  return firstMs * Math.min(40, 2 ** Math.max(0, failures - 1)) * (0.5 + Math.random());
}
