/**
 * Ping-pong over TCP: `ping-pong.ts serve HOST PORT` answers every byte, until its input ends; `ping-pong.ts ping HOST PORT` prints the median
 * round trip of 21 bytes, in milliseconds.
 */
import { once } from "node:events";
import { connect, createServer } from "node:net";

const [mode, host, port] = process.argv.slice(2) as [string, string, string];
const trips = 21;

if (mode === "serve") {
  const server = createServer({ noDelay: true }, (socket) => socket.pipe(socket)).listen(Number(port), host);
  await once(server, "listening");
  console.log("ready");
  process.stdin.on("end", () => process.exit(0)).resume();
} else {
  const socket = connect({ host, port: Number(port), noDelay: true });
  await once(socket, "connect");
  const ms: number[] = [];
  for (let i = 0; i < trips; i++) {
    const from = performance.now();
    socket.write("x");
    await once(socket, "data");
    ms.push(performance.now() - from);
  }
  console.log(ms.sort((a, b) => a - b)[trips >> 1]);
  socket.destroy();
}
