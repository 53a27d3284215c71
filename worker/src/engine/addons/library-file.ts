/**
 * Library file: a look at a shared library before it is loaded. The system's loader kills the process when one is cut short, as a
 * download that broke off is; here it is an error.
 */
import { open } from "node:fs/promises";
import { messageOf } from "../errors.ts";

/** Numbers of ELF: machines by their Node names. */
const machines: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };
const headerLength = 64;

/** Why it is no whole shared library for this machine, in a sentence's second half; undefined if it is one. */
export async function libraryProblem(path: string): Promise<string | undefined> {
  try {
    return await findProblem(path);
  } catch (error) {
    return messageOf(error);
  }
}

async function findProblem(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const header = Buffer.alloc(headerLength);
    const { bytesRead } = await file.read(header, 0, headerLength, 0);
    // Other systems have other formats; their loaders report damage themselves.
    if (process.platform !== "linux") return undefined;
    if (bytesRead < headerLength || header.toString("latin1", 0, 4) !== "\x7fELF") {
      return "it is no shared library";
    }
    const machine = header.readUInt16LE(18);
    if (machine !== machines[process.arch]) return `it is not for this processor (${process.arch})`;
    // Linkers write the table of sections last.
    const end = Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60);
    return end > size ? `it is cut short: ${size} of at least ${end} bytes are there` : undefined;
  } finally {
    await file.close();
  }
}
