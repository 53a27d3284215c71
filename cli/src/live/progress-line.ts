/** One bar for one thing: redrawn on a terminal, a line now and then otherwise. */
import { createLogUpdate } from "log-update";
import type { Terminal } from "../terminal.ts";
import { drawBar } from "./bar.ts";

export interface ProgressLine {
  /** @param detail what is being done, short */
  update(done: number, total: number, detail?: string): void;
  /** Remove it; what has been printed line by line stays. */
  clear(): void;
  /** Leave it as it stands. */
  finish(): void;
}

const redrawMs = 80;
/** Without a terminal: at most one line in so long. */
const lineMs = 10_000;

export function progressLine(terminal: Terminal, title: string): ProgressLine {
  return terminal.live ? liveLine(terminal, title) : plainLine(terminal, title);
}

function liveLine(terminal: Terminal, title: string): ProgressLine {
  const draw = createLogUpdate(terminal.err as NodeJS.WritableStream);
  let last = 0;
  let text = "";
  const render = (): void => draw(text);
  return {
    update(done, total, detail = "") {
      const { columns } = terminal.size();
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const percent = `${Math.floor(100 * share)} %`.padStart(5);
      const room = columns - title.length - percent.length - 6;
      const width = Math.max(8, Math.min(30, room - Math.max(12, detail.length)));
      text = `${title} ${terminal.errColours.cyan(drawBar(share, width))} ${percent} ${detail.slice(0, Math.max(0, room - width))}`;
      const now = performance.now();
      if (now - last < redrawMs && share < 1) return;
      last = now;
      render();
    },
    clear: () => {
      draw.clear();
      draw.done();
    },
    finish: () => {
      render();
      draw.done();
    },
  };
}

function plainLine(terminal: Terminal, title: string): ProgressLine {
  let last = performance.now();
  return {
    update(done, total, detail = "") {
      const now = performance.now();
      if (now - last < lineMs) return;
      last = now;
      terminal.err.write(`${title}: ${Math.floor((100 * done) / Math.max(1, total))} % ${detail}\n`);
    },
    clear() {},
    finish() {},
  };
}
