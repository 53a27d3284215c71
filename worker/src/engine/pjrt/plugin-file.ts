/**
 * Plugin file: a look at a plugin before it is loaded. The system's loader kills the process when a shared library is cut short, as
 * a download that broke off is; here it is an error.
 */
import { open } from "node:fs/promises";
import { EngineError, messageOf } from "../errors.ts";

/** Numbers of ELF: machines by their Node names. */
const machines: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };
const headerLength = 64;

/** @throws EngineError E_PLUGIN if there is no such file, or it is no whole shared library for this machine */
export async function checkPluginFile(path: string): Promise<void> {
  let problem: string | undefined;
  try {
    problem = await findProblem(path);
  } catch (error) {
    problem = messageOf(error);
  }
  if (problem === undefined) return;
  throw new EngineError(
    "E_PLUGIN",
    `The PJRT plugin ${path} cannot be used: ${problem}. Install it again, or name another file.`,
  );
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
