/**
 * Compiles the addons into a folder, for images, which bring them along:
 *   node worker/src/engine/addons/prebuild.ts worker/native/prebuilt
 */
import { argv } from "node:process";
import { addons } from "./addons.ts";
import { buildNative } from "./build.ts";

const [folder] = argv.slice(2);
if (folder === undefined) throw new Error("Name the folder to compile into.");
for (const addon of Object.values(addons)) console.log(await buildNative(addon, folder));
