/** Seal: what keeps a tensor stream on a network secret and whole. */
export const keyBytes = 32;
export const tagBytes = 16;

/** AES-256-GCM under one key. A counter must never be used for two things. */
export interface Seal {
  /**
   * @param plain  may lie on shared memory; not modified
   * @param sealed as long as `plain`; overwritten
   * @param tag    overwritten
   */
  seal(counter: number, plain: Uint8Array, sealed: Uint8Array, tag: Uint8Array): void;
  /** In place. @returns whether it is what was sealed under this key and counter; if not, `data` means nothing any more */
  open(counter: number, data: Uint8Array, tag: Uint8Array): boolean;
}

export type CreateSeal = (key: Uint8Array) => Seal;
