/** Reading manifest files named on the command line. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { parseManifests, type Manifest } from "@plateau/controller/api/index.ts";
import { CliError } from "./errors.ts";

/** Where objects go that name no namespace; if it was named on the command line, all of them have to go there. */
export interface ManifestPlace {
  namespace?: string;
  isNamespaceGiven?: boolean;
}

/**
 * The admitted objects of all files, in order. "-" is standard input.
 *
 * @throws AdmissionError with every mistake of the first bad file; CliError E_FILE for the same object in two places, E_USAGE
 *   for one of another namespace
 */
export async function readManifests(
  files: readonly string[],
  cwd: string,
  { namespace, isNamespaceGiven = false }: ManifestPlace = {},
): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const file of files) {
    const content = file === "-" ? await text(process.stdin) : await readFile(resolve(cwd, file), "utf8");
    manifests.push(...parseManifests(content, file === "-" ? "standard input" : file, namespace));
  }
  const seen = new Map<string, Manifest>();
  for (const manifest of manifests) {
    const { metadata } = manifest.object;
    const kind = String(manifest.object.kind);
    if (isNamespaceGiven && metadata.namespace !== namespace) {
      throw new CliError(
        "E_USAGE",
        `${manifest.file}:${manifest.line}: ${kind} "${metadata.name}" is of namespace ${metadata.namespace}, but -n says ${namespace}; change one of them.`,
      );
    }
    const key = `${kind}/${metadata.namespace}/${metadata.name}`;
    const before = seen.get(key);
    if (before) {
      throw new CliError(
        "E_FILE",
        `${kind} "${metadata.name}" stands in ${before.file}:${before.line} and in ${manifest.file}:${manifest.line}; remove one.`,
      );
    }
    seen.set(key, manifest);
  }
  return manifests;
}
