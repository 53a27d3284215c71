/** An index of wheels on this machine, which does to its clients what networks do. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export interface Served {
  path: string;
  range: string | undefined;
  authorization: string | undefined;
}

/** What happens to a file's answer: so many bytes, then the connection breaks or says nothing more. */
export type Mishap = { after: number; end: "break" | "silence" };

export class WheelServer {
  readonly requests: Served[] = [];
  readonly files = new Map<string, Buffer>();
  /** Mishaps of the next answers, in order. */
  mishaps: Mishap[] = [];
  form: "json" | "html" = "json";
  ranges = true;
  /** "user:password" that every page and file of it asks for. */
  login: string | undefined;
  /** Another server that its pages say the files are on. */
  filesAt = "../..";
  /** sha256 that it lists for a file. */
  readonly sums = new Map<string, string>();
  /** Resolved when an answer has fallen silent. */
  readonly silent = Promise.withResolvers<void>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(): Promise<WheelServer> {
    const server = new WheelServer();
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Its address in pip's form. */
  get index(): string {
    return `${this.url}/simple`;
  }

  filesAsked(): Served[] {
    return this.requests.filter(({ path }) => path.startsWith("/files/"));
  }

  /** Breaks every connection. */
  cut(): void {
    this.#server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "";
    const { range, authorization } = request.headers;
    this.requests.push({ path, range, authorization });
    const login = this.login && `Basic ${Buffer.from(this.login).toString("base64")}`;
    if (login !== undefined && authorization !== login) response.writeHead(401).end();
    else if (path.startsWith("/simple/")) this.#list(path.split("/")[2]!, response);
    else this.#send(this.files.get(path.slice("/files/".length)), range, response);
  }

  #list(project: string, response: ServerResponse): void {
    const listed = [...this.files.keys()].filter(
      (file) => file.split("-")[0]!.replaceAll("_", "-") === project,
    );
    if (listed.length === 0) response.writeHead(404).end();
    else if (this.form === "json") {
      const files = listed.map((filename) => ({
        filename,
        url: `${this.filesAt}/files/${filename}`,
        hashes: this.sums.has(filename) ? { sha256: this.sums.get(filename) } : {},
      }));
      response.setHeader("content-type", "application/vnd.pypi.simple.v1+json");
      response.end(JSON.stringify({ meta: { "api-version": "1.1" }, name: project, files }));
    } else {
      const links = listed.map((file) => {
        const sum = this.sums.get(file);
        return `<a class="x" href="${this.filesAt}/files/${file}${sum ? `#sha256=${sum}` : ""}" data-requires-python="&gt;=3.9">${file}</a><br/>`;
      });
      response.setHeader("content-type", "text/html");
      response.end(`<!DOCTYPE html><html><body>${links.join("\n")}</body></html>`);
    }
  }

  #send(file: Buffer | undefined, range: string | undefined, response: ServerResponse): void {
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const from = this.ranges ? Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0) : 0;
    const rest = file.subarray(from);
    response.setHeader("content-length", rest.length);
    if (from > 0) response.setHeader("content-range", `bytes ${from}-${file.length - 1}/${file.length}`);
    response.writeHead(from > 0 ? 206 : 200);
    const mishap = this.mishaps.shift();
    if (!mishap) {
      response.end(rest);
      return;
    }
    response.write(rest.subarray(0, mishap.after), () => {
      if (mishap.end === "break") response.destroy();
      else this.silent.resolve();
    });
  }
}
