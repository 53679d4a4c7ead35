-- What a run has done, so that the next one need not do it again. Private to hongtou: read the tables, not this.

-- Facts about the folder: when the run began, how many inputs it has, what the tables were made of.
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every path of the last run.
CREATE TABLE inputs (
    path     TEXT PRIMARY KEY,
    bytes    INTEGER,          -- its size, times of last write and last change: while they stay, so does its content
    written  INTEGER,
    changed  INTEGER,
    content  TEXT,             -- SHA-256 of its bytes; null while it cannot be opened
    done     INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Every distinct content that was read, under the name and the version of the readers that it was read with.
CREATE TABLE contents (
    id        INTEGER PRIMARY KEY,
    content   TEXT NOT NULL,
    file_name TEXT NOT NULL,
    read_key  TEXT NOT NULL,
    UNIQUE (content, file_name, read_key)
);

-- The file itself and every file inside it.
CREATE TABLE parts (
    of        INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    tail      TEXT NOT NULL,   -- nothing, or !/ and the path of the member
    status    TEXT NOT NULL,
    code      TEXT,
    row       BLOB NOT NULL,   -- its rows of `files` and `sources`
    document  BLOB,            -- what was read
    parse_key TEXT NOT NULL,   -- what parsed it
    notice    BLOB,            -- what it said
    PRIMARY KEY (of, tail)
) WITHOUT ROWID;
