/** On a store that became read-only: what can be loaded, and what saving and removing say. One line of JSON. */
import {
  loadLatestGood,
  openStore,
  removeCheckpoint,
  saveCheckpoint,
} from "@plateau/worker/checkpoint/index.ts";
import { sizedContents } from "./contents.ts";

const root = process.argv[2] ?? "";
const store = await openStore(root);
const { loaded } = await loadLatestGood(store);
const attempt = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  try {
    await work;
    return { code: "", message: "" };
  } catch (error) {
    return { code: (error as { code?: string }).code ?? "", message: (error as Error).message };
  }
};
console.log(
  JSON.stringify({
    loaded: loaded?.manifest.step,
    save: await attempt(saveCheckpoint(store, sizedContents(2, 100))),
    remove: await attempt(removeCheckpoint(loaded?.ref.manifestUri ?? "")),
    still: (await loadLatestGood(store)).loaded?.manifest.step,
  }),
);
