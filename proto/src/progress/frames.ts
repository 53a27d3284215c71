/**
 * Progress on a network: events as protobuf messages (`plateau/v1/progress.proto`) in length-prefixed frames. What comes out of
 * `decodeFrame` is only as good as its sender; the controller checks it like any other message of a worker.
 */
import { plateau } from "../generated/messages.js";
import type { ProgressEvent } from "./events.ts";

const { ProgressFrame } = plateau.v1;

export type Frame =
  | { teller: { runUid: string; rank: number; process: string } }
  | { report: { sequence: number; event: ProgressEvent } }
  | { ack: { sequence: number } };

/** An event is a few hundred bytes; an evaluation with thousands of domains some hundred thousand. */
export const maxFrameBytes = 4 << 20;
const prefixBytes = 4;

/** Length and body. */
export function encodeFrame(frame: Frame): Buffer {
  const body = ProgressFrame.encode("report" in frame ? { report: reportOf(frame.report) } : frame).finish();
  const whole = Buffer.allocUnsafe(prefixBytes + body.length);
  whole.writeUInt32LE(body.length);
  whole.set(body, prefixBytes);
  return whole;
}

/** As the message ProgressReport holds it. */
export function reportOf({ sequence, event }: { sequence: number; event: ProgressEvent }): object {
  const { type, ...rest } = event;
  return { sequence, [type]: rest };
}

/** @returns undefined for bytes that are no frame */
export function decodeFrame(body: Uint8Array): Frame | undefined {
  try {
    const { teller, report, ack } = ProgressFrame.toObject(ProgressFrame.decode(body), {
      defaults: true,
      arrays: true,
      objects: true,
    }) as { teller?: object; report?: Record<string, unknown>; ack?: object };
    if (teller) return { teller } as Frame;
    if (ack) return { ack } as Frame;
    const told = report && fromReport(report);
    return told && { report: told };
  } catch {
    return undefined;
  }
}

/** @returns undefined if the message ProgressReport holds no event */
export function fromReport({
  sequence,
  ...events
}: Record<string, unknown>): { sequence: number; event: ProgressEvent } | undefined {
  const [named] = Object.entries(events).filter(
    ([, content]) => typeof content === "object" && content !== null,
  );
  if (!named) return undefined;
  const [type, content] = named;
  return { sequence: Number(sequence), event: { type, ...(content as object) } as ProgressEvent };
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #bytes: Buffer = Buffer.alloc(0);

  /** @returns bodies that are whole now; undefined: a frame is too long, and whatever follows means nothing */
  push(chunk: Uint8Array): Buffer[] | undefined {
    this.#bytes = this.#bytes.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#bytes, chunk]);
    const whole: Buffer[] = [];
    while (this.#bytes.length >= prefixBytes) {
      const length = this.#bytes.readUInt32LE();
      if (length > maxFrameBytes) return undefined;
      if (this.#bytes.length < prefixBytes + length) break;
      whole.push(this.#bytes.subarray(prefixBytes, prefixBytes + length));
      this.#bytes = this.#bytes.subarray(prefixBytes + length);
    }
    return whole;
  }
}
