/**
 * Compiles the native client into a folder, for images, which bring it along:
 *   node worker/src/engine/pjrt/native/prebuild.ts worker/native/pjrt/prebuilt
 */
import { argv } from "node:process";
import { buildAddon } from "./build.ts";

const [folder] = argv.slice(2);
if (folder === undefined) throw new Error("Name the folder to compile into.");
console.log(await buildAddon(folder));
