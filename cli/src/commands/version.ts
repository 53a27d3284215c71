/** `plateau version`: of this program and of what its results depend on. */
import type { Command } from "commander";
import { apiVersion } from "@plateau/controller/api/index.ts";
import { readFile } from "node:fs/promises";
import { stringify } from "yaml";
import type { Terminal } from "../terminal.ts";
import { formatOption, type StructuredFormat } from "../output/formats.ts";

export function addVersion(program: Command, terminal: Terminal): void {
  program
    .command("version")
    .description("Show the versions of plateau, its API and what its numbers depend on.")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText("after", "\nExample:\n  $ plateau version -o json")
    .action(async ({ output }: { output?: StructuredFormat }) => {
      const versions = {
        plateau: await versionOf(new URL("../../package.json", import.meta.url)),
        api: apiVersion,
        node: process.versions.node,
        onnxruntime: await packageVersion("onnxruntime-node"),
        platform: `${process.platform}-${process.arch}`,
      };
      if (output === "json") terminal.out.write(`${JSON.stringify(versions, null, 2)}\n`);
      else if (output === "yaml") terminal.out.write(stringify(versions));
      else
        for (const [name, version] of Object.entries(versions))
          terminal.out.write(`${name.padEnd(13)}${version}\n`);
    });
}

async function packageVersion(name: string): Promise<string> {
  try {
    return await versionOf(new URL(import.meta.resolve(`${name}/package.json`)));
  } catch {
    return "not installed";
  }
}

async function versionOf(url: URL): Promise<string> {
  return String((JSON.parse(await readFile(url, "utf8")) as { version: unknown }).version);
}
