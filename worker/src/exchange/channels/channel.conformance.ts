/** What every channel must keep to; each runs this suite in a test file of its own. */
import { describe, expect, it } from "@jest/globals";
import { normal } from "@plateau/scaling";
import type { Segment } from "../codecs/codec.ts";
import type { Channel } from "./channel.ts";

const length = 1000;
const signal = (): Float32Array => Float32Array.from({ length }, (_, i) => normal(1, i));
const segments: Segment[] = [
  { name: "a", from: 0, to: 300, raw: false },
  { name: "b", from: 300, to: length, raw: true },
];
const norms = [Float64Array.of(17, 26), Float64Array.of(15, 30)];

export function describeChannel(name: string, channel: Channel): void {
  const at = (step: number) => ({ step, round: 0 });
  const use = (step: number) => ({ plan: channel.plan(at(step), segments, norms), segments });

  describe(`channel ${name}`, () => {
    it("goes by its name in the map", () => {
      expect(channel.name).toBe(name);
    });

    it.each([[[0, length]], [[0, 1, length]], [[0, 250, 500, 750, length]]])(
      "does the same to a payload however the ranks cut it: at %j",
      (edges) => {
        const whole = signal();
        channel.transmit(at(7), whole, 0, use(7));
        const cut = signal();
        edges
          .slice(1)
          .forEach((to, i) => channel.transmit(at(7), cut.subarray(edges[i], to), edges[i]!, use(7)));
        expect(cut).toEqual(whole);
      },
    );

    it("does the same whenever it is asked again", () => {
      const [first, second] = [signal(), signal()];
      channel.transmit(at(3), first, 0, use(3));
      channel.transmit(at(3), second, 0, use(3));
      expect(second).toEqual(first);
    });
  });
}
