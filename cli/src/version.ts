/** Version of this program. */
import { readFile } from "node:fs/promises";

export async function versionOf(packageJson: URL): Promise<string> {
  return String((JSON.parse(await readFile(packageJson, "utf8")) as { version: unknown }).version);
}

export const plateauVersion = (): Promise<string> => versionOf(new URL("../package.json", import.meta.url));
