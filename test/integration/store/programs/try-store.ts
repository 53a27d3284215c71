/** Lists, writes, reads and removes in a store: `try-store.ts <store>`. Prints the code and message of each failure as JSON. */
import { openStore } from "@plateau/worker/checkpoint/index.ts";

const [uri = ""] = process.argv.slice(2);
const told: Record<string, { code: string; message: string }> = {};

async function attempt(action: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
    told[action] = { code: "", message: "" };
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    told[action] = { code, message };
  }
}

const store = await openStore(uri);
await attempt("list", () => store.list("step-"));
await attempt("write", () => store.put("step-1/model", [Buffer.from("weights")]));
await attempt("read", () => store.readAll("step-1/model"));
await attempt("stream", () => store.read("step-1/model"));
await attempt("remove", () => store.remove("step-1/"));
console.log(JSON.stringify(told));
