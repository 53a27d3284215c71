/**
 * Installs what the clone lacks: the locked packages and, among them, the Node that runs everything else.
 *
 * Runs before `npm run demo` and `npm test`, so it must work on any Node from 18 on, before a single package is there.
 * Does nothing (in a few milliseconds) when what is installed already matches the lock file.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, "package-lock.json");
const marker = join(root, "node_modules", ".plateau-setup");
const nodeBinary = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
const minimumNode = 26;

const lock = readFileSync(lockFile);
const wanted = createHash("sha256").update(lock).update(`${process.platform}-${process.arch}`).digest("hex");

if (!(existsSync(marker) && readFileSync(marker, "utf8") === wanted)) {
  await install();
  checkNode();
  writeFileSync(marker, wanted);
}

/** `npm ci` with a bar: how many of the lock file's packages have arrived. */
async function install() {
  const packages = Object.entries(JSON.parse(lock.toString()).packages)
    .filter(([path, entry]) => path.includes("node_modules") && fitsPlatform(entry))
    .map(([path]) => path);
  const started = Date.now();
  console.log(
    `Installing ${packages.length} locked packages into ${join(root, "node_modules")} (about 0.9 GB, once).`,
  );
  const npm = process.env.npm_execpath
    ? { command: process.execPath, args: [process.env.npm_execpath] }
    : { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
  const child = spawn(npm.command, [...npm.args, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    // onnxruntime-node's install script fetches CUDA libraries from outside the registry and fails where it cannot.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" },
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const timer = setInterval(() => draw(packages, started), process.stdout.isTTY ? 500 : 10_000);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(timer);
  if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");
  if (code !== 0) {
    console.error(output.trim());
    console.error(
      `\nnpm ci failed (exit ${code}). Check the network and the disk space of ${root}, then run the same command again.`,
    );
    process.exit(1);
  }
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Optional packages of other systems stand in the lock file but never arrive. */
function fitsPlatform({ os, cpu, libc }) {
  const glibc =
    process.platform === "linux" && process.report.getReport().header.glibcVersionRuntime !== undefined;
  return (
    (os === undefined || os.includes(process.platform)) &&
    (cpu === undefined || cpu.includes(process.arch)) &&
    (libc === undefined || libc.includes(glibc ? "glibc" : "musl"))
  );
}

function draw(packages, started) {
  const arrived = packages.filter((path) => existsSync(join(root, path, "package.json"))).length;
  const share = arrived / packages.length;
  const seconds = Math.round((Date.now() - started) / 1000);
  const text = `${String(Math.round(share * 100)).padStart(3)} %  ${arrived}/${packages.length} packages, ${seconds} s`;
  if (!process.stdout.isTTY) return console.log(`  ${text}`);
  const width = 30;
  const filled = Math.round(share * width);
  process.stdout.write(`\r  ${"█".repeat(filled)}${"░".repeat(width - filled)} ${text}\x1b[K`);
}

/** The npm scripts run on `node_modules/.bin/node` where the registry has one for this platform, else on the machine's own. */
function checkNode() {
  const binary = existsSync(nodeBinary) ? nodeBinary : process.execPath;
  const result = spawnSync(binary, ["--version"], { encoding: "utf8", shell: process.platform === "win32" });
  const version = (result.stdout ?? "").trim();
  if (Number(version.slice(1).split(".")[0]) >= minimumNode) return;
  console.error(
    `Plateau runs on Node ${minimumNode} or later; here is ${version || "none that starts"} (${binary}).\n` +
      `No prebuilt Node package fits ${process.platform}-${process.arch}: install Node ${minimumNode} and run the same command again.`,
  );
  process.exit(1);
}
