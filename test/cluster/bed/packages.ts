/**
 * The system's programs that a node needs: those of the machine, else from Debian packages (or Ubuntu's), downloaded and unpacked
 * into the cache. Nothing is installed: an installed containerd would start a service, or drive out a Docker that is there.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder, withLock } from "../../tools/index.ts";
import { PackageMissingError } from "./errors.ts";
import type { Programs } from "./layout.ts";

const run = promisify(execFile);

/** Program and the package that has it. */
const needed: Record<string, string> = {
  containerd: "containerd",
  "containerd-shim-runc-v2": "containerd",
  ctr: "containerd",
  runc: "runc",
  nft: "nftables",
  ip: "iproute2",
  openssl: "openssl",
};
const cniPackage = "containernetworking-plugins";
const cniPlugins = ["bridge", "host-local", "loopback"];
const cniFolders = ["/usr/lib/cni", "/opt/cni/bin"];
const binFolders = ["usr/sbin", "usr/bin", "sbin", "bin"];

/** The machine's own C library stays: unpacked libraries of the same release fit it. */
const notUnpacked = /^(libc6|libc-bin|base-files)_/;

export type SystemPrograms = Pick<Programs, "cni" | "path" | "libraries">;

/** Throws PackageMissingError where programs are missing and apt cannot fetch them. */
export async function ensurePackages(say: (line: string) => void): Promise<SystemPrograms> {
  const path = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  const cni = cniFolders.find((folder) => cniPlugins.every((plugin) => existsSync(join(folder, plugin))));
  const missing = await absent(path);
  if (cni !== undefined && missing.length === 0 && process.env["PLATEAU_FETCH_PACKAGES"] !== "1") {
    return { cni, path: path.join(delimiter), libraries: "" };
  }
  const root = await unpacked(say);
  const triplet = `${process.arch === "x64" ? "x86_64" : "aarch64"}-linux-gnu`;
  return {
    cni: join(root, "usr/lib/cni"),
    path: [...binFolders.map((folder) => join(root, folder)), ...path].join(delimiter),
    libraries: [join(root, "usr/lib", triplet), join(root, "lib", triplet)].join(delimiter),
  };
}

async function absent(path: string[]): Promise<string[]> {
  const found = await Promise.all(
    Object.keys(needed).map(async (program) => {
      const tries = path.map((folder) => access(join(folder, program), constants.X_OK));
      return Promise.any(tries).then(
        () => undefined,
        () => program,
      );
    }),
  );
  return found.filter((program) => program !== undefined);
}

/** Folder of the unpacked packages, as a root of its own; made once for each release of the system and list of packages. */
async function unpacked(say: (line: string) => void): Promise<string> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  const packages = [...new Set([...Object.values(needed), cniPackage])];
  const key = createHash("sha256")
    .update(release)
    .update(JSON.stringify(packages))
    .digest("hex")
    .slice(0, 12);
  const root = join(cacheFolder, `packages-${key}`);
  await withLock(`${root}.lock`, async () => {
    if (existsSync(root)) return;
    say(`Fetching ${packages.join(", ")} as packages of this system (about 60 MB, once).`);
    const staged = await mkdtemp(`${root}.new-`);
    try {
      await unpackInto(staged, packages);
      await rename(join(staged, "root"), root);
    } catch (error) {
      throw new PackageMissingError(
        `A node needs ${packages.join(", ")}, and apt could not fetch them: ${(error as Error).message}. Install them by hand.`,
        { cause: error },
      );
    } finally {
      await rm(staged, { recursive: true, force: true });
    }
  });
  return root;
}

/** By an apt that knows of no installed package, so that dependencies come along, and that leaves the machine's lists alone. */
async function unpackInto(folder: string, packages: string[]): Promise<void> {
  const at = (name: string): string => join(folder, name);
  for (const name of ["lists/partial", "cache/archives/partial", "root"])
    await mkdir(at(name), { recursive: true });
  await writeFile(at("status"), "");
  const settings = {
    "Dir::State::lists": at("lists"),
    "Dir::State::status": at("status"),
    "Dir::Cache": at("cache"),
    "APT::Sandbox::User": "root",
    "APT::Install-Recommends": "false",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const big = { maxBuffer: 64 << 20 };
  await run("apt-get", [...options, "-qq", "update"], big);
  await run("apt-get", [...options, "-qq", "--yes", "--download-only", "install", ...packages], big);
  for (const file of await readdir(at("cache/archives"))) {
    if (!file.endsWith(".deb") || notUnpacked.test(file)) continue;
    await run("dpkg-deb", ["--extract", at(`cache/archives/${file}`), at("root")]);
  }
}
