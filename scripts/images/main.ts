/**
 * Makes the images of controller and worker as archives, without a container engine (npm run images):
 *   node scripts/images/main.ts             both, into .plateau/images
 *   node scripts/images/main.ts worker
 * Node is the one in node_modules, the libraries are this machine's. For a registry, use the Dockerfiles in images/.
 */
import { join } from "node:path";
import { buildImage } from "./build.ts";
import { images, type ImageName } from "./contents.ts";

const root = join(import.meta.dirname, "..", "..");
const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !(name in images));
if (unknown !== undefined) {
  console.error(`There is no image "${unknown}". Choose of: ${Object.keys(images).join(", ")}.`);
  process.exit(2);
}
if (process.platform !== "linux") {
  console.error(
    "The images hold Linux programs of this machine, so this works on Linux only. Use the Dockerfiles in images/.",
  );
  process.exit(2);
}
for (const name of (chosen.length > 0 ? chosen : Object.keys(images)) as ImageName[]) {
  const { reference, archive, id, bytes, written } = await buildImage(
    name,
    root,
    join(root, ".plateau", "images"),
  );
  const size = `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `${reference}  sha256:${id.slice(0, 12)}  ${size}  ${archive}${written ? "" : "  (unchanged)"}`,
  );
}
