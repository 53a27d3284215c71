/** What every channel must keep to; each runs this suite in a test file of its own. */
import { describe, expect, it } from "@jest/globals";
import { normal } from "@plateau/scaling";
import type { Channel } from "./channel.ts";

const length = 1000;
const signal = (): Float32Array => Float32Array.from({ length }, (_, i) => normal(1, i));

export function describeChannel(name: string, channel: Channel): void {
  describe(`channel ${name}`, () => {
    it("goes by its name in the map", () => {
      expect(channel.name).toBe(name);
    });

    it.each([[[0, length]], [[0, 1, length]], [[0, 250, 500, 750, length]]])(
      "does the same to a payload however the ranks cut it: at %j",
      (edges) => {
        const whole = signal();
        channel.transmit(7, whole, 0);
        const cut = signal();
        edges.slice(1).forEach((to, i) => channel.transmit(7, cut.subarray(edges[i], to), edges[i]!));
        expect(cut).toEqual(whole);
      },
    );

    it("does the same whenever it is asked again", () => {
      const [first, second] = [signal(), signal()];
      channel.transmit(3, first, 0);
      channel.transmit(3, second, 0);
      expect(second).toEqual(first);
    });
  });
}
