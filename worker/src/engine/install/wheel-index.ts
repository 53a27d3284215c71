/**
 * An index of wheels, asked for files by name: the "simple repository" form that pip's indexes and mirrors have, as JSON (PEP 691) or
 * HTML (PEP 503).
 */
import { InstallError, type InstallErrorCode } from "./errors.ts";
import type { Wheel } from "./catalogue.ts";

/** A file to fetch, and what to send along. */
export interface RemoteFile {
  url: string;
  headers: Record<string, string>;
}

interface Listed {
  file: string;
  url: URL;
  sha256?: string | undefined;
}

const accept =
  "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01";

/** @throws InstallError E_INSTALL_INDEX if the address is none */
export function parseIndex(index: string): { url: URL; headers: Record<string, string> } {
  if (!URL.canParse(index) || !/^https?:$/.test(new URL(index).protocol)) {
    throw refused(`"${index}" is no address of an index; write one as https://host/simple.`);
  }
  const url = new URL(index.endsWith("/") ? index : `${index}/`);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  // fetch takes no credentials in an address.
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    url,
    headers: username === "" ? {} : { authorization: `Basic ${Buffer.from(login).toString("base64")}` },
  };
}

/**
 * Where the index has a wheel.
 *
 * @throws InstallError E_INSTALL_INDEX if it does not answer, does not have the file, or has another one of that name
 */
export async function findWheel(index: string, wheel: Wheel, signal?: AbortSignal): Promise<RemoteFile> {
  const { url, headers } = parseIndex(index);
  const page = new URL(`${projectOf(wheel.file)}/`, url);
  const response = await ask(page, { accept, ...headers }, signal);
  if (!response.ok) {
    const remedy =
      response.status === 401 || response.status === 403
        ? "put user and password into its address"
        : "name another index with --index";
    throw refused(
      `The index does not offer ${wheel.file}: ${page.href} answers ${response.status}; ${remedy}.`,
    );
  }
  // Links are relative to where the answer came from.
  const base = new URL(response.url || page.href);
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const files = isJson ? listedInJson(text, base) : listedInHtml(text, base);
  const found = files.find(({ file }) => file === wheel.file);
  if (!found) throw refused(`${page.href} does not have ${wheel.file}; name another index with --index.`);
  if (found.sha256 !== undefined && found.sha256 !== wheel.sha256) {
    throw refused(
      `${page.href} has another ${wheel.file} than was published: sha256 ${found.sha256}, not ${wheel.sha256}. Name another index with --index.`,
      "E_INSTALL_WHEEL",
    );
  }
  // A password is for the index alone, not for wherever it keeps its files.
  return { url: found.url.href, headers: found.url.origin === url.origin ? headers : {} };
}

/** The name under which an index lists a file's project (PEP 503). */
function projectOf(file: string): string {
  return file
    .split("-")[0]!
    .replaceAll(/[-_.]+/g, "-")
    .toLowerCase();
}

async function ask(page: URL, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(60_000);
  try {
    return await fetch(page, { headers, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  } catch (error) {
    signal?.throwIfAborted();
    const { cause, message } = error as Error;
    const { message: why = message, code } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
    throw new InstallError(
      "E_INSTALL_INDEX",
      `The index at ${page.origin} does not answer: ${why || code}. Check the address and the network, or name another index with --index, or files with --wheel.`,
      { cause: error },
    );
  }
}

function listedInJson(text: string, base: URL): Listed[] {
  const page = parseJson(text) as {
    files?: { filename?: unknown; url?: unknown; hashes?: { sha256?: unknown } }[];
  };
  if (!Array.isArray(page?.files)) throw refused(`${base.href} is not a list of files of an index.`);
  return page.files.flatMap(({ filename, url, hashes }) => {
    if (typeof filename !== "string" || typeof url !== "string" || !URL.canParse(url, base)) return [];
    const { sha256 } = hashes ?? {};
    return [
      { file: filename, url: new URL(url, base), sha256: typeof sha256 === "string" ? sha256 : undefined },
    ];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An index's HTML is a list of links: file name as text, address with the file's hash as fragment. */
function listedInHtml(text: string, base: URL): Listed[] {
  return [...text.matchAll(/<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([^<]*)<\/a\s*>/gi)].flatMap(
    ([, double, single, label]) => {
      const href = unescapeHtml(double ?? single ?? "");
      if (!URL.canParse(href, base)) return [];
      const url = new URL(href, base);
      const sha256 = /(?:^#|&)sha256=([0-9a-f]{64})/.exec(url.hash)?.[1];
      url.hash = "";
      return [{ file: unescapeHtml(label ?? "").trim(), url, sha256 }];
    },
  );
}

function unescapeHtml(text: string): string {
  const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return text.replaceAll(/&(?:#(\d+)|(amp|lt|gt|quot));/g, (_, code: string, name: string) =>
    code === undefined ? (named[name] ?? "") : String.fromCodePoint(Number(code)),
  );
}

function refused(message: string, code: InstallErrorCode = "E_INSTALL_INDEX"): InstallError {
  return new InstallError(code, message);
}
