/** Tables of the embedded cluster. `log` is the event log that watches read; `counters` holds its ends. */

export const schemaVersion = 1;

export const schema = `
  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO counters VALUES ('version', 0), ('compacted', 0);
  CREATE TABLE objects (
    apiVersion TEXT NOT NULL, kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
    uid TEXT NOT NULL UNIQUE, labels TEXT NOT NULL, managers TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (apiVersion, kind, namespace, name)
  );
  CREATE TABLE owners (owner TEXT NOT NULL, dependent TEXT NOT NULL, PRIMARY KEY (owner, dependent)) WITHOUT ROWID;
  CREATE INDEX owners_dependent ON owners (dependent);
  CREATE TABLE log (
    version INTEGER PRIMARY KEY, type TEXT NOT NULL,
    apiVersion TEXT NOT NULL, kind TEXT NOT NULL, namespace TEXT NOT NULL,
    labelsBefore TEXT, body TEXT NOT NULL
  );
  CREATE INDEX log_kind ON log (apiVersion, kind, version);
  CREATE TABLE lease (
    name TEXT PRIMARY KEY, pid INTEGER NOT NULL, started TEXT NOT NULL, token TEXT NOT NULL, acquiredAt TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE processes (pod TEXT PRIMARY KEY, pid INTEGER NOT NULL, started TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE computed (
    key TEXT PRIMARY KEY, owner TEXT NOT NULL, result TEXT NOT NULL, at TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX computed_owner ON computed (owner);
`;
