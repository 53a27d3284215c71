import { existsSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ProfileFile, readProfile } from "./profile-file.ts";

const run = (ts: number, dur: number) => ({ cat: "Session", name: "model_run", ts, dur, args: {} });
const kernel = (name: string, operator: string, [ts, dur]: [number, number]) => ({
  cat: "Node",
  name: `${name}_kernel_time`,
  ts,
  dur,
  args: { op_name: operator },
});

describe("onnxruntime's file of times", () => {
  it("tells each call's kernels by recorded kernel, operator and line of the model", () => {
    const text = JSON.stringify([
      { cat: "Session", name: "session_initialization", ts: 5, dur: 900 },
      kernel("0 BatchMatMul@models/llama/model.ts:70", "Gemm", [1010, 40]),
      kernel("1 Transpose@models/blocks/attention.ts:22 (backward)", "Transpose", [1050, 10]),
      { cat: "Session", name: "SequentialExecutor::Execute", ts: 1005, dur: 90 },
      run(1000, 100),
      kernel("0 BatchMatMul@models/llama/model.ts:70", "Gemm", [2010, 30]),
      kernel("o3 Identity", "Identity", [2040, 1]),
      run(2000, 50),
    ]);
    expect(readProfile(text)).toEqual([
      {
        ms: 0.1,
        kernels: [
          {
            kernel: "BatchMatMul",
            place: "models/llama/model.ts:70",
            operator: "Gemm",
            kind: "product",
            fromMs: 0.01,
            ms: 0.04,
          },
          {
            kernel: "Transpose",
            place: "models/blocks/attention.ts:22 (backward)",
            operator: "Transpose",
            kind: "copy",
            fromMs: 0.05,
            ms: 0.01,
          },
        ],
      },
      {
        ms: 0.05,
        kernels: [
          expect.objectContaining({ operator: "Gemm", ms: 0.03 }),
          expect.objectContaining({ kernel: "Identity", place: "", kind: "copy" }),
        ],
      },
    ]);
  });

  it.each([
    ["BatchMatMul", "Gemm", "product"],
    ["BatchMatMul", "FusedMatMul", "batchedProduct"],
    ["BatchMatMul", "Transpose", "copy"],
    ["_FusedMatMul", "Relu", "other"],
    ["Sum", "MatMul", "other"],
    ["Multiply", "Mul", "other"],
  ])("takes %s by %s for a %s", (name, operator, kind) => {
    const [call] = readProfile(JSON.stringify([run(0, 10), kernel(`7 ${name}`, operator, [1, 2])]));
    expect(call!.kernels).toEqual([expect.objectContaining({ kernel: name, operator, kind })]);
  });

  it("counts what runs within another kernel once, and nothing beyond the call", () => {
    const text = JSON.stringify([
      run(0, 100),
      kernel("0 Loop", "Loop", [10, 50]),
      kernel("0 Add", "Add", [20, 10]),
      kernel("1 Multiply", "Mul", [60, 41]),
    ]);
    const [call] = readProfile(text);
    expect(call!.kernels.map(({ kernel: name, ms }) => [name, ms])).toEqual([
      ["Loop", 0.05],
      ["Multiply", 0.04],
    ]);
  });

  it.each([
    ["is missing", () => {}, "wrote no times"],
    [
      "is too large to read",
      (path: string) => {
        writeFileSync(path, "");
        truncateSync(path, 2e9);
      },
      "2000 MB of times .* measure fewer steps",
    ],
  ])("is refused where it %s, and leaves nothing behind", async (_, spoil, message) => {
    const file = await ProfileFile.create();
    spoil(`${file.prefix}.json`);
    await expect(file.take()).rejects.toMatchObject({
      code: "E_ENGINE",
      message: expect.stringMatching(message),
    });
    expect(existsSync(dirname(file.prefix))).toBe(false);
  });
});
