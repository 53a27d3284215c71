/** Frames of the mesh on the wire, and the gRPC service that carries them. */
import type { ServiceDefinition } from "@grpc/grpc-js";
import { messages } from "@plateau/proto";

export type Frame = messages.v1.IFrame;

/** Of a state or a value in one frame: grpc-js moves 64 KiB to 1 MiB best. */
export const partBytes = 256 * 1024;
/** Larger frames are refused before they are decoded. */
export const maxFrameBytes = 1024 * 1024;

/** The writer gives a fresh array: looked at as a buffer, not copied. */
function encode(frame: Frame): Buffer {
  const bytes = messages.v1.Frame.encode(frame).finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Of a frame on the wire, without what gRPC adds. */
export function encodedBytes(frame: Frame): number {
  return messages.v1.Frame.encode(frame).len;
}

const decode = (bytes: Buffer): Frame => messages.v1.Frame.decode(bytes);

export const linkPath = "/plateau.v1.Mesh/Link";

export const meshService: ServiceDefinition = {
  link: {
    path: linkPath,
    requestStream: true,
    responseStream: true,
    requestSerialize: encode,
    requestDeserialize: decode,
    responseSerialize: encode,
    responseDeserialize: decode,
  },
};

/** Little-endian bytes of part of a float32 vector, copied: the vector may be shared memory, which sockets do not take. */
export function floatBytes(vector: Float32Array, from: number, to: number): Uint8Array {
  const copy = new Float32Array(to - from);
  copy.set(vector.subarray(from, to));
  return new Uint8Array(copy.buffer);
}
