import { describe, expect, it } from "@jest/globals";
import { Writable } from "node:stream";
import xterm from "@xterm/headless";
import { createColors } from "picocolors";
import type { Terminal } from "../terminal.ts";
import { openScreen } from "./screen.ts";
import { run, view } from "./testing/views.ts";
import type { View } from "./view.ts";

/** A terminal emulator in place of the terminal: what is tested is what a person would see. */
class Emulated extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  raw = "";
  writes = 0;
  readonly #screen: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.rows = rows;
    // A terminal turns \n into a line break at the left edge.
    this.#screen = new xterm.Terminal({
      cols: columns,
      rows,
      convertEol: true,
      allowProposedApi: true,
      scrollback: 500,
    });
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.#take([chunk], done);
  }

  override _writev(chunks: { chunk: string }[], done: () => void): void {
    this.#take(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.#screen.resize(columns, rows);
    this.emit("resize");
  }

  /** All lines, those that have scrolled off included, without blank ones at the end. */
  async lines(): Promise<string[]> {
    await new Promise<void>((resolve) => this.#screen.write("", resolve));
    const { active } = this.#screen.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, i) => active.getLine(i)?.translateToString(true) ?? "",
    );
    return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
  }

  #take(chunks: string[], done: () => void): void {
    this.writes++;
    this.raw += chunks.join("");
    this.#screen.write(chunks.join(""));
    done();
  }
}

function terminalOn(err: Emulated, live: boolean): Terminal {
  const colours = createColors(false);
  const size = (): { columns: number; rows: number } => ({ columns: err.columns, rows: err.rows });
  return { out: err, err, live, outColours: colours, errColours: colours, size, env: {}, cwd: "/" };
}

const at = (step: number, state: "starting" | "training" | "done" = "training"): View =>
  view([
    { plateau: run({ label: "xs", state: "done", step: 625 }), cooldowns: [] },
    { plateau: run({ label: "s", state, step, loss: 3 - step / 1000 }), cooldowns: [] },
  ]);

describe("openScreen on a terminal", () => {
  it("redraws in place: however often, the view stands there once, with what has happened above it", async () => {
    const terminal = new Emulated(80, 24);
    const screen = openScreen(terminalOn(terminal, true));
    screen.show(at(0, "starting"));
    for (let step = 0; step < 600; step += 5) screen.show(at(step));
    screen.show(at(625, "done"));
    screen.close();
    const lines = await terminal.lines();
    expect(lines.filter((line) => line.startsWith("ScalingStudy"))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("xs "))).toHaveLength(1);
    expect(lines.slice(0, 2)).toEqual([
      " 2m13s  brown-s trains.",
      " 2m13s  brown-s has reached the end of its plateau at step 625.",
    ]);
    expect(lines.at(-1)).toMatch(/^FLOPs /);
  });

  it("leaves one whole view when it is closed half-way, and starts a fresh line below it", async () => {
    const terminal = new Emulated(80, 24);
    const screen = openScreen(terminalOn(terminal, true));
    screen.show(at(100));
    screen.notice("stopping");
    screen.close();
    terminal.write("next");
    const lines = await terminal.lines();
    expect(lines[0]).toMatch(/stopping$/);
    expect(lines.slice(1).filter((line) => line.startsWith("ScalingStudy"))).toEqual([]);
    expect(lines.at(-1)).toBe("next");
  });

  it.each([
    [120, 30, 60, 30],
    [60, 30, 120, 30],
    [100, 30, 100, 12],
  ])(
    "stands there once and fits after a resize from %d×%d to %d×%d",
    async (columns, rows, newColumns, newRows) => {
      const terminal = new Emulated(columns, rows);
      const screen = openScreen(terminalOn(terminal, true));
      screen.show(at(100));
      await terminal.lines();
      terminal.resize(newColumns, newRows);
      screen.show(at(105));
      screen.close();
      const lines = await terminal.lines();
      expect(lines.filter((line) => line.startsWith("ScalingStudy"))).toHaveLength(1);
      for (const line of lines) expect(line.length).toBeLessThan(newColumns);
    },
  );

  it("writes a frame and what has happened in one go, so that nothing flickers", () => {
    const terminal = new Emulated(80, 24);
    const screen = openScreen(terminalOn(terminal, true));
    screen.show(at(0, "starting"));
    const before = terminal.writes;
    screen.show(at(1));
    expect(terminal.writes - before).toBeLessThanOrEqual(1);
    screen.close();
  });
});

describe("openScreen without a terminal", () => {
  it("writes plain sentences, without escape sequences", () => {
    const file = new Emulated(80, 24);
    const screen = openScreen(terminalOn(file, false));
    screen.show(at(0, "starting"));
    screen.show(at(10));
    screen.show(at(20));
    screen.show(at(625, "done"));
    screen.notice("stopping");
    screen.close();
    expect(file.raw.split("\n")).toEqual([
      expect.stringMatching(/^ 2m13s {2}ScalingStudy brown: 29 %/),
      " 2m13s  brown-s trains.",
      " 2m13s  brown-s has reached the end of its plateau at step 625.",
      "stopping",
      "",
    ]);
    expect(file.raw).not.toContain("\u001b");
  });
});
