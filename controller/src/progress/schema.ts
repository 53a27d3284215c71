/** Tables of `history.db`. A row a step, so that a step that is computed again after a restart replaces its first telling. */

export const historyVersion = 3;

/**
 * Since events come by two paths: what one of them left out (sequences that are missing below the highest), and a name of the file
 * itself, under which the event stream knows how far it has been told.
 */
const secondPath = `
  CREATE TABLE gaps (
    process TEXT NOT NULL, run TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (process, first)
  ) WITHOUT ROWID;
  CREATE INDEX gaps_run ON gaps (run);
  CREATE TABLE identity (id TEXT NOT NULL);
`;

export const historySchema = `
  CREATE TABLE steps (
    run TEXT NOT NULL, step INTEGER NOT NULL, tokens REAL NOT NULL, flops REAL NOT NULL, loss REAL, learningRate REAL,
    gradientNorm REAL, stepMs REAL, phaseMs TEXT NOT NULL, rawBytes REAL, sentBytes REAL, atMs REAL NOT NULL,
    payloadBytes REAL, receivedBytes REAL, snrDb REAL, residualNorm REAL,
    PRIMARY KEY (run, step)
  ) WITHOUT ROWID;
  CREATE TABLE evaluations (
    run TEXT NOT NULL, step INTEGER NOT NULL, weights TEXT NOT NULL, result TEXT NOT NULL, atMs REAL NOT NULL,
    PRIMARY KEY (run, step, weights)
  ) WITHOUT ROWID;
  CREATE TABLE checkpoints (
    run TEXT NOT NULL, step INTEGER NOT NULL, checkpoint TEXT NOT NULL, stallMs REAL NOT NULL, atMs REAL NOT NULL,
    PRIMARY KEY (run, step)
  ) WITHOUT ROWID;
  CREATE TABLE lifecycle (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL, rank INTEGER NOT NULL, event TEXT NOT NULL, atMs REAL NOT NULL,
    late INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX lifecycle_run ON lifecycle (run, rank, id);
  CREATE TABLE runs (
    run TEXT PRIMARY KEY, firstStepAtMs REAL, lastStepAtMs REAL
  ) WITHOUT ROWID;
  CREATE TABLE senders (
    process TEXT PRIMARY KEY, run TEXT NOT NULL, rank INTEGER NOT NULL,
    highest INTEGER NOT NULL, received INTEGER NOT NULL, duplicates INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX senders_run ON senders (run);
  ${secondPath}
`;

/** Statements that take a file of version i + 1 to the next. */
export const historyMigrations = [
  `ALTER TABLE steps ADD COLUMN payloadBytes REAL;
   ALTER TABLE steps ADD COLUMN receivedBytes REAL;
   ALTER TABLE steps ADD COLUMN snrDb REAL;
   ALTER TABLE steps ADD COLUMN residualNorm REAL;`,
  `ALTER TABLE lifecycle ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
   ${secondPath}`,
];
