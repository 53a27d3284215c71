/** Numbers of a round as frames: norms and losses of the hosted shards, in as many frames as hold them. */
import type { Membership, PayloadCall, Wishes } from "../exchange.ts";
import { encodedBytes, type Frame } from "./frames.ts";

/** In one frame; 8 bytes each, well below the largest frame. */
const maxNumbers = 64 * 1024;

/** What a rank asks for with a step; `last`: that the group ends when it is complete. */
export type Asks = Wishes & { last: boolean };

export function numbersFrames(
  { version, shards }: Membership,
  {
    step,
    round,
    norms,
    losses,
    segments,
  }: Pick<PayloadCall, "step" | "round" | "norms" | "losses" | "segments">,
  asks: Asks,
): { frame: Frame; bytes: number }[] {
  const all = shards.map((shard, i) => ({ shard, loss: losses[i] ?? 0, norms: [...norms[i]!] }));
  const each = Math.max(1, Math.floor(maxNumbers / (segments.length + 2)));
  // A rank without shards also says that it is there.
  const count = Math.max(1, Math.ceil(all.length / each));
  return Array.from({ length: count }, (_, i) => {
    const some = all.slice(i * each, (i + 1) * each);
    const frame: Frame = { numbers: { version, step, round, shards: some, more: i < count - 1, ...asks } };
    return { frame, bytes: encodedBytes(frame) };
  });
}
