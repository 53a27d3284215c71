/** Puts one blob: `put-large.ts <store> <name> <seed> <MiB>`. Prints its sha256; what it holds follows from the seed. */
import { openStore } from "@plateau/worker/checkpoint/index.ts";
import { seededChunks } from "./seeded.ts";

const [uri = "", name = "", seed = "", mebibytes = ""] = process.argv.slice(2);
const store = await openStore(uri);
const { sha256 } = await store.put(name, seededChunks(Number(seed), Number(mebibytes)));
console.log(sha256);
