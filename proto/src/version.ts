/** Version of this release: its packages have the same. */
import { readFileSync } from "node:fs";

const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");

export const releaseVersion = (JSON.parse(text) as { version: string }).version;
