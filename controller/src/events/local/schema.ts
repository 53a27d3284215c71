/** Tables of `events.db`: the stream, how much it holds, how far each consumer is, and commands with their answers. */

export const eventsVersion = 2;

/** About what SQLite keeps of an event beside its content: columns and index. */
export const rowBytes = 200;

/** Evaluations, checkpoints and lives are few among steps: who asks for them alone does not look at each step. */
const rare = "CREATE INDEX events_rare ON events (runUid, position) WHERE type <> 'step'";

/** How much there is, kept along with it: to count a full stream takes half a second. */
const size = "CREATE TABLE size (bytes REAL NOT NULL)";

export const eventsMigrations = [
  `${rare}; ${size}; INSERT INTO size SELECT total(length(event) + ${rowBytes}) FROM events`,
];

/** AUTOINCREMENT: a place in the stream is never given twice, though the newest events may have been removed. */
export const eventsSchema = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL, runUid TEXT NOT NULL, process TEXT NOT NULL,
    type TEXT NOT NULL, storedMs REAL NOT NULL, event BLOB NOT NULL
  );
  CREATE INDEX events_run ON events (runUid, position);
  ${rare};
  ${size};
  INSERT INTO size VALUES (0);
  CREATE TABLE tellers (
    process TEXT PRIMARY KEY, highest INTEGER NOT NULL, atMs REAL NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE consumers (
    name TEXT PRIMARY KEY, acknowledged INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE commands (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, namespace TEXT NOT NULL, runUid TEXT NOT NULL,
    command TEXT NOT NULL, expiresMs REAL NOT NULL
  );
  CREATE TABLE replies (
    id TEXT NOT NULL, rank INTEGER NOT NULL, accepted INTEGER NOT NULL, message TEXT NOT NULL,
    PRIMARY KEY (id, rank)
  ) WITHOUT ROWID;
`;
