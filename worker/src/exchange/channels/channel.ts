/** Channel: what the (simulated) link does to the sum of the payloads before everybody receives it. */
export interface Channel {
  readonly name: string;
  /**
   * Disturb one block of the mean payload, in place.
   *
   * @param from position of the block in the payload: noise is a function of (step, position), the same for any group size
   */
  transmit(step: number, block: Float32Array, from: number): void;
}
