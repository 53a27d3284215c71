/** Groups of one test file: a folder of their own, and no process outlives its test. */
import { afterAll, afterEach, jest } from "@jest/globals";
import { tinyRun, type TinyRun } from "./run-configs.ts";
import { temporaryFolder, WorkerGroup } from "./worker-group.ts";

/** A case starts up to six processes of one to two CPU seconds each. */
const caseTimeoutMs = 180_000;

export interface TestGroups {
  folder: string;
  /** A group whose ranks are not started yet; killed after the test. */
  create(run: Omit<TinyRun, "folder">, environment?: Record<string, string>): WorkerGroup;
  /** Runs a group to its end; it may be used in all tests of the file. */
  finished(run: Omit<TinyRun, "folder">): Promise<WorkerGroup>;
}

export function useGroups(): TestGroups {
  jest.setTimeout(caseTimeoutMs);
  const folder = temporaryFolder();
  const groups: WorkerGroup[] = [];
  const create: TestGroups["create"] = (run, environment) => {
    const group = new WorkerGroup(folder.path, tinyRun({ folder: folder.path, ...run }), environment);
    groups.push(group);
    return group;
  };
  afterEach(async () => {
    await Promise.all(groups.splice(0).map((group) => group.close()));
  });
  afterAll(() => folder.remove());
  return {
    folder: folder.path,
    create,
    finished: async (run) => {
      const group = create(run).startAll();
      await group.finish();
      return group;
    },
  };
}
