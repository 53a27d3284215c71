/** Where the view is shown: redrawn in place on a terminal, or sentences line by line elsewhere. Leaves no debris. */
import { createLogUpdate } from "log-update";
import { formatDuration } from "../output/numbers.ts";
import { visibleLength } from "../output/table.ts";
import type { Terminal } from "../terminal.ts";
import { drawView } from "./draw.ts";
import { newsBetween, progressSentence } from "./news.ts";
import type { View } from "./view.ts";

export interface Screen {
  show(view: View): void;
  /** A sentence of its own, above the bars. */
  say(text: string): void;
  /** Replaces the time in the first line until it is changed; "" takes it away. */
  notice(text: string): void;
  /** Leave the last view where it is and give the terminal back. */
  close(): void;
}

/** Without a terminal, one line on where everything stands at most so often. */
const sentenceMs = 30_000;

export function openScreen(terminal: Terminal): Screen {
  return terminal.live ? liveScreen(terminal) : plainScreen(terminal);
}

function liveScreen(terminal: Terminal): Screen {
  const draw = createLogUpdate(terminal.err as NodeJS.WritableStream);
  let last: View | undefined;
  let notice = "";
  let drawn: string[] = [];
  const render = (): void => {
    if (!last) return;
    drawn = drawView(last, {
      ...terminal.size(),
      colours: terminal.errColours,
      ...(notice ? { notice } : {}),
    });
    draw(drawn.join("\n"));
  };
  const redraw = (): void =>
    atOnce(terminal, () => {
      draw.done();
      terminal.err.write(eraseWrapped(drawn, terminal.size().columns));
      render();
    });
  terminal.err.on("resize", redraw);
  return {
    show(view) {
      const news = newsBetween(last, view);
      last = view;
      atOnce(terminal, () => {
        for (const line of news) draw.persist(newsLine(line, view, terminal));
        render();
      });
    },
    say: (text) => {
      atOnce(terminal, () => {
        draw.persist(text);
        render();
      });
    },
    notice(text) {
      notice = text;
      render();
    },
    close() {
      terminal.err.off("resize", redraw);
      render();
      draw.done();
    },
  };
}

/** Erases lines that stand above the cursor, after the terminal has wrapped them to a new width. */
function eraseWrapped(lines: readonly string[], columns: number): string {
  const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleLength(line) / columns)), 0);
  return rows === 0 ? "" : `\u001b[${rows}A\u001b[J`;
}

/** One write for all of it, so that nobody sees the bars gone between two of them. */
function atOnce({ err }: Terminal, write: () => void): void {
  err.cork();
  try {
    write();
  } finally {
    err.uncork();
  }
}

const newsLine = (line: string, { elapsedMs }: View, { errColours, size }: Terminal): string => {
  const text = `${formatDuration(elapsedMs).padStart(6)}  ${line}`;
  const { columns } = size();
  return errColours.dim(text.length < columns ? text : `${text.slice(0, columns - 2)}…`);
};

function plainScreen(terminal: Terminal): Screen {
  let last: View | undefined;
  let saidAt = -Infinity;
  const write = (text: string): void => void terminal.err.write(`${text}\n`);
  return {
    show(view) {
      const news = newsBetween(last, view);
      for (const line of news) write(`${formatDuration(view.elapsedMs).padStart(6)}  ${line}`);
      const now = performance.now();
      if (now - saidAt >= sentenceMs) {
        write(`${formatDuration(view.elapsedMs).padStart(6)}  ${progressSentence(view)}`);
        saidAt = now;
      }
      last = view;
    },
    say: write,
    notice: (text) => {
      if (text) write(text);
    },
    close() {},
  };
}
