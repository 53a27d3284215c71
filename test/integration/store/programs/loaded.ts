/** Opens stores and says after each step whether the SDK has been loaded: `loaded.ts <directory> <s3 store>`. */
import { registerHooks } from "node:module";

const [directory = "", s3 = ""] = process.argv.slice(2);
let loaded = false;
registerHooks({
  resolve(specifier, context, next) {
    loaded ||= specifier.startsWith("@aws-sdk/");
    return next(specifier, context);
  },
});
const told: Record<string, boolean> = {};
const { openStore } = await import("@plateau/worker/checkpoint/index.ts");
const plain = await openStore(directory);
await plain.put("x", [new Uint8Array(1)]);
told["directory"] = loaded;
const store = await openStore(s3);
told["opened"] = loaded;
await store.list("");
told["used"] = loaded;
console.log(JSON.stringify(told));
