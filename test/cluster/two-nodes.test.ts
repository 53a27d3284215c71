/** One cluster of two nodes: the faults that it can make, then what befalls runs on it. Bringing it up takes half a minute. */
import { afterAll, beforeAll, describe } from "@jest/globals";
import { toolTimeoutMs } from "../tools/index.ts";
import { Bed, ownsCluster } from "./bed/index.ts";
import { makesFaults } from "./two-nodes/faults.ts";
import { runsOnTwoNodes } from "./two-nodes/runs.ts";

(ownsCluster ? describe : describe.skip)("a cluster of two nodes", () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await Bed.start({ nodes: 2 });
  }, toolTimeoutMs);
  afterAll(() => bed?.stop(), 60_000);

  describe("by itself", () => makesFaults(() => bed));
  describe("with runs", () => runsOnTwoNodes(() => bed));
});
