/**
 * Units: how each source file of an addon is compiled. `NAME.avx512.cc`, `NAME.avx2.cc` and `NAME.plain.cc` hold the same code for
 * different instructions; which of them runs is decided on the machine where it runs.
 */

/** Of x86-64. Other processors are given what is plain. */
const instructionSets: Readonly<Record<string, readonly string[]>> = {
  avx2: ["-mavx2", "-mfma"],
  avx512: [
    "-mavx512f",
    "-mavx512vl",
    "-mavx512dq",
    "-mavx512bw",
    "-mavx2",
    "-mfma",
    "-mprefer-vector-width=512",
  ],
};

/** Flags for one file; undefined if it is for other processors. */
export function flagsOfUnit(file: string, architecture: string): readonly string[] | undefined {
  const set = /\.(\w+)\.cc$/.exec(file)?.[1];
  const flags = set === undefined ? undefined : instructionSets[set];
  if (flags === undefined) return [];
  return architecture === "x64" ? flags : undefined;
}
