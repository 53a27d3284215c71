/**
 * What can be installed: an engine's native library as its makers publish it for Python, in wheels pinned by sha256.
 *
 * A CUDA plugin finds NVIDIA's libraries by paths relative to itself, as a Python environment has them. So all wheels of an engine
 * are unpacked over each other, and the libraries are those on the plugin's search path, what these load in turn (nvrtc), and the
 * compiler's parts. Sizes are of the wheel and of the files that are kept. One engine is a package of npm instead of wheels.
 */

import { cuda12, cuda13 } from "./cuda.ts";

export interface Wheel {
  file: string;
  sha256: string;
  bytes: number;
  unpackedBytes: number;
  /** What npm calls it, if it is no wheel but a package of npm. */
  npm?: string;
}

export interface Recipe {
  name: string;
  /** Value of `spec.engine.name` that it serves. */
  engine: string;
  /** For people, in a few words. */
  what: string;
  version: string;
  /** Its library, relative to the folder that the wheels are unpacked to. */
  library: string;
  /** Of Node's `process.platform` and `process.arch`. */
  platform: string;
  /** Oldest C library that it runs on. */
  glibc: string;
  /** What the machine must have. */
  device: { kind: "cpu" } | { kind: "cuda"; driver: number };
  wheels: readonly Wheel[];
  /** Names of the files that are needed. */
  keep: RegExp;
  /** Names of recipes of which one must be installed, too. */
  beside?: readonly string[];
}

/** Libraries, the programs that CUDA's compiler consists of, its bit code, licences. */
const libraries =
  /\.so(\.[\d.]+)?$|\/bin\/(ptxas|nvlink|fatbinary)$|\/libdevice\.\d+\.bc$|\.dist-info\/(licenses\/)?[^/]*(licen[cs]e|notice)[^/]*$/i;

/** A wheel of TensorFlow holds 25,000 files; all of its C interface is in two of them, and in 14 headers for who compiles against it. */
const tensorFlow =
  /^tensorflow\/(libtensorflow_(cc|framework)\.so\.2|THIRD_PARTY_NOTICES\.txt)$|^tensorflow\/include\/(tensorflow\/c\/(eager\/)?(c_api|c_api_macros|tf_attrtype|tf_buffer|tf_datatype|tf_status|tf_tensor|tf_tstring)\.h|xla\/tsl\/c\/tsl_status\.h|(tensorflow\/core|tsl)\/platform\/ctstring(_internal)?\.h)$|^nvidia.*(\.so(\.[\d.]+)?|\/bin\/ptxas|\/libdevice\.\d+\.bc|licen[cs]e[^/]*)$/i;

/** Of TensorFlow.js's package for Node: its kernels and the sources of its binding, less what reads and writes files and images. */
const tfjsNode =
  /^package\/(package\.json|binding\/[^/]+\.(cc|h)|dist\/(kernels\/\w+|nodejs_kernel_backend|int64_tensors|register_all_kernels)\.js)$/;

const linux = { platform: "linux-x64", glibc: "2.27" } as const;

export const recipes = {
  "pjrt-cpu": {
    name: "pjrt-cpu",
    engine: "Pjrt",
    what: "XLA for CPUs, as a PJRT plugin",
    version: "0.11.2",
    library: "lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so",
    ...linux,
    keep: libraries,
    device: { kind: "cpu" },
    wheels: [
      {
        file: "lammps_jax_pjrt_cpu-0.11.2-py3-none-manylinux_2_27_x86_64.whl",
        sha256: "1319390d948b39f69f7dade496b7c385149d9ca6097a6b62114da113216d9ad1",
        bytes: 62711338,
        unpackedBytes: 201863543,
      },
    ],
  },
  "pjrt-cuda12": {
    name: "pjrt-cuda12",
    engine: "Pjrt",
    what: "XLA for NVIDIA GPUs, CUDA 12, as a PJRT plugin",
    version: "0.12.0.1",
    library: "jax_plugins/xla_cuda12/xla_cuda_plugin.so",
    ...linux,
    keep: libraries,
    device: { kind: "cuda", driver: 525 },
    wheels: [
      {
        file: "jax_cuda12_pjrt-0.12.0.1-py3-none-manylinux_2_27_x86_64.whl",
        sha256: "5ec28e06198d094031c37590b4ea753ae8cde4879ab4b60baf40f0dffb673286",
        bytes: 191846358,
        unpackedBytes: 486596368,
      },
      ...cuda12,
    ],
  },
  "pjrt-cuda13": {
    name: "pjrt-cuda13",
    engine: "Pjrt",
    what: "XLA for NVIDIA GPUs, CUDA 13, as a PJRT plugin",
    version: "0.12.0.1",
    library: "jax_plugins/xla_cuda13/xla_cuda_plugin.so",
    ...linux,
    keep: libraries,
    device: { kind: "cuda", driver: 580 },
    wheels: [
      {
        file: "jax_cuda13_pjrt-0.12.0.1-py3-none-manylinux_2_27_x86_64.whl",
        sha256: "5899bb6177eda86ea532afb9a26794f2bdd04966f6a01f9028266b16c2b6cf90",
        bytes: 134922808,
        unpackedBytes: 395967648,
      },
      ...cuda13,
    ],
  },
  tensorflow: {
    name: "tensorflow",
    engine: "TensorFlow",
    what: "TensorFlow with XLA, for CPUs",
    version: "2.21.0",
    library: "tensorflow/libtensorflow_cc.so.2",
    ...linux,
    keep: tensorFlow,
    device: { kind: "cpu" },
    wheels: [
      {
        file: "tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl",
        sha256: "dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb",
        bytes: 274000871,
        unpackedBytes: 853930579,
      },
    ],
  },
  "tensorflow-gpu": {
    name: "tensorflow-gpu",
    engine: "TensorFlow",
    what: "TensorFlow with XLA, for NVIDIA GPUs, CUDA 12",
    version: "2.21.0",
    library: "tensorflow/libtensorflow_cc.so.2",
    ...linux,
    keep: tensorFlow,
    device: { kind: "cuda", driver: 525 },
    wheels: [
      {
        file: "tensorflow-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl",
        sha256: "b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0",
        bytes: 572611111,
        unpackedBytes: 1259642723,
      },
      ...cuda12,
      {
        file: "nvidia_cusolver_cu12-11.7.5.82-py3-none-manylinux_2_27_x86_64.whl",
        sha256: "15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88",
        bytes: 338117415,
        unpackedBytes: 495034326,
      },
    ],
  },
  "tfjs-node": {
    name: "tfjs-node",
    engine: "TfjsNode",
    what: "TensorFlow.js's own client of TensorFlow, kernel by kernel, to check others",
    version: "4.22.0",
    library: "package/dist/nodejs_kernel_backend.js",
    ...linux,
    keep: tfjsNode,
    device: { kind: "cpu" },
    beside: ["tensorflow-gpu", "tensorflow"],
    wheels: [
      {
        npm: "@tensorflow/tfjs-node@4.22.0",
        file: "tensorflow-tfjs-node-4.22.0.tgz",
        sha256: "d38a448a705efc6e655a080f896b3af646ae39dffbfe9c90b06cb9fc3a2b9358",
        bytes: 228166,
        unpackedBytes: 390490,
      },
    ],
  },
} as const satisfies Readonly<Record<string, Recipe>>;

export type InstallableName = keyof typeof recipes;
