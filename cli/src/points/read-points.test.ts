import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CliError } from "../errors.ts";
import { readPoints } from "./read-points.ts";

const refusal = (text: string): string => {
  try {
    readPoints(text, "points.csv");
  } catch (error) {
    if (error instanceof CliError) return `${error.code} ${error.message}`;
    throw error;
  }
  throw new Error("it was accepted");
};

describe("readPoints", () => {
  it("reads back any positive points, whatever the separator and the order of the columns", () => {
    const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(positive, positive, positive), {
          minLength: 1,
          maxLength: 20,
          selector: String,
        }),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.shuffledSubarray(["N", "D", "loss"], { minLength: 3 }),
        fc.constantFrom("\n", "\r\n"),
        (rows, separator, order, newline) => {
          const cells = rows.map(([N, D, loss]) => ({ N, D, loss }) as Record<string, number>);
          const text = [order, ...cells.map((row) => order.map((name) => String(row[name])))]
            .map((line) => line.join(separator))
            .join(newline);
          const { points, dataColumn } = readPoints(`\uFEFF${text}`, "points.csv");
          expect(points.map(({ N, D, loss }) => ({ N, D, loss }))).toEqual(
            cells.map(({ N, D, loss }) => ({ N, D, loss })),
          );
          expect(dataColumn).toBe("D");
        },
      ),
      { seed: 3, numRuns: 100 },
    );
  });

  it("takes D = C/6N where FLOPs are given instead of tokens, and says so", () => {
    const { points, dataColumn, notes } = readPoints("N,C,loss\n1e6,6e15,3.2\n", "points.csv");
    expect(points).toEqual([{ N: 1e6, D: 1e9, loss: 3.2, row: 2 }]);
    expect(dataColumn).toBe("C/6N");
    expect(notes).toEqual(["There is no column D: D = C/6N is used."]);
  });

  it("skips comments, blank lines and further columns, and counts rows as an editor does", () => {
    const { points } = readPoints(
      "# my runs\n\nname,Parameters,Tokens,Loss\n\na,10,20,3\n# half-way\nb,11,21,2.9\n",
      "p",
    );
    expect(points.map(({ row }) => row)).toEqual([5, 7]);
  });

  it("keeps two losses of one (N, D) and leaves out a line that stands there twice", () => {
    const { points, notes } = readPoints("N,D,loss\n1,2,3\n1,2,3.1\n1,2,3\n", "p.csv");
    expect(points).toHaveLength(2);
    expect(notes).toEqual(["p.csv: row 4 repeats row 2 and is left out."]);
  });

  it.each([
    ["text in a number", "N,D,loss\n1e6,2e7,3.1\n1e6,many,3.0", 'row 3, column D: "many" is not a number.'],
    [
      "a number beyond all numbers",
      "N,D,loss\n1e400,2e7,3",
      'row 2, column N: "1e400" is beyond the largest number',
    ],
    [
      "a number that would become zero",
      "N,D,loss\n1e-400,2e7,3",
      'column N: "1e-400" is below the smallest number',
    ],
    ["a negative loss", "N,D,loss\n1e6,2e7,-3", 'row 2, column loss: "-3" must be above zero.'],
    ["zero", "N,D,loss\n0,2e7,3", 'row 2, column N: "0" must be above zero.'],
    ["an empty cell", "N,D,loss\n1e6,,3", "row 2, column D: the cell is empty"],
    ["a row that is too short", "N,D,loss\n1e6,2e7", "row 2, column loss: the cell is empty"],
    ["NaN", "N,D,loss\n1e6,2e7,NaN", 'column loss: "NaN" is not a number.'],
    ["Infinity", "N,D,loss\n1e6,Infinity,3", 'column D: "Infinity" is not a number.'],
    ["hex", "N,D,loss\n0x10,2e7,3", 'column N: "0x10" is not a number.'],
    ["a decimal comma", "N;D;loss\n1e6;2e7;3,1", "write 3.1."],
    ["thousands separators", 'N,D,loss\n"1,000,000",2e7,3', "write 1000000."],
    ["a unit prefix", "N,D,loss\n33M,2e7,3", "write it out, such as 1.2e9."],
    ["a missing column", "N,tokens\n1,2", "lacks the column loss. Found: N, tokens."],
    ["no header", "1e6,2e7,3\n", "The first line holds numbers, not names."],
    ["two columns for one thing", "N,params,D,loss\n1,1,2,3", 'columns "N" and "params" both mean N'],
    ["nothing at all", "", "is empty"],
    ["a header alone", "N,D,loss\n", "has a header but no points"],
    ["a binary file", "N,D\0", "is not a text file"],
    ["C and N that make no D", "N,C,loss\n1e300,1e-300,3", "row 2: C/6N = 0, which no run can train on"],
    ["an open quote", 'N,D,loss\n"1,2,3', "cannot be read as CSV"],
  ])("refuses %s with the place and the remedy", (_, text, sentence) => {
    expect(refusal(text)).toContain(sentence);
  });

  it("lists several bad cells at once, and no more than eight", () => {
    const message = refusal(`N,D,loss\n${"x,y,z\n".repeat(10)}`);
    expect(message).toContain("30 cells cannot be used:");
    expect(message.split("\n  - ")).toHaveLength(10);
    expect(message).toContain("… and 22 more");
  });
});
