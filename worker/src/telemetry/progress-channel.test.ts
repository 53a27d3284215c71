import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import type { ProgressEvent, ProgressMessage } from "@plateau/proto";
import { ProgressChannel } from "./progress-channel.ts";

const step = (number: number): ProgressEvent => ({
  type: "step",
  step: number,
  tokens: 0,
  flops: 0,
  loss: 1,
  learningRate: 1,
  gradientNorm: 1,
  stepMs: 1,
  phaseMs: { compute: 1, encode: 0, wire: 0, wait: 0, decode: 0, update: 0 },
  rawBytes: 0,
  payloadBytes: 0,
  sentBytes: 0,
  receivedBytes: 0,
});
const news: ProgressEvent = { type: "lifecycle", state: "training", reason: "QuorumComplete", message: "" };
let batches: ProgressMessage[][];
let channel: ProgressChannel;

beforeEach(() => {
  jest.useFakeTimers();
  batches = [];
  channel = new ProgressChannel({ runUid: "u", rank: 3 }, { send: (messages) => batches.push(messages) });
});
afterEach(() => {
  jest.useRealTimers();
});

it("collects steps and sends them together, each with its number and its source", () => {
  for (let i = 1; i <= 50; i++) channel.send(step(i));
  expect(batches).toEqual([]);
  jest.advanceTimersByTime(100);
  expect(batches.map((batch) => batch.length)).toEqual([50]);
  expect(batches[0]![49]).toMatchObject({ runUid: "u", rank: 3, sequence: 50, event: { step: 50 } });
});

it("sends everything else at once, after the steps that came before it", () => {
  channel.send(step(1));
  channel.send(news);
  expect(batches.map((batch) => batch.map(({ event }) => event.type))).toEqual([["step", "lifecycle"]]);
  jest.advanceTimersByTime(1000);
  expect(batches).toHaveLength(1);
});
