/** `plateau version`: of this program and of what its results depend on. */
import type { Command } from "commander";
import { apiVersion } from "@plateau/controller/api/index.ts";
import { formatOption, formatStructured, type StructuredFormat } from "../output/formats.ts";
import type { Terminal } from "../terminal.ts";
import { plateauVersion, versionOf } from "../version.ts";

export function addVersion(program: Command, terminal: Terminal): void {
  program
    .command("version")
    .description("Show the versions of plateau, its API and what its numbers depend on.")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText("after", "\nExample:\n  $ plateau version -o json")
    .action(async ({ output }: { output?: StructuredFormat }) => {
      const versions = {
        plateau: await plateauVersion(),
        api: apiVersion,
        node: process.versions.node,
        onnxruntime: await packageVersion("onnxruntime-node"),
        platform: `${process.platform}-${process.arch}`,
      };
      const lines = Object.entries(versions).map(([name, version]) => `${name.padEnd(13)}${version}\n`);
      terminal.out.write(output ? formatStructured(versions, output) : lines.join(""));
    });
}

async function packageVersion(name: string): Promise<string> {
  try {
    return await versionOf(new URL(import.meta.resolve(`${name}/package.json`)));
  } catch {
    return "not installed";
  }
}
