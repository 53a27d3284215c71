/**
 * Exchange: gradients of my shards → the mean gradient over all shards, the same bits on every rank.
 *
 * The sum runs in shard order whoever hosts the shards. Today the codec is `none` and the mesh reduces float32; codecs and
 * channels slot in between (`codecs/`, `channels/`) without changing this border.
 */

export interface Membership {
  /** Counts changes of the group; messages of another version are refused. */
  version: number;
  rank: number;
  worldSize: number;
  /** Shards hosted here, ascending. Together the ranks host each shard exactly once. */
  shards: readonly number[];
}

export interface ReduceResult {
  /** Mean loss over all shards, summed in shard order. */
  loss: number;
  rawBytes: number;
  sentBytes: number;
  /** Time spent waiting for peers, of the whole call. */
  waitMs: number;
}

export interface Exchange {
  readonly membership: Membership;
  /**
   * Average over the shards.
   *
   * @param step          the update that this is for; all ranks must name the same
   * @param contributions one per hosted shard, in the order of `membership.shards`: loss and float32 gradient [n], the
   *                      mean over the shard's samples; not modified; may lie on SharedArrayBuffers
   * @param mean          float32 [n], overwritten
   * @throws PeerLostError if a rank is silent for `timeoutMs` or leaves: nothing was applied, the group must form anew
   * @throws ExchangeError E_STEP_MISMATCH, E_NOT_FINITE (names the shard and rank)
   */
  reduce(
    step: number,
    contributions: readonly { loss: number; gradient: Float32Array }[],
    mean: Float32Array,
  ): Promise<ReduceResult>;
  /** Wait until all ranks have called it with the same label. */
  barrier(label: string): Promise<void>;
  close(): Promise<void>;
}
