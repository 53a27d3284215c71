/** Runs the sweeps in as many processes side by side as there are cores, the longest first, and collects their cells. */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Cell } from "./cells.ts";
import type { MethodName } from "./methods.ts";
import type { TaskName } from "./tasks.ts";

export interface Sweep {
  task: TaskName;
  method: MethodName;
}

export const processes = availableParallelism();

/** @param sweeps in the order in which they are begun */
export async function runSweeps(sweeps: readonly Sweep[], tell: (cell: Cell) => void): Promise<Cell[]> {
  const cells: Cell[] = [];
  const waiting = [...sweeps];
  const work = async (): Promise<void> => {
    for (let sweep = waiting.shift(); sweep !== undefined; sweep = waiting.shift()) {
      await runSweep(sweep, (cell) => {
        cells.push(cell);
        tell(cell);
      });
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return cells;
}

function runSweep({ task, method }: Sweep, take: (cell: Cell) => void): Promise<void> {
  const child = fork(join(import.meta.dirname, "sweep.ts"), [task, method]);
  child.on("message", (message) => {
    const cell = message as Omit<Cell, "power"> & { power: string };
    take({ ...cell, power: Number(cell.power) });
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`The sweep of ${method} on ${task} ended with ${signal ?? `code ${code}`}.`));
    });
  });
}
