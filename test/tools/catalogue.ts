/**
 * The programs that tests run against, with what pins each: a released module and its checksum, built by its own go.mod and
 * go.sum, or a module of ours in this folder. What a program is built from decides its name in the cache (index.ts).
 */

/** A module as its authors released it. */
export interface ReleasedProgram {
  /** module@version */
  module: string;
  /** As in a go.sum line, of the module's content. */
  sum: string;
  package: string;
  ldflags: string;
  /** With commas between. */
  tags?: string;
  /** What a cold build took on two cores, so that who waits knows for how long. */
  coldSeconds: number;
}

/** A module in a folder beside this file. */
export interface OwnProgram {
  folder: string;
  ldflags: string;
  tags: string;
  coldSeconds: number;
}

const kubernetes = "v1.37.2";
const version = "k8s.io/component-base/version";
const kubernetesFlags = {
  gitVersion: kubernetes,
  gitMajor: "1",
  gitMinor: "37",
  gitCommit: "unknown",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
};

/** Without the service discoveries of the clouds, whose clients are most of its code; static, file, http and kubernetes stay. */
const prometheus = {
  module: "github.com/prometheus/prometheus@v0.316.0",
  sum: "h1:f1GRFerhTMKQma+awCoC9T820ecWeGSdF+xAlMHzZzM=",
  ldflags: "-s -w -X github.com/prometheus/common/version.Version=3.16.0",
  tags: "remove_all_sd,enable_kubernetes_sd",
};

export const catalogue = {
  /** etcd 3.7.3; kube-apiserver, -controller-manager, -scheduler, kubelet, kube-proxy and kubectl 1.37.2 */
  kubeall: {
    folder: "kubeall",
    ldflags: [
      "-s -w",
      ...Object.entries(kubernetesFlags).map(([key, value]) => `-X ${version}.${key}=${value}`),
    ].join(" "),
    tags: "grpcnotrace",
    coldSeconds: 750,
  },
  coredns: { folder: "coredns", ldflags: "-s -w", tags: "grpcnotrace", coldSeconds: 255 },
  /** The container that holds a pod's namespaces. */
  pause: { folder: "pause", ldflags: "-s -w", tags: "", coldSeconds: 15 },
  /** BuildKit's reading of Dockerfiles and of .dockerignore. */
  dockerfile: { folder: "dockerfile", ldflags: "-s -w", tags: "", coldSeconds: 25 },
  helm: {
    module: "helm.sh/helm/v4@v4.3.1",
    sum: "h1:UndCoLe9UPmNoL7IvWzaUXveL7T5t/ijoorEmgJdI9g=",
    package: "./cmd/helm",
    ldflags: "-s -w -X helm.sh/helm/v4/internal/version.version=v4.3.1",
    coldSeconds: 212,
  },
  kubeconform: {
    module: "github.com/yannh/kubeconform@v0.8.0",
    sum: "h1:loDYd3a3spjIFrauqW67CDKF55Oo9R6uvC8AvpVd4ug=",
    package: "./cmd/kubeconform",
    ldflags: "-s -w",
    coldSeconds: 20,
  },
  /** S3 over a directory. */
  versitygw: {
    module: "github.com/versity/versitygw@v1.8.0",
    sum: "h1:au+wI+aybno/STsQiSm35Uu6Q6iK5MWReQxgO6SEMFc=",
    package: "./cmd/versitygw",
    ldflags: "-s -w",
    coldSeconds: 231,
  },
  natsServer: {
    module: "github.com/nats-io/nats-server/v2@v2.15.2",
    sum: "h1:yLsgt2kslgymvxvjFq1WGWck5hkat2YYfbXvQ145tzU=",
    package: ".",
    ldflags: "-s -w",
    coldSeconds: 42,
  },
  prometheus: { ...prometheus, package: "./cmd/prometheus", coldSeconds: 200 },
  /** Checks rules, tests them, and checks what a process exposes. Most of it is compiled for `prometheus` already. */
  promtool: { ...prometheus, package: "./cmd/promtool", coldSeconds: 30 },
  /** A peer of `npm run bench:controller`. */
  jobset: {
    module: "sigs.k8s.io/jobset@v0.11.1",
    sum: "h1:WgLEBnXTeX+4MxfVkIbfm4jIVgjvIY6Jfaei2okxKNk=",
    package: ".",
    ldflags: "-s -w",
    coldSeconds: 373,
  },
  /** Another peer; what it makes of a TrainJob is a JobSet, so that JobSet's manager runs beside it. */
  trainer: {
    module: "github.com/kubeflow/trainer/v2@v2.2.0",
    sum: "h1:whChZckEtycLo1UKH/M0hiNaCUozbLvf9JrgmMv+TAg=",
    package: "./cmd/trainer-controller-manager",
    ldflags: "-s -w",
    coldSeconds: 180,
  },
  /** The queue that runs are tried with. */
  kueue: {
    module: "sigs.k8s.io/kueue@v0.17.0",
    sum: "h1:7hzb38M4eKGzYW+CFv2s1L+swzzacUCHOCXxZmAV90I=",
    package: "./cmd/kueue",
    ldflags: "-s -w",
    coldSeconds: 300,
  },
} as const satisfies Record<string, ReleasedProgram | OwnProgram>;

export type ToolName = keyof typeof catalogue;
