/**
 * What a plain TCP socket of Node moves: two processes, each sends the other 100 MB over a connection of its own and reads what
 * comes into one buffer. `raw-tcp.ts RANK 2 HOSTS PORT`; a line of input is one turn, as for the ranks.
 */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

const [rankText, , hostsText, portText] = process.argv.slice(2) as string[];
const [rank, port] = [Number(rankText), Number(portText)];
const hosts = hostsText!.split(",");
const total = 100_000_000;
const pieceBytes = 256 * 1024;

const buffer = Buffer.alloc(1024 * 1024);
let received = 0;
let done = Promise.withResolvers<void>();
const server = createServer({ noDelay: true }).listen(port + rank, hosts[rank]);
await once(server, "listening");
const accepted = once(server, "connection") as Promise<[Socket]>;
const peer = 1 - rank;

async function dial(): Promise<Socket> {
  for (;;) {
    const socket = connect({
      host: hosts[peer]!,
      port: port + peer,
      onread: {
        buffer,
        callback: (count) => {
          received += count;
          if (received >= total) done.resolve();
          return true;
        },
      },
    });
    const outcome = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    if (outcome) return socket;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

await dial();
const [sending] = await accepted;
const data = Buffer.alloc(pieceBytes, 7);

async function send(): Promise<void> {
  for (let sent = 0; sent < total; sent += pieceBytes) {
    if (!sending.write(data.subarray(0, Math.min(pieceBytes, total - sent)))) await once(sending, "drain");
  }
}

process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
for await (const _line of createInterface({ input: process.stdin })) {
  const cpu = process.cpuUsage();
  const from = performance.now();
  await Promise.all([send(), done.promise]);
  received -= total;
  done = Promise.withResolvers();
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(`${JSON.stringify({ ms, cpuMs: (user + system) / 1000 })}\n`);
}
process.exit(0);
