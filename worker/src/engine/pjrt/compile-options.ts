/**
 * Compile options: XLA's CompileOptionsProto for a program on one device.
 *
 * Field numbers are those of xla/pjrt/proto/compile_options.proto and xla/xla_data.proto.
 */
import { Message } from "../protobuf.ts";

/** XLA's own flags by name. */
export type Flags = Readonly<Record<string, boolean>>;

/**
 * Sums must not depend on which thread comes first: results are equal to the bit whoever computes them. On CPUs they are; on GPUs
 * it has to be asked for.
 */
export function flagsFor(platform: string): Flags {
  return platform === "cpu" || platform === "tpu" ? {} : { xla_gpu_deterministic_ops: true };
}

export function compileOptions(deviceId: number, flags: Flags): Uint8Array {
  const devices = new Message().integer(1, deviceId);
  const assignment = new Message().integer(1, 1).integer(2, 1).message(3, devices);
  const build = new Message().integer(4, 1).integer(5, 1).message(9, assignment);
  const options = new Message().message(3, build);
  for (const [name, value] of Object.entries(flags)) {
    options.message(7, new Message().string(1, name).message(2, new Message().integer(2, Number(value))));
  }
  return options.finish();
}
