/** Tokenises a text that does not fit on the disk of `<directory>`, then one that does. One line of JSON. */
import { readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tokenize } from "@plateau/worker/data/tokenize/index.ts";

const directory = process.argv[2] ?? "";
const input = join(tmpdir(), `plateau-full-${process.pid}.txt`);
const attempt = async (text: string, overwrite: boolean): Promise<{ code: string; message: string }> => {
  await writeFile(input, text);
  try {
    await tokenize({
      inputs: [input],
      tokenizer: { name: "byte" },
      output: join(directory, "data"),
      overwrite,
    });
    return { code: "", message: "" };
  } catch (error) {
    return { code: (error as { code?: string }).code ?? "", message: (error as Error).message };
  }
};
const small = await attempt("fits\n".repeat(1000), false);
const large = await attempt("does not fit\n".repeat(100_000), true);
const left = await readdir(directory, { recursive: true });
const { rm } = await import("node:fs/promises");
await rm(input);
console.log(JSON.stringify({ small, large, left: left.sort() }));
