/** Laws of a blob store, run by every member of the family. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import type { BlobStore } from "../store.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = async (store: BlobStore, name: string): Promise<string> =>
  new TextDecoder().decode(await store.readAll(name));

/** @param open a store with nothing in it */
export function describeStore(name: string, open: () => Promise<BlobStore>): void {
  describe(`${name} store`, () => {
    it("gives back what was put, with its size and sha256", async () => {
      const store = await open();
      const put = await store.put("a/b.bin", [bytes("one "), bytes(""), bytes("two")]);
      expect(put).toEqual({ bytes: 7, sha256: createHash("sha256").update("one two").digest("hex") });
      expect(await text(store, "a/b.bin")).toBe("one two");
      const chunks: Uint8Array[] = [];
      for await (const chunk of await store.read("a/b.bin")) chunks.push(chunk as Uint8Array);
      expect(Buffer.concat(chunks).toString()).toBe("one two");
    });

    it("holds empty and large blobs", async () => {
      const store = await open();
      const large = new Uint8Array(3_000_001).map((_, i) => i % 251);
      await store.put("empty", []);
      await store.put("large", [large.subarray(0, 1_234_567), large.subarray(1_234_567)]);
      expect(await store.readAll("empty")).toHaveLength(0);
      for await (const chunk of await store.read("empty")) expect(chunk).toHaveLength(0);
      expect(Buffer.compare(await store.readAll("large"), large)).toBe(0);
    });

    it("gives back a blob of many parts, and puts one only where there is none", async () => {
      const store = await open();
      // 70 MB: five parts of an S3 upload, nine ranges of a read; the cuts fall inside of chunks.
      const piece = Buffer.alloc(7_000_003, "0123456789abcdef~");
      const pieces = Array.from({ length: 10 }, (_, i) => piece.subarray(i));
      const sha256 = createHash("sha256").update(Buffer.concat(pieces)).digest("hex");
      const put = await store.put("big", pieces);
      expect(put).toEqual({ bytes: pieces.reduce((sum, { length }) => sum + length, 0), sha256 });
      const found = createHash("sha256");
      for await (const chunk of await store.read("big")) found.update(chunk as Uint8Array);
      expect(found.digest("hex")).toBe(sha256);
      expect(await store.putNew("big", pieces.toReversed())).toBe(false);
      expect(await store.list("")).toEqual([{ name: "big", bytes: put.bytes }]);
      expect(await store.putNew("new", pieces)).toBe(true);
    }, 120_000);

    it("lets a reader leave early", async () => {
      const store = await open();
      await store.put("big", [Buffer.alloc(50_000_000, 1)]);
      for await (const chunk of await store.read("big")) {
        expect((chunk as Uint8Array)[0]).toBe(1);
        break;
      }
      expect((await store.readAll("big")).length).toBe(50_000_000);
    }, 120_000);

    it("replaces a blob whole", async () => {
      const store = await open();
      await store.put("x", [bytes("a longer text")]);
      await store.put("x", [bytes("short")]);
      expect(await text(store, "x")).toBe("short");
      expect(await store.list("")).toEqual([{ name: "x", bytes: 5 }]);
    });

    it("keeps the old blob and leaves no trace when the source of a new one fails", async () => {
      const store = await open();
      await store.put("x", [bytes("old")]);
      const source = async function* (): AsyncGenerator<Uint8Array> {
        yield bytes("half of the n");
        await Promise.resolve();
        throw new Error("source broke");
      };
      await expect(store.put("x", source())).rejects.toThrow("source broke");
      expect(await text(store, "x")).toBe("old");
      expect(await store.list("")).toEqual([{ name: "x", bytes: 3 }]);
    });

    it("puts a blob only where there is none, if asked, and leaves no trace otherwise", async () => {
      const store = await open();
      expect(await store.putNew("a/x", [bytes("first")])).toBe(true);
      expect(await store.putNew("a/x", [bytes("second")])).toBe(false);
      expect(await text(store, "a/x")).toBe("first");
      expect(await store.list("")).toEqual([{ name: "a/x", bytes: 5 }]);
    });

    it("lets exactly one of several win that put a new blob at once", async () => {
      const store = await open();
      const texts = ["one", "two", "three", "four"];
      const won = await Promise.all(texts.map((each) => store.putNew("x", [bytes(each)])));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await text(store, "x")).toBe(texts[won.indexOf(true)]);
    });

    it("lists by prefix, sorted, and an unknown prefix as empty", async () => {
      const store = await open();
      for (const each of ["step-2/b", "step-1/a", "step-1/c/d", "step-10/a", "other"])
        await store.put(each, [bytes("x")]);
      const names = async (prefix: string): Promise<string[]> =>
        (await store.list(prefix)).map(({ name: found }) => found);
      expect(await names("step-1/")).toEqual(["step-1/a", "step-1/c/d"]);
      expect(await names("step-1")).toEqual(["step-1/a", "step-1/c/d", "step-10/a"]);
      expect(await names("")).toEqual(["other", "step-1/a", "step-1/c/d", "step-10/a", "step-2/b"]);
      expect(await names("nothing/")).toEqual([]);
    });

    it("removes everything under a prefix, once and again", async () => {
      const store = await open();
      for (const each of ["s/a", "s/manifest.json", "t/a"]) await store.put(each, [bytes("x")]);
      await store.remove("s/");
      await store.remove("s/");
      expect(await store.list("")).toEqual([{ name: "t/a", bytes: 1 }]);
      await expect(store.readAll("s/a")).rejects.toMatchObject({ code: "E_BLOB_MISSING" });
    });

    it("says that a blob is missing, by read and readAll", async () => {
      const store = await open();
      await expect(store.readAll("no/such")).rejects.toMatchObject({
        name: "StoreError",
        code: "E_BLOB_MISSING",
      });
      await expect(store.read("no/such")).rejects.toMatchObject({ code: "E_BLOB_MISSING" });
    });

    it.each(["../x", "/x", "a//b", "", "a/../b", ".hidden", "a\\b"])("refuses the name %j", async (bad) => {
      const store = await open();
      await expect(store.put(bad, [bytes("x")])).rejects.toMatchObject({ code: "E_BLOB_NAME" });
    });
  });
}
