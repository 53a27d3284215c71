/** Where tests on a cluster run: on one that is given, on one made here, or nowhere, and then why. */
import { spawnSync } from "node:child_process";
import { noTools } from "../../tools/index.ts";

/** A cluster that is given: its kubeconfig. */
export const givenKubeconfig = process.env["PLATEAU_TEST_KUBECONFIG"];

const howElse =
  "Point the tests at a cluster of yours with PLATEAU_TEST_KUBECONFIG=FILE, and say in PLATEAU_TEST_IMAGE_LOADER how it takes an image archive, e.g. 'kind load image-archive \"$1\"'.";

/** Why there is no cluster for tests; undefined if there is one, or one can be made. */
export const noCluster: string | undefined = givenKubeconfig === undefined ? whyNone() : undefined;

/** Whether the cluster is one that is made for the tests, which they may break. */
export const ownsCluster = noCluster === undefined && givenKubeconfig === undefined;

function whyNone(): string | undefined {
  if (process.platform !== "linux") return `A cluster of processes needs Linux. ${howElse}`;
  if (noTools !== undefined) return `There is no cluster: ${noTools}. ${howElse}`;
  const namespaces = [
    "--net",
    "--mount",
    "--pid",
    "--fork",
    "--mount-proc",
    "--",
    "mount",
    "-t",
    "tmpfs",
    "tmpfs",
    "/run",
  ];
  if (spawnSync("unshare", namespaces).status !== 0) {
    return `A cluster of processes needs the right to make network, mount and process namespaces (root). ${howElse}`;
  }
  return undefined;
}
