package lastgood.ledger.sqlite;

import java.util.List;

/// All tables, step by step.
final class Tables {
    static final List<String> FIRST =
            List.of(
                    """
                    CREATE TABLE journal (
                        service  TEXT NOT NULL,
                        position INTEGER NOT NULL,
                        entry    TEXT NOT NULL,
                        PRIMARY KEY (service, position)
                    ) STRICT, WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE releases (
                        service  TEXT NOT NULL,
                        digest   TEXT NOT NULL,
                        number   INTEGER NOT NULL,
                        document TEXT NOT NULL,
                        PRIMARY KEY (service, digest)
                    ) STRICT\
                    """,
                    """
                    CREATE TABLE components (
                        ordinal  INTEGER PRIMARY KEY AUTOINCREMENT,
                        name     TEXT NOT NULL,
                        version  TEXT NOT NULL,
                        document TEXT NOT NULL,
                        UNIQUE (name, version)
                    ) STRICT\
                    """,
                    """
                    CREATE TABLE incidents (
                        number   INTEGER PRIMARY KEY,
                        service  TEXT NOT NULL,
                        rollout  INTEGER NOT NULL,
                        document TEXT NOT NULL,
                        UNIQUE (service, rollout)
                    ) STRICT\
                    """,
                    """
                    CREATE TABLE counts (
                        service  TEXT NOT NULL,
                        rollout  INTEGER NOT NULL,
                        gateway  TEXT NOT NULL,
                        sequence INTEGER NOT NULL,
                        document TEXT NOT NULL,
                        PRIMARY KEY (service, rollout, gateway)
                    ) STRICT\
                    """,
                    // kind: i whole, d real (as its bits), s text, h hash of a long text
                    """
                    CREATE TABLE labels (
                        service TEXT NOT NULL,
                        id      TEXT NOT NULL,
                        row     INTEGER NOT NULL,
                        kind    TEXT NOT NULL,
                        value   ANY NOT NULL,
                        wrong   INTEGER NOT NULL,
                        PRIMARY KEY (service, id, row)
                    ) STRICT, WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE units (
                        service TEXT NOT NULL,
                        rollout INTEGER NOT NULL,
                        step    INTEGER NOT NULL,
                        arm     TEXT NOT NULL,
                        rows    INTEGER NOT NULL,
                        bad     INTEGER NOT NULL,
                        times   INTEGER NOT NULL,
                        PRIMARY KEY (service, rollout, step, arm, rows, bad)
                    ) STRICT, WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE keys (
                        service TEXT NOT NULL,
                        rollout INTEGER NOT NULL,
                        step    INTEGER NOT NULL,
                        arm     TEXT NOT NULL,
                        seen    BLOB NOT NULL,
                        bad     BLOB NOT NULL,
                        first   BLOB NOT NULL,
                        good    INTEGER NOT NULL,
                        PRIMARY KEY (service, rollout, step, arm)
                    ) STRICT\
                    """,
                    """
                    CREATE TABLE judged (
                        service  TEXT NOT NULL,
                        rollout  INTEGER NOT NULL,
                        release  INTEGER NOT NULL,
                        labelled INTEGER NOT NULL,
                        wrong    INTEGER NOT NULL,
                        PRIMARY KEY (service, rollout, release)
                    ) STRICT, WITHOUT ROWID\
                    """);

    private Tables() {}

    /// Blobs that nothing named when somebody looked, and since when.
    static final List<String> UNNAMED =
            List.of(
                    """
                    CREATE TABLE unnamed (
                        digest TEXT PRIMARY KEY,
                        since  TEXT NOT NULL
                    ) STRICT\
                    """);

    /// What concerns several services at once.
    static final List<String> STACKS =
            List.of(
                    """
                    CREATE TABLE stacks (
                        position INTEGER PRIMARY KEY,
                        entry    TEXT NOT NULL
                    ) STRICT\
                    """);

    /// Rehearsals of the way back; their evidence lies in files.
    static final List<String> DRILLS =
            List.of(
                    """
                    CREATE TABLE drills (
                        number   INTEGER PRIMARY KEY,
                        document TEXT NOT NULL
                    ) STRICT\
                    """);

    /// What candidates in shadow said, until a label comes; and how labelled pairs came out.
    static final List<String> PAIRS =
            List.of(
                    """
                    CREATE TABLE pairs (
                        service  TEXT NOT NULL,
                        id       TEXT NOT NULL,
                        rollout  INTEGER NOT NULL,
                        document TEXT NOT NULL,
                        PRIMARY KEY (service, id)
                    ) STRICT, WITHOUT ROWID\
                    """,
                    """
                    CREATE INDEX pairs_of_rollouts ON pairs (service, rollout)\
                    """,
                    """
                    CREATE TABLE paired (
                        service   TEXT NOT NULL,
                        rollout   INTEGER NOT NULL,
                        rows      INTEGER NOT NULL,
                        live      INTEGER NOT NULL,
                        candidate INTEGER NOT NULL,
                        times     INTEGER NOT NULL,
                        PRIMARY KEY (service, rollout, rows, live, candidate)
                    ) STRICT, WITHOUT ROWID\
                    """,
                    // of keys: which slots have one, and how many more came of these
                    """
                    CREATE TABLE paired_keys (
                        service TEXT NOT NULL,
                        rollout INTEGER NOT NULL,
                        seen    BLOB NOT NULL,
                        again   INTEGER NOT NULL,
                        PRIMARY KEY (service, rollout)
                    ) STRICT\
                    """);

    /// Requests of sticky keys one by one, for which of them counts depends on when they were answered, and not on when
    /// they were labelled.
    static final List<String> KEYED =
            List.of(
                    """
                    CREATE TABLE keyed (
                        service TEXT NOT NULL,
                        rollout INTEGER NOT NULL,
                        step    INTEGER NOT NULL,
                        arm     TEXT NOT NULL,
                        slot    INTEGER NOT NULL,
                        at      INTEGER NOT NULL,
                        id      TEXT NOT NULL,
                        bad     INTEGER NOT NULL,
                        PRIMARY KEY (service, rollout, step, arm, slot, at, id)
                    ) STRICT, WITHOUT ROWID\
                    """,
                    """
                    CREATE INDEX keyed_bad ON keyed (service, rollout, step, arm, slot, at, id)
                        WHERE bad = 1\
                    """,
                    // the pair that stands for a key
                    """
                    CREATE TABLE paired_firsts (
                        service   TEXT NOT NULL,
                        rollout   INTEGER NOT NULL,
                        slot      INTEGER NOT NULL,
                        at        INTEGER NOT NULL,
                        id        TEXT NOT NULL,
                        rows      INTEGER NOT NULL,
                        live      INTEGER NOT NULL,
                        candidate INTEGER NOT NULL,
                        PRIMARY KEY (service, rollout, slot)
                    ) STRICT, WITHOUT ROWID\
                    """);
}
