import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StudyFit } from "@plateau/scaling/fit/types.ts";
import { wellFormed } from "@plateau/cli/report/testing/well-formed.ts";
import { Workplace } from "./plateau.ts";

/** Every test starts processes, on machines that may be busy. */
jest.setTimeout(120_000);

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
});
afterAll(() => place.remove());

/** Constants of Besiroglu et al. 2024 on the 24 (N, D) of Hägele et al. 2024: sizes in millions, lengths in thousands of steps. */
const law = { E: 1.8172, A: 482.01, B: 2085.43, alpha: 0.3478, beta: 0.3658 };
const sizes: [millions: number, thousandsOfSteps: number[], sequences: number][] = [
  [33.5, [3, 7, 10], 200],
  [53.0, [3.75, 7.5, 11.25], 200],
  [59.8, [7.5, 12.5, 17.5], 200],
  [93.1, [10, 17.5, 25], 200],
  [123.5, [15, 25, 35], 200],
  [151.8, [25, 37.5, 50], 200],
  [208.5, [37.5, 50, 62.5], 200],
  [359.7, [25, 37.5, 50], 400],
];
const points = sizes.flatMap(([millions, lengths, sequences]) =>
  lengths.map((thousands) => {
    const N = millions * 1e6;
    const D = thousands * 1e3 * sequences * 512;
    return { N, D, loss: law.E + law.A * N ** -law.alpha + law.B * D ** -law.beta };
  }),
);
const csv = ["N,D,loss", ...points.map(({ N, D, loss }) => `${N},${D},${loss}`)].join("\n");

describe("plateau fit", () => {
  it("recovers the constants behind the paper's 24 points to four digits", async () => {
    writeFileSync(join(place.directory, "paper.csv"), csv);
    const { code, stdout } = await place.run("fit", "paper.csv", "--resamples", "50", "-o", "json");
    expect(code).toBe(0);
    const fit = JSON.parse(stdout) as StudyFit;
    expect(fit.identified).toBe(true);
    const found = Object.fromEntries(fit.parameters.map(({ name, value }) => [name, value]));
    for (const [name, value] of Object.entries({ ...law, a: law.beta / (law.alpha + law.beta) })) {
      expect(Math.abs((found[name] ?? NaN) / value - 1)).toBeLessThan(5e-5);
    }
  });

  it("prints them for people with intervals, residuals and the optimum, and draws them", async () => {
    const { code, stdout, stderr } = await place.runWithInput(
      csv,
      "fit",
      "-",
      "--resamples",
      "50",
      "--budget",
      "1e21",
      "--plot",
      "fit.svg",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^E +1\.817 +1\.817 +1\.817/m);
    expect(stdout).toMatch(/^a +0\.5126/m);
    // By the closed form, N* = G (C/6)^a with these constants is 2.78e9.
    expect(stdout).toContain("At 1.00e21 FLOPs (counted as 6ND) the best is N 2.78B");
    expect(stdout.split("\n").filter((line) => line.includes("+0.00 %"))).toHaveLength(24);
    expect(stdout + stderr).not.toContain("\u001b");
    expect(wellFormed(readFileSync(join(place.directory, "fit.svg"), "utf8"))).toBe("ok");
  });

  it("takes C instead of D, and says how D was found", async () => {
    const lines = points.map(({ N, D, loss }) => `${N};${6 * N * D};${loss}`);
    const { code, stdout, stderr } = await place.runWithInput(
      ["N;C;loss", ...lines].join("\n"),
      "fit",
      "-",
      "--resamples",
      "10",
      "-o",
      "json",
    );
    expect([code, stderr]).toEqual([0, "There is no column D: D = C/6N is used.\n"]);
    const { parameters, settings } = JSON.parse(stdout) as StudyFit & { settings: { dataFrom: string } };
    expect(settings.dataFrom).toBe("C/6N");
    expect(parameters.find(({ name }) => name === "beta")?.value).toBeCloseTo(law.beta, 4);
  });

  it("gives the same intervals for the same seed", async () => {
    const noisy = points.map(({ N, D, loss }, i) => `${N},${D},${loss * (1 + 0.002 * Math.sin(12.9 * i))}`);
    const fit = (seed: string): Promise<{ stdout: string }> =>
      place.runWithInput(
        ["N,D,loss", ...noisy].join("\n"),
        "fit",
        "-",
        "--resamples",
        "50",
        "--seed",
        seed,
        "-o",
        "json",
      );
    const [first, again, other] = [await fit("1"), await fit("1"), await fit("2")];
    expect(first.stdout).toBe(again.stdout);
    expect(first.stdout).not.toBe(other.stdout);
  });

  it.each([
    ["too few points", "N,D,loss\n1e6,1e7,3\n2e6,1e7,2.9\n", 1, /the fit is not identified\. .*add/],
    [
      "the same point again and again",
      `N,D,loss\n${"1e6,1e7,3\n".repeat(12)}`,
      1,
      /the fit is not identified/,
    ],
    [
      "one size only",
      `N,D,loss\n${[1, 2, 4, 8, 16, 32, 64, 128].map((k) => `1e6,${k}e6,${3 - k / 200}`).join("\n")}`,
      1,
      /the fit is not identified/,
    ],
    [
      "text in a number",
      "N,D,loss\n1e6,1e7,three\n",
      1,
      /row 2, column loss: "three" is not a number\. \(E_CSV\)/,
    ],
    ["a missing column", "N,loss\n1e6,3\n", 1, /lacks the column D .*Found: N, loss/],
    ["1e400", "N,D,loss\n1e400,1e7,3\n", 1, /column N: "1e400" is beyond the largest number/],
  ])("refuses %s and prints no constant", async (_, text, exit, sentence) => {
    const { code, stdout, stderr } = await place.runWithInput(text, "fit", "-", "--resamples", "10");
    expect(code).toBe(exit);
    expect(stderr).toMatch(sentence);
    expect(stdout).not.toMatch(/\d\.\d/);
    expect(stderr).not.toContain("    at ");
  });

  it("tells usage errors by exit code 2 and a missing file by name", async () => {
    expect((await place.run("fit")).code).toBe(2);
    expect((await place.run("fit", "paper.csv", "--confidence", "1.5")).code).toBe(2);
    const { code, stderr } = await place.run("fit", "nowhere.csv");
    expect(code).toBe(1);
    expect(stderr).toContain("nowhere.csv does not exist; correct the path.");
  });
});
